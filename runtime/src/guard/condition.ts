import type { Condition, Contract, Finding } from "../contract.js";

/**
 * What a condition expects, in words for people. A union of literals is put together only when it is asked for, which
 * a contract that holds never does.
 *
 * @param condition - The condition.
 * @example
 * ```ts
 * expectedOf({ path: "os", literals: ["linux", "darwin"] }); // '"linux" | "darwin"'
 * ```
 */
export function expectedOf(condition: Condition): string {
  // What else `map` hands over is neither a replacer nor an indentation.
  return condition.expected ?? condition.literals!.map(JSON.stringify as (literal: string) => string).join(" | ");
}

/**
 * Whether the value of a fact is what a condition expects.
 *
 * @param condition - The condition.
 * @param value - The value.
 * @param contract - The contract that it belongs to, with its validators.
 * @param text - The text that the value was read from: numbers are judged by it.
 * @throws TypeError when the condition has neither literals nor a validator: what cannot be judged does not hold.
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

/** A fact that is another one. */
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
