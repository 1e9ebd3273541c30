/** Exact decimal numbers, as docs/contract.md means them. */

/** `digits` times ten to the power of minus `places`. */
export interface Decimal {
  readonly digits: bigint;
  readonly places: number;
}

const isDigit = (character: string): boolean => character >= "0" && character <= "9" && character.length === 1;

/** Whether a text is one or more digits. */
export const areDigits = (text: string): boolean => text !== "" && [...text].every(isDigit);

/** Takes a decimal numeral apart: perhaps `-`, digits, perhaps `.` and digits. */
export function splitNumeral(text: string): { readonly whole: string; readonly fraction: string } | undefined {
  const unsigned = text.startsWith("-") ? text.slice(1) : text;
  const point = unsigned.indexOf(".");
  const whole = point < 0 ? unsigned : unsigned.slice(0, point);
  const fraction = point < 0 ? "" : unsigned.slice(point + 1);
  return areDigits(whole) && (point < 0 || areDigits(fraction)) ? { whole, fraction } : undefined;
}

/** Reads a decimal numeral. */
export function readDecimal(text: string): Decimal | undefined {
  const parts = splitNumeral(text);
  if (!parts) return undefined;
  const digits = BigInt(parts.whole + parts.fraction);
  return { digits: text.startsWith("-") ? -digits : digits, places: parts.fraction.length };
}

/** Reads an integer numeral: perhaps `-`, and digits. */
export const readInteger = (text: string): Decimal | undefined => (text.includes(".") ? undefined : readDecimal(text));

/** A number of a contract: an integer as it is, any other as the shortest numeral that is read as it. */
export function decimalOf(value: number | bigint): Decimal {
  if (typeof value === "bigint") return { digits: value, places: 0 };
  if (Number.isInteger(value)) return { digits: BigInt(value), places: 0 };
  const [mantissa = "", exponent = "0"] = value.toString().split("e-");
  const { digits, places } = readDecimal(mantissa)!;
  return { digits, places: places + Number(exponent) };
}

/** The digits of two numbers with as many places. */
function align(left: Decimal, right: Decimal): readonly [bigint, bigint] {
  const places = Math.max(left.places, right.places);
  const digitsOf = (decimal: Decimal) => decimal.digits * 10n ** BigInt(places - decimal.places);
  return [digitsOf(left), digitsOf(right)];
}

/** Below, at or above 0, as the first is below, at or above the second. */
export function compare(left: Decimal, right: Decimal): -1 | 0 | 1 {
  const [a, b] = align(left, right);
  return a < b ? -1 : a > b ? 1 : 0;
}

export function isMultiple(decimal: Decimal, step: Decimal): boolean {
  const [a, b] = align(decimal, step);
  return a % b === 0n;
}

export const isInteger = (decimal: Decimal): boolean => isMultiple(decimal, { digits: 1n, places: 0 });

/** Whether a number is above `-limit` and below `limit`. */
export function isWithin(decimal: Decimal, limit: bigint): boolean {
  const at = (digits: bigint): Decimal => ({ digits, places: 0 });
  return compare(decimal, at(limit)) < 0 && compare(decimal, at(-limit)) > 0;
}

/** A number as a plain numeral. */
export function numeralOf({ digits, places }: Decimal): string {
  const unsigned = String(digits < 0n ? -digits : digits).padStart(places + 1, "0");
  const split = unsigned.length - places;
  const fraction = places ? `.${unsigned.slice(split)}` : "";
  return `${digits < 0n ? "-" : ""}${unsigned.slice(0, split)}${fraction}`;
}
