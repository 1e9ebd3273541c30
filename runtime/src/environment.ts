import { Reading } from "./contract.js";

/** Optional minus, digits, optional fraction: no exponent, no hexadecimal, no spaces, no `Infinity`. */
const DECIMAL = /^-?\d+(\.\d+)?$/;
const INTEGER = /^-?\d+$/;

const BOOLEANS = new Map([
  ["true", true],
  ["1", true],
  ["false", false],
  ["0", false],
]);

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
  if (readings & Reading.string && is(text)) return true;
  if (readings & Reading.number && DECIMAL.test(text)) {
    const number = Number(text);
    if (Number.isFinite(number) && is(number)) return true;
  }
  if (readings & Reading.bigint && INTEGER.test(text) && is(BigInt(text))) return true;
  if (readings & Reading.boolean && BOOLEANS.has(text) && is(BOOLEANS.get(text))) return true;
  return false;
}
