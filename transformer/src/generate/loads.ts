import type { LoadData } from "importspy/dist/contract.cjs";
import type ts from "typescript";
import type { Context } from "../analysis/context.js";
import { once } from "../analysis/memoize.js";
import { printType } from "../check/types.js";
import type { CheckedLoads } from "../link/loading.js";
import { createValidatorGenerator, UnsupportedTypeError } from "./typia.js";

/** What the calls of `load<T>()` in a file are validated by, as its sidecar holds it. */
export interface GeneratedLoads {
  readonly loads: readonly LoadData[];
  /** JavaScript, by the indices that the shapes name. */
  readonly validators: readonly string[];
  /** Names that they need of the guard's file or that of the rare formats. */
  readonly imports: readonly string[];
}

/**
 * Makes the generator of the validators that `load<T>()` needs in the files of a program.
 *
 * @param context - The program and its report.
 * @param loadsOf - What a file loads.
 * @returns What a file's sidecar holds; `undefined` for a file that loads nothing so.
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
    // One number stands for another validator then: nothing is loaded by any of them.
    if (isBroken) return { loads: loads.map(({ line }) => ({ line, shapes: [] })), validators: [], imports: [] };
    return {
      loads,
      validators: validators.map(({ text }) => text),
      imports: [...new Set(validators.flatMap(({ checks }) => checks))],
    };
  };
}
