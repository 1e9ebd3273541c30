import type { Contract } from "../contract.js";
import { readVariables, type VariablesFact } from "./variables.js";

/** The variables that a bundler inlined, followed by those of the process. */
export function withInlined({ uses }: Contract): VariablesFact {
  const [variables, absence] = readVariables();
  return [{ ...variables, ...uses.inlined!() }, absence];
}
