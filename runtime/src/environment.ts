import type { Condition, Finding } from "./contract.js";

/** One way to read the text of a variable. */
interface Reader {
  /** What the text must look like. */
  readonly pattern: RegExp;
  readonly read: (text: string) => unknown;
  /** The kind of text, where that says more than what the contract expects. */
  readonly noun?: string;
}

/** In the order of the flags of `Reading`. */
const READERS: readonly Reader[] = [
  { pattern: /^/, read: String },
  // Optional minus, digits, optional fraction: no exponent, no hexadecimal, no spaces, no `Infinity`.
  { pattern: /^-?\d+(\.\d+)?$/, read: Number, noun: "a decimal number" },
  { pattern: /^-?\d+$/, read: BigInt, noun: "an integer" },
  { pattern: /^(true|false|[01])$/, read: (text) => /^[t1]/.test(text) },
];

/**
 * Judges the text of an environment variable: it must be readable in one of the declared ways such that the validator
 * holds.
 *
 * @param condition - The condition; its `readings` are those of a string when absent.
 * @param text - The variable's text; any other value means that it is not set. It is never kept, logged or thrown.
 * @returns What is wrong, if anything. Where already the kind of text is wrong, the hint names that
 * (`"a decimal number"`), otherwise what the contract expects.
 */
export function judgeVariable(condition: Condition, text: unknown): Finding | undefined {
  const { expected, readings = 1, is } = condition;
  if (typeof text !== "string") return { kind: "missing", hint: "not set" };
  const readers = READERS.filter((_, index) => readings & (1 << index));
  const holds = readers.some(({ pattern, read }) => {
    try {
      const value = pattern.test(text) ? read(text) : Infinity;
      // A numeral beyond the range of numbers is none.
      return value !== Infinity && value !== -Infinity && is!(value);
    } catch {
      // An integer too long for BigInt, or a tag of the author's own that throws. What was thrown may hold the value.
      return false;
    }
  });
  if (holds) return undefined;
  const [reader, ...others] = readers;
  const noun = !others.length && !reader?.pattern.test(text) && reader?.noun;
  return { kind: "invalid", hint: `set, but ${text ? `not ${noun || expected}` : "empty"}` };
}
