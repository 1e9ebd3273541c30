/**
 * Exact decimal arithmetic for generated validators. A numeral with twenty digits differs from the number that
 * JavaScript makes of it, and as a binary number 0.1 is not a multiple of 0.01.
 *
 * @module
 */

/** A numeral as an integer in the smallest unit that both numerals use: `-1.5` in hundredths is `-150n`. */
const scaled = (numeral: string, both: string): bigint => {
  const [whole, fraction = ""] = numeral.split(".");
  return BigInt(whole + fraction.padEnd(both.length, "0"));
};

/**
 * The difference of two decimal numerals in some unit. Only its sign matters.
 *
 * @param text - A numeral, possibly with leading zeros: `-007.50`.
 * @param other - The other numeral.
 * @example
 * ```ts
 * _minus("9007199254740993", "9007199254740992") <= 0; // false
 * ```
 */
export const _minus = (text: string, other: string): bigint => scaled(text, text + other) - scaled(other, text + other);

/**
 * The remainder of two decimal numerals in some unit. Only whether it is 0 matters.
 *
 * @param text - A numeral.
 * @param step - The divisor, not 0.
 * @example
 * ```ts
 * _modulo("19.99", "0.01") == 0; // true
 * ```
 */
export const _modulo = (text: string, step: string): bigint => scaled(text, text + step) % scaled(step, text + step);

/**
 * Evaluates the expression of an author's own tag. If it throws, the tag does not hold.
 *
 * @param test - The expression.
 */
export const _holds = (test: () => unknown): boolean => {
  try {
    return !!test();
  } catch {
    // The error is dropped, because it may contain the value.
    return false;
  }
};
