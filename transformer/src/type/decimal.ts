/** `1.5e-7` → `[15n, -8]`: digits, and the power of ten that they are times. */
function parse(text: string): readonly [digits: bigint, exponent: number] {
  const [numeral = "", exponent = "0"] = text.split("e");
  const [whole, fraction = ""] = numeral.split(".");
  return [BigInt(`${whole}${fraction}`), Number(exponent) - fraction.length];
}

/**
 * Writes a number as the plain decimal numeral that it stands for in a contract: an integer as what it is, any other
 * number as the shortest numeral that is read as it.
 *
 * @param value - A finite number, or a bigint.
 * @example
 * ```ts
 * decimalOf(2 ** 64); // "18446744073709551616", which JavaScript prints as 18446744073709552000
 * decimalOf(1.5e-7); // "0.00000015"
 * decimalOf(-0); // "0"
 * ```
 */
export function decimalOf(value: number | bigint): string {
  if (typeof value === "bigint" || Number.isInteger(value)) return String(BigInt(value));
  const [digits, exponent] = parse(String(value));
  const sign = digits < 0n ? "-" : "";
  const unsigned = String(digits < 0n ? -digits : digits).padStart(1 - exponent, "0");
  return `${sign}${unsigned.slice(0, exponent)}.${unsigned.slice(exponent)}`;
}

/** Which of two decimal numerals is the greater: above 0 where it is the first, below 0 where it is the second. */
export function compareDecimals(left: string, right: string): number {
  const scaled = (numeral: string) => {
    const [whole, fraction = ""] = numeral.split(".");
    return BigInt(whole + fraction.padEnd(left.length + right.length, "0"));
  };
  const difference = scaled(left) - scaled(right);
  return Number(difference > 0n) - Number(difference < 0n);
}

/**
 * Whether two numerals, which may have exponents, are the same number. None is written out: `1e-1000000` is one.
 */
export function isSameDecimal(left: string, right: string): boolean {
  const normalize = (text: string) => {
    const [digits, exponent] = parse(text);
    const significant = String(digits).replace(/0+$/, "");
    return significant === "" ? "0" : `${significant}e${exponent + String(digits).length - significant.length}`;
  };
  return normalize(left) === normalize(right);
}
