/**
 * The range of a number or bigint, from its tags. It uses decimal numerals, because the text of a variable is checked,
 * not the rounded number.
 */
import { compareDecimals, decimalOf, leastMultiple } from "./decimal.js";
import type { Tag } from "./tags.js";

/** A lower or upper bound. */
export interface Bound {
  /** A decimal numeral. */
  readonly value: string;
  /** Whether the bound itself is not admitted. */
  readonly isExclusive: boolean;
}

/** The values that tags admit. */
export interface NumericRange {
  readonly least: Bound | undefined;
  readonly most: Bound | undefined;
  /** Decimal numerals. A value must be a multiple of each. */
  readonly steps: readonly string[];
}

type Limits = Pick<NumericRange, "least" | "most"> & { readonly isInteger: boolean };

const including = (value: bigint): Bound => ({ value: String(value), isExclusive: false });
const excluding = (value: bigint): Bound => ({ value: String(value), isExclusive: true });

/** Half a step above the largest 32-bit float. From here on, numerals round to infinity. */
const FLOAT_END = 2n ** 128n - 2n ** 103n;

const TYPES: Readonly<Record<string, Limits>> = {
  int32: { least: including(-(2n ** 31n)), most: including(2n ** 31n - 1n), isInteger: true },
  uint32: { least: including(0n), most: including(2n ** 32n - 1n), isInteger: true },
  int64: { least: including(-(2n ** 63n)), most: including(2n ** 63n - 1n), isInteger: true },
  uint64: { least: including(0n), most: including(2n ** 64n - 1n), isInteger: true },
  float: { least: excluding(-FLOAT_END), most: excluding(FLOAT_END), isInteger: false },
};

/** The stricter of two bounds. `side` is 1 for lower bounds and -1 for upper bounds. */
function stricter(left: Bound | undefined, right: Bound | undefined, side: 1 | -1): Bound | undefined {
  if (!left || !right) return left ?? right;
  const difference = compareDecimals(left.value, right.value) * side;
  if (difference === 0) return left.isExclusive ? left : right;
  return difference > 0 ? left : right;
}

function rangeOfTag({ kind, value }: Tag): NumericRange {
  const limits = kind === "type" ? TYPES[String(value)] : undefined;
  const steps = limits?.isInteger ? ["1"] : [];
  if (typeof value !== "number" && typeof value !== "bigint") {
    return { least: limits?.least, most: limits?.most, steps };
  }
  const bound = (isExclusive: boolean): Bound => ({ value: decimalOf(value), isExclusive });
  const [least, most] =
    {
      minimum: [bound(false)],
      exclusiveMinimum: [bound(true)],
      maximum: [undefined, bound(false)],
      exclusiveMaximum: [undefined, bound(true)],
    }[kind ?? ""] ?? [];
  return { least, most, steps: kind === "multipleOf" ? [decimalOf(value)] : [] };
}

/**
 * Reads the range from tags. Tags that are not about numbers are ignored.
 *
 * @param tags - Tags of the vocabulary, with finite numbers.
 */
export function rangeOf(tags: readonly Tag[]): NumericRange {
  const ranges = tags.filter(({ isStandard }) => isStandard).map(rangeOfTag);
  const steps = ranges.flatMap((range) => range.steps);
  return {
    least: ranges.reduce<Bound | undefined>((bound, { least }) => stricter(bound, least, 1), undefined),
    most: ranges.reduce<Bound | undefined>((bound, { most }) => stricter(bound, most, -1), undefined),
    // A multiple of 5 is an integer, so `1` is redundant.
    steps: [...new Set(steps)].filter(
      (step) => step !== "1" || !steps.some((other) => /^-?\d*$/.test(other) && other !== "1"),
    ),
  };
}

/** Whether no number is within the bounds of a range. */
export function isEmptyRange({ least, most }: Pick<NumericRange, "least" | "most">): boolean {
  if (!least || !most) return false;
  const difference = compareDecimals(least.value, most.value);
  return difference > 0 || (difference === 0 && (least.isExclusive || most.isExclusive));
}

/** Whether no number within the bounds is a multiple of all steps. */
export function hasNoMultiple({ least, most, steps }: NumericRange): boolean {
  if (!least || !most || !steps.length) return false;
  const value = leastMultiple(least.value, steps, least.isExclusive);
  return isEmptyRange({ least: { value, isExclusive: false }, most });
}
