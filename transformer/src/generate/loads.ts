import type { LoadData } from "importspy/dist/contract.cjs";
import type ts from "typescript";
import type { Context } from "../analysis/context.js";
import { once } from "../analysis/memoize.js";
import { printType } from "../check/types.js";
import type { CheckedLoads } from "../link/loading.js";
import { createValidatorGenerator, UnsupportedTypeError } from "./validators.js";

/** The data and validators of the `load<T>()` calls in a file, for its sidecar. */
export interface GeneratedLoads {
  readonly loads: readonly LoadData[];
  /** The validators as JavaScript. Shapes refer to them by index. */
  readonly validators: readonly string[];
  /** The names to import from the guard's file, or from the file of rare formats. */
  readonly imports: readonly string[];
}

/**
 * Makes the generator of the validators for `load<T>()` calls.
 *
 * @param context - The program; its report receives the mistakes.
 * @param loadsOf - The calls in a file.
 * @returns Generates the data of a file; `undefined` for a file without these calls.
 */
export function createLoadGenerator(
  context: Context,
  loadsOf: (file: ts.SourceFile) => CheckedLoads,
): (file: ts.SourceFile) => GeneratedLoads | undefined {
  const generate = once(() => createValidatorGenerator(context));
  return (file) => {
    const { loads, validated } = loadsOf(file);
    if (!loads.length) return undefined;
    let isBroken = false;
    const validators = validated.flatMap(({ type, span }) => {
      try {
        return generate()(type);
      } catch (error) {
        if (!(error instanceof UnsupportedTypeError)) throw error;
        context.report("uncheckableExports", span, printType(context, type), error.message.replace(/\.$/, ""));
        isBroken = true;
        return [];
      }
    });
    // A missing validator would shift the indexes of the others. Without shapes, each of these calls throws.
    if (isBroken) return { loads: loads.map(({ line }) => ({ line, shapes: [] })), validators: [], imports: [] };
    return {
      loads,
      validators: validators.map(({ text }) => text),
      imports: [...new Set(validators.flatMap(({ checks }) => checks))],
    };
  };
}
