/**
 * Evaluates validators of a bundle without running their code, within limits of steps and time.
 *
 * @module
 */
import { finishesWithin, judgement, UnknownCode } from "importspy/dist/artifacts.cjs";
import type ts from "typescript";
import { memoize } from "../../../../analysis/memoize.js";
import type { TypeScript } from "../../../../compiler/compiler.js";
import { type Callable, type FindRuntime, Interpreter } from "./interpreter.js";
import type { Values } from "./value.js";

export { UnknownCode };

/** No validator takes so many steps to judge all the values that it is tried with. */
const MOST_STEPS_OF_ALL = 1_000_000;

/** A reader has the steps of all variables. The time is limited, too. */
export const MOST_STEPS_OF_READERS = 50_000_000;

/** How long a pattern may take, in milliseconds; patterns of contracts take microseconds. */
const LONGEST = 2_000;

/**
 * Computes something within the time that a comparison may take.
 *
 * @throws {@link UnknownCode} when it takes longer.
 */
export function inTime<Result>(compute: () => Result): Result {
  let done: { readonly result: Result } | undefined;
  finishesWithin(LONGEST, () => {
    done = { result: compute() };
  });
  if (!done) throw new UnknownCode("takes too long");
  return done.result;
}

/** What a function returns, or that it throws. */
export type Outcome = "yes" | "no" | "throws";

/**
 * Reads a function that judges a value.
 *
 * @param typescript - Its parser.
 * @param node - The function, or the name of one of the runtime's.
 * @param values - What names stand for where it stands.
 * @param findRuntime - Tells the functions of the runtime.
 * @param most - The most steps of all calls together.
 * @returns Judges arguments. It throws {@link UnknownCode} where the function does what is not known.
 */
export function readFunction(
  typescript: TypeScript,
  node: ts.Expression,
  values: Values,
  findRuntime: FindRuntime,
  most: number = MOST_STEPS_OF_ALL,
): (given: readonly unknown[]) => Outcome {
  const symbolOf = memoize((name: ts.Identifier) => values.scriptOf(name).lookup(name));
  const find = memoize(findRuntime);
  let left = most;
  return (given) => {
    const interpreter = new Interpreter(typescript, values, find, symbolOf);
    const judge = (): Outcome => {
      const judged = interpreter.evaluate(node, undefined);
      if (typeof judged !== "function") throw new UnknownCode("not a function");
      try {
        return (judged as Callable)(...(given as never[])) ? "yes" : "no";
      } catch (error) {
        if (error instanceof UnknownCode || error instanceof RangeError) throw new UnknownCode();
        return "throws";
      }
    };
    const outcome = judgement(judge);
    left -= interpreter.steps;
    if (left < 0) throw new UnknownCode("too many steps");
    if (interpreter.refused !== undefined) throw new UnknownCode(interpreter.refused);
    return outcome;
  };
}
