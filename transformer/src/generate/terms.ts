/**
 * Reads the conditions of contracts as data that can be compared. It reads the generated code, as `importspy diff`
 * reads sidecars, so both have the same result.
 *
 * @module
 */
import { lockContract } from "importspy/dist/artifacts.cjs";
import type { Context } from "../analysis/context.js";
import { once } from "../analysis/memoize.js";
import type { TermReader } from "../analysis/model.js";
import { createDiagnosticBag } from "../messages/diagnostics.js";
import { generateContract } from "./contract.js";
import { createValidatorGenerator } from "./validators.js";

/**
 * Makes the reader of a program's contracts.
 *
 * @param context - The program.
 * @returns Reads the alternatives of a contract; `undefined` when it has mistakes.
 */
export function createTermReader(context: Context): TermReader {
  const { report } = createDiagnosticBag(context.ts);
  // A spread would call the getter of the checker, which is created only when it is needed.
  const silent: Context = Object.create(context, { report: { value: report } });
  const generate = once(() => createValidatorGenerator(silent));
  return ({ module, alternatives }) => {
    const generated = alternatives && generateContract(silent, generate(), module, alternatives, false);
    return generated && lockContract(generated.data, generated.validators, []).alternatives;
  };
}
