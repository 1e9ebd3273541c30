import type { ImporterIdentity, Violation } from "../contract.js";
import type { Entry } from "../guard/error.js";
import { table } from "../guard/report.js";
import { ContractViolationError } from "../guard.js";
import { printableLine } from "../printable.js";
import type { ModuleMistake } from "./walk.js";

/** A call of `load<T>()`. */
export interface LoadPlace {
  readonly file: ImporterIdentity;
  readonly line: number;
  /** What it loads, for people. */
  readonly specifier: string;
}

/** Mistakes in a module, as violations. */
export function violationsOf(mistakes: readonly ModuleMistake[], path: string): Violation[] {
  return mistakes.map(({ place, kind, expected, hint, found }) => ({
    // A type names what it likes, and `.name` says names of exports as they are.
    path: printableLine(path + place),
    kind,
    expected,
    hint,
    ...(found !== undefined && { found }),
    alternative: 0,
  }));
}

/**
 * The error of a module that does not have the type of the call that loads it. The type at the call is the contract.
 *
 * @param place - The call.
 * @param violations - What is wrong.
 * @param entry - Where the stack of the error begins.
 */
export function refuse({ file, line, specifier }: LoadPlace, violations: readonly Violation[], entry: Entry): Error {
  const contract = { module: file.module, line };
  const importer = { ...file, line };
  const count = `${violations.length} place${violations.length > 1 ? "s" : ""}`;
  const text = [...table(violations), "", `contract: ${file.module}:${line}`].join("\n").replace(/^/gm, "  ");
  const head = `${file.module}:${line} may not load ${printableLine(specifier)}: this module breaks its contract in ${count}`;
  const message = `${head}\n\n${text.replace(/ +$/gm, "")}`;
  // Without the constructor, which speaks of what an environment breaks.
  const error = Reflect.construct(Error, [message], ContractViolationError) as Error;
  const code = "ERR_IMPORTSPY_CONTRACT_VIOLATION";
  const content = { name: "ContractViolationError", code, message, contract, importer, violations };
  for (const [name, value] of Object.entries({ ...content, toJSON: () => content })) {
    Object.defineProperty(error, name, { value });
  }
  Error.captureStackTrace?.(error, entry);
  return error;
}
