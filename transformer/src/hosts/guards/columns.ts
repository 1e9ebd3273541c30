/**
 * Source maps of texts whose lines have become longer: no line is added, so only columns move.
 *
 * @module
 */

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** A base 64 VLQ (ECMA-426, section 9): five bits a digit, the lowest first; the lowest bit of all is the sign. */
function encode(value: number): string {
  let left = value < 0 ? (-value << 1) | 1 : value << 1;
  let text = "";
  do {
    const digit = left & 31;
    left >>>= 5;
    text += DIGITS[left ? digit | 32 : digit];
  } while (left);
  return text;
}

/** Splits a segment into its first number, the column in the generated line, and the rest, which stays as it is. */
function splitSegment(segment: string): { readonly column: number; readonly rest: string } {
  let value = 0;
  let shift = 0;
  for (let index = 0; index < segment.length; index++) {
    const digit = DIGITS.indexOf(segment[index]!);
    value |= (digit & 31) << shift;
    shift += 5;
    if (!(digit & 32)) return { column: value & 1 ? -(value >>> 1) : value >>> 1, rest: segment.slice(index + 1) };
  }
  return { column: 0, rest: "" };
}

/**
 * Moves the columns of a map.
 *
 * @param mappings - The `mappings` of the map.
 * @param moved - Where a column of a line has gone to; columns keep their order.
 * @returns The new `mappings`.
 */
export function moveColumns(mappings: string, moved: (line: number, column: number) => number): string {
  return mappings
    .split(";")
    .map((line, number) => {
      let before = 0;
      let after = 0;
      return line
        .split(",")
        .filter(Boolean)
        .map((segment) => {
          const { column, rest } = splitSegment(segment);
          before += column;
          const next = moved(number, before);
          const text = encode(next - after) + rest;
          after = next;
          return text;
        })
        .join(",");
    })
    .join(";");
}

/**
 * What was put in front of a line belongs to its beginning: without this, readers of maps take it for a part of the line
 * before.
 *
 * @param mappings - The `mappings` of a map.
 */
export function startLines(mappings: string): string {
  const start = (line: string): string => {
    const end = line.includes(",") ? line.indexOf(",") : line.length;
    const { column, rest } = splitSegment(line.slice(0, end));
    return column ? `A${rest},${encode(column)}AAA${line.slice(end)}` : line;
  };
  return mappings.split(";").map(start).join(";");
}
