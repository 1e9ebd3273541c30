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
  /** The specifier, for messages. */
  readonly specifier: string;
}

/** Converts mistakes in a module to violations. */
export function violationsOf(mistakes: readonly ModuleMistake[], path: string): Violation[] {
  return mistakes.map(({ place, kind, expected, hint, found }) => ({
    // A type may use any name, and `.name` shows it as it is, so control characters are escaped.
    path: printableLine(path + place),
    kind,
    expected,
    hint,
    ...(found !== undefined && { found }),
    alternative: 0,
  }));
}

/**
 * The error for a module that does not match the type of the `load<T>()` call. The type is the contract.
 *
 * @param place - The call.
 * @param violations - The violations.
 * @param entry - Where the stack of the error starts.
 */
export function refuse({ file, line, specifier }: LoadPlace, violations: readonly Violation[], entry: Entry): Error {
  const contract = { module: file.module, line };
  const importer = { ...file, line };
  const count = `${violations.length} place${violations.length > 1 ? "s" : ""}`;
  const text = [...table(violations), "", `contract: ${file.module}:${line}`].join("\n").replace(/^/gm, "  ");
  const head = `${file.module}:${line} may not load ${printableLine(specifier)}: this module breaks its contract in ${count}`;
  const message = `${head}\n\n${text.replace(/ +$/gm, "")}`;
  // Without the constructor, whose message is about the environment.
  const error = Reflect.construct(Error, [message], ContractViolationError) as Error;
  const code = "ERR_IMPORTSPY_CONTRACT_VIOLATION";
  const content = { name: "ContractViolationError", code, message, contract, importer, violations };
  for (const [name, value] of Object.entries({ ...content, toJSON: () => content })) {
    Object.defineProperty(error, name, { value });
  }
  Error.captureStackTrace?.(error, entry);
  return error;
}
