/**
 * What contracts ask for, as data that can be compared: read off what would be generated, as `importspy diff` reads
 * sidecars. So there is one account of what is asked, and types are not read twice.
 *
 * @module
 */
import { lockContract } from "importspy/dist/artifacts.cjs";
import type { Context } from "../analysis/context.js";
import { once } from "../analysis/memoize.js";
import type { TermReader } from "../analysis/model.js";
import { createDiagnosticBag } from "../messages/diagnostics.js";
import { generateContract } from "./contract.js";
import { createValidatorGenerator } from "./typia.js";

/**
 * Makes the reader of a program's contracts.
 *
 * @param context - The program.
 * @returns The alternatives of a contract; `undefined` where it has mistakes.
 */
export function createTermReader(context: Context): TermReader {
  const { report } = createDiagnosticBag(context.ts);
  // A spread would read the checker, which is made when it is asked for.
  const silent: Context = Object.create(context, { report: { value: report } });
  const generate = once(() => createValidatorGenerator(silent));
  return ({ module, alternatives }) => {
    const generated = alternatives && generateContract(silent, generate(), module, alternatives, false);
    return generated && lockContract(generated.data, generated.validators, []).alternatives;
  };
}
