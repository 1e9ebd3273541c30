import type { Condition, Finding } from "./contract.js";

/** One way to read the text of a variable. */
type Reader = readonly [
  isReadable: (text: string) => boolean,
  read: (text: string) => unknown,
  /** The kind of text, where that says more than what the contract expects. */
  noun?: string,
];

/** In the order of the flags of `Reading`. A pattern costs more than all the rest when it is first used. */
const READERS: readonly Reader[] = [
  [() => true, String],
  // Optional minus, digits, optional fraction: no exponent, no hexadecimal, no spaces, no `Infinity`.
  [(text) => /^-?\d+(\.\d+)?$/.test(text), Number, "a decimal number"],
  [(text) => /^-?\d+$/.test(text), BigInt, "an integer"],
  [(text) => ["true", "false", "1", "0"].includes(text), (text) => "t1".includes(text[0]!)],
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
  const readable = readers.filter(([isReadable]) => isReadable(text));
  const holds = readable.some(([, read]) => {
    try {
      const value = read(text);
      // A numeral beyond the range of numbers is none.
      return value !== Infinity && value !== -Infinity && is!(value);
    } catch {
      // An integer too long for BigInt, or a tag of the author's own that throws. What was thrown may hold the value.
      return false;
    }
  });
  if (holds) return undefined;
  // Where there are several ways to read it, none of them says what the text should have been.
  const noun = !readable.length && !readers[1] && readers[0]![2];
  return { kind: "invalid", hint: `set, but ${text ? `not ${noun || expected}` : "empty"}` };
}
