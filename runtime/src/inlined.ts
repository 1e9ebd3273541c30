/**
 * What sidecars in a bundle import beside the guard where a bundler has put in variables.
 *
 * @module
 */
import type { Judge } from "./contract.js";
import { withInlined } from "./facts/inlined.js";
import { judgeVariable } from "./guard.js";

/** In the place of the guard's judge: judges the variables that the bundle has, before those of the process. */
export const inlinedEnv: Judge = (condition, name, contract) =>
  judgeVariable(condition, name, withInlined(contract), contract);
