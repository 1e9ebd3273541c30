import type ts from "typescript";
import type { TypeScript } from "./compiler.js";

/**
 * What stands in a hole of a template literal type, as a pattern: what a variable of that type is read from. With more
 * digits than 308 before its point a numeral may be beyond the range of numbers, which no pattern could tell.
 */
const HOLES = { string: "[^]*", number: "-?\\d{1,308}(?:\\.\\d+)?", bigint: "-?\\d+" } as const;

type Hole = keyof typeof HOLES;

/** The least that a number takes; it is all of it where a hole beside it takes the rest. */
const FIRST_DIGITS = "-?\\d";

/** What stands between two holes that take any text: texts, and holes that take numbers. */
type Segment = readonly ({ readonly text: string } | { readonly hole: "number" | "bigint" })[];

function segmentsOf(texts: readonly string[], holes: readonly Hole[]): Segment[] {
  const segments: Segment[number][][] = [[]];
  for (const [index, text] of texts.entries()) {
    const hole = holes[index];
    if (text) segments.at(-1)!.push({ text });
    if (hole === "string") segments.push([]);
    else if (hole) segments.at(-1)!.push({ hole });
  }
  return segments;
}

/**
 * The pattern of a template. What is of one form between two holes that take any text is looked for once, at its first
 * place, and at no other when the rest does not match: whatever stands before a later place, the next hole takes. Else
 * each such hole would multiply the time for a text that does not match, to hours for one of a megabyte.
 *
 * `` `${string}-${string}=${string}` `` → `(?=([^]*?-))\1(?=([^]*?=))\2[^]*`
 */
function patternOf(texts: readonly string[], holes: readonly Hole[]): string {
  const segments = segmentsOf(texts, holes);
  const last = segments.length - 1;
  let groups = 0;
  const patterns = segments.map((segment, index) => {
    let isOfOneForm = true;
    const parts = segment.map((part, at) => {
      if ("text" in part) return escapePattern(part.text);
      if (index > 0 && at === 0) return "\\d";
      if (index < last && at === segment.length - 1) return FIRST_DIGITS;
      isOfOneForm = false;
      return HOLES[part.hole];
    });
    const pattern = parts.join("");
    if (index === 0) return pattern;
    if (index === last || !isOfOneForm) return HOLES.string + pattern;
    return pattern && `(?=([^]*?${pattern}))\\${++groups}`;
  });
  return patterns.join("");
}

/** Characters that mean something in a pattern, or that no regular expression literal in a file can hold. */
function escapePattern(text: string): string {
  const toUnits = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return text
    .replace(/[|\\/{}()[\]^$+*?.]/g, "\\$&")
    .replace(/\n/g, "\\n")
    .replace(/\r/g, "\\r")
    .replace(/[\u2028\u2029]|\p{Surrogate}/gu, toUnits);
}

/** The source of a regular expression for a template literal type; its holes hold string, number and bigint only. */
function sourceOf({ TypeFlags }: TypeScript, { texts, types }: ts.TemplateLiteralType): string {
  const holeOf = ({ flags }: ts.Type): Hole =>
    flags & TypeFlags.Number ? "number" : flags & TypeFlags.BigInt ? "bigint" : "string";
  return `^${patternOf(texts, types.map(holeOf))}$`;
}

/**
 * Makes the pattern of a template literal type, as a regular expression literal: `` `https://${string}` `` →
 * `/^https:\/\/[^]*$/`
 *
 * @param typescript - The compiler that made the type.
 * @param type - The type; its holes hold string, number and bigint only.
 */
export function createTemplatePattern(typescript: TypeScript, type: ts.TemplateLiteralType): string {
  return `/${sourceOf(typescript, type)}/`;
}

/** Whether a text is of a template literal type, as it will be judged when the program runs. */
export function matchesTemplate(typescript: TypeScript, type: ts.TemplateLiteralType, text: string): boolean {
  return new RegExp(sourceOf(typescript, type)).test(text);
}
