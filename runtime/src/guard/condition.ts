import type { Condition, Contract, Finding } from "../contract.js";

/**
 * The expected value in words. For a union of literals the text is built on demand, so a contract that holds never
 * builds it.
 *
 * @param condition - The condition.
 * @example
 * ```ts
 * expectedOf({ path: "os", literals: ["linux", "darwin"] }); // '"linux" | "darwin"'
 * ```
 */
export function expectedOf(condition: Condition): string {
  // `map` also passes an index and the array, which `JSON.stringify` ignores as replacer and indentation.
  return condition.expected ?? condition.literals!.map(JSON.stringify as (literal: string) => string).join(" | ");
}

/**
 * Whether a value satisfies a condition.
 *
 * @param condition - The condition.
 * @param value - The value.
 * @param contract - The contract, with its validators.
 * @param text - The original text, which validators of numbers check.
 * @throws TypeError when the condition has neither literals nor a validator. A condition that cannot be judged is
 * refused.
 */
export function holds(
  condition: Condition,
  value: unknown,
  contract: Pick<Contract, "validators">,
  text?: string,
): boolean {
  return condition.literals
    ? condition.literals.includes(value as string)
    : contract.validators[condition.is!]!(value as never, text!);
}

/** A missing fact. */
export const missing = (hint: string): Finding => ({ kind: "missing", hint });

/** A fact that is different. */
export const mismatch = (found: string): Finding => ({ kind: "mismatch", hint: `found ${found}`, found });

/** Judges a fact that is a word. */
export function judgeWord(
  condition: Condition,
  word: string | undefined,
  contract: Pick<Contract, "validators">,
): Finding | undefined {
  if (word === undefined) return { kind: "missing", hint: "unknown here" };
  return holds(condition, word, contract) ? undefined : mismatch(`"${word}"`);
}
