/**
 * What generated validators ask of decimal numerals, exactly: a text of twenty digits is another number than the one
 * that it is read as, and 0.1 is not a multiple of 0.01 where numbers are binary.
 *
 * @module
 */

/** Numerals as integers of one unit, the smallest that one of them may have: `-1.5` in hundredths is `-150n`. */
const scaled = (numeral: string, both: string): bigint => {
  const [whole, fraction = ""] = numeral.split(".");
  return BigInt(whole + fraction.padEnd(both.length, "0"));
};

/**
 * The difference of two decimal numerals, in some unit: what counts is whether it is below, at or above 0.
 *
 * @param text - A numeral as variables hold it: `-007.50`.
 * @param other - Another one.
 * @example
 * ```ts
 * _minus("9007199254740993", "9007199254740992") <= 0; // false
 * ```
 */
export const _minus = (text: string, other: string): bigint => scaled(text, text + other) - scaled(other, text + other);

/**
 * The remainder of two decimal numerals, in some unit: what counts is whether it is 0.
 *
 * @param text - A numeral as variables hold it.
 * @param step - Another one, not 0.
 * @example
 * ```ts
 * _modulo("19.99", "0.01") == 0; // true
 * ```
 */
export const _modulo = (text: string, step: string): bigint => scaled(text, text + step) % scaled(step, text + step);

/**
 * Whether the expression of an author's own tag holds; one that throws does not.
 *
 * @param test - The expression.
 */
export const _holds = (test: () => unknown): boolean => {
  try {
    return !!test();
  } catch {
    // What was thrown may hold the value.
    return false;
  }
};
