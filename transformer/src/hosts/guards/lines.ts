/**
 * Guarded texts as the lines in which they differ from what was handed in: guards add no line.
 *
 * @module
 */

/** A line's number, from 0, and its text. */
export type Line = readonly [number: number, text: string];

/** A declaration that evaluates nothing in its own place, with nothing behind it: what is imported has its own places. */
const DECLARATION =
  /^\s*(?:(?:import\b(?!\s*[.(])|export\s*(?:type\b\s*)?[{*])[^;()=]*;?|(?:export\s+)?interface\b[^;()={}]*\{)\s*$/;

/**
 * The lines in which a guarded text differs.
 *
 * @param code - What was handed in.
 * @param guarded - The guarded text.
 * @returns `undefined` where it has other lines.
 */
export function differingLines(code: string, guarded: string): readonly Line[] | undefined {
  const before = code.split("\n");
  const now = guarded.split("\n");
  if (before.length !== now.length) return undefined;
  return now.flatMap((text, number): Line[] => (text === before[number] ? [] : [[number, text]]));
}

/**
 * Whether all that runs is in the place where it was: guards are in lines that only declare.
 *
 * @param code - What was handed in.
 * @param lines - The lines of the guarded text that differ.
 */
export function keepsPlaces(code: string, lines: readonly Line[]): boolean {
  const before = code.split("\n");
  return lines.every(([number]) => DECLARATION.test(before[number]!));
}

/** Puts lines in the place of others. */
export function replaceLines(code: string, lines: readonly Line[]): string {
  const texts = code.split("\n");
  for (const [number, text] of lines) texts[number] = text;
  return texts.join("\n");
}
