/**
 * What sidecars in a bundle import when a bundler inlined variables.
 *
 * @module
 */
import type { Judge } from "./contract.js";
import { withInlined } from "./facts/inlined.js";
import { judgeVariable } from "./guard.js";

/** Replaces the guard's judge: prefers the variables in the bundle to those of the process. */
export const inlinedEnv: Judge = (condition, name, contract) =>
  judgeVariable(condition, name, withInlined(contract), contract);
