/** `1.5e-7` → `[15n, -8]`: the digits, and the power of ten that multiplies them. */
function parse(text: string): readonly [digits: bigint, exponent: number] {
  const [numeral = "", exponent = "0"] = text.split("e");
  const [whole, fraction = ""] = numeral.split(".");
  return [BigInt(`${whole}${fraction}`), Number(exponent) - fraction.length];
}

/**
 * Writes a number as a plain decimal numeral: an integer exactly, another number as the shortest numeral with its
 * value.
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

/**
 * Compares two decimal numerals: above 0 when the first is greater, below 0 when the second is, 0 when they are equal.
 */
export function compareDecimals(left: string, right: string): number {
  const scaled = (numeral: string) => {
    const [whole, fraction = ""] = numeral.split(".");
    return BigInt(whole + fraction.padEnd(left.length + right.length, "0"));
  };
  const difference = scaled(left) - scaled(right);
  return Number(difference > 0n) - Number(difference < 0n);
}

/**
 * Whether two numerals are the same number. They may have exponents, and are not written out: `1e-1000000` stays short.
 */
export function isSameDecimal(left: string, right: string): boolean {
  const normalize = (text: string) => {
    const [digits, exponent] = parse(text);
    const significant = String(digits).replace(/0+$/, "");
    return significant === "" ? "0" : `${significant}e${exponent + String(digits).length - significant.length}`;
  };
  return normalize(left) === normalize(right);
}

/** The greatest common divisor. */
function commonDivisor(left: bigint, right: bigint): bigint {
  let [greater, smaller] = [left, right];
  while (smaller) [greater, smaller] = [smaller, greater % smaller];
  return greater;
}

/**
 * The least number from a bound on that is a multiple of each step.
 *
 * @param bound - A decimal numeral.
 * @param steps - Decimal numerals other than 0.
 * @param isExclusive - Whether the bound itself does not count.
 */
export function leastMultiple(bound: string, steps: readonly string[], isExclusive: boolean): string {
  const places = Math.max(...[bound, ...steps].map((numeral) => numeral.split(".")[1]?.length ?? 0));
  const scaled = (numeral: string) => {
    const [whole, fraction = ""] = numeral.split(".");
    return BigInt(whole + fraction.padEnd(places, "0"));
  };
  const step = steps
    .map(scaled)
    .map((each) => (each < 0n ? -each : each))
    .reduce((left, right) => (left / commonDivisor(left, right)) * right);
  const from = scaled(bound);
  const rest = ((from % step) + step) % step;
  const least = rest ? from - rest + step : isExclusive ? from + step : from;
  const sign = least < 0n ? "-" : "";
  const digits = String(least < 0n ? -least : least).padStart(places + 1, "0");
  return places ? `${sign}${digits.slice(0, -places)}.${digits.slice(-places)}` : sign + digits;
}
