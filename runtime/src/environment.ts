import { Reading } from "./contract.js";

/** One way to read the text of a variable. */
interface Reader {
  readonly flag: number;
  /** What the text must look like. */
  readonly pattern: RegExp;
  readonly read: (text: string) => unknown;
  /** The kind of text, where that says more than what the contract expects. */
  readonly noun?: string;
}

const READERS: readonly Reader[] = [
  { flag: Reading.string, pattern: /^/, read: (text) => text },
  // Optional minus, digits, optional fraction: no exponent, no hexadecimal, no spaces, no `Infinity`.
  { flag: Reading.number, pattern: /^-?\d+(\.\d+)?$/, read: Number, noun: "a decimal number" },
  { flag: Reading.bigint, pattern: /^-?\d+$/, read: BigInt, noun: "an integer" },
  { flag: Reading.boolean, pattern: /^(true|false|[01])$/, read: (text) => text === "true" || text === "1" },
];

/**
 * Whether the text of an environment variable can be read in one of the declared ways such that the
 * validator holds.
 *
 * @param text - The variable's text. It is never kept, logged or thrown.
 * @param readings - A sum of {@link Reading} flags.
 * @param is - The generated validator of the declared type.
 * @returns `true` when one reading holds.
 * @example
 * ```ts
 * holds("8080", Reading.number, (port) => port <= 65535); // true
 * holds("0x50", Reading.number, () => true); // false
 * ```
 */
export function holds(text: string, readings: number, is: (value: unknown) => boolean): boolean {
  return READERS.some(({ flag, pattern, read }) => {
    if (!(readings & flag) || !pattern.test(text)) return false;
    try {
      const value = read(text);
      // A numeral beyond the range of numbers is none.
      return value !== Infinity && value !== -Infinity && is(value);
    } catch {
      // An integer too long for BigInt, or a tag of the author's own that throws. What was thrown may hold the value.
      return false;
    }
  });
}

/**
 * What a text that does not hold should have been.
 *
 * @param text - The variable's text.
 * @param readings - A sum of {@link Reading} flags.
 * @param expected - What the contract expects, in words.
 * @returns The kind of text, where already that is wrong (`"a decimal number"`); otherwise `expected`.
 */
export function lacking(text: string, readings: number, expected: string): string {
  const reader = READERS.find(({ flag }) => flag === readings);
  return (!reader?.pattern.test(text) && reader?.noun) || expected;
}
