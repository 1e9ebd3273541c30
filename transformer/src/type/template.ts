import { Reading } from "importspy/dist/contract.cjs";
import type ts from "typescript";
import { rareChecks } from "../artifacts/runtime.js";
import type { TypeScript } from "../compiler/compiler.js";

/** Escapes special characters, and characters that a regular expression literal cannot contain. */
function escapePattern(text: string): string {
  const toUnits = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return text
    .replace(/[|\\/{}()[\]^$+*?.]/g, "\\$&")
    .replace(/\n/g, "\\n")
    .replace(/\r/g, "\\r")
    .replace(/[\u2028\u2029]|\p{Surrogate}/gu, toUnits);
}

/** Matches any text. */
const ANY = "[^]*";

/**
 * The pattern of a template whose holes are all `${string}`. Each text between two holes matches at its first place
 * only: a lookahead finds it, and the back reference takes it without backtracking. A later place is never needed,
 * because the next hole can take any text. With backtracking, each hole would multiply the time for a text that does
 * not match, up to hours for one megabyte.
 *
 * `` `${string}-${string}=${string}` `` → `^(?=([^]*?-))\1(?=([^]*?=))\2[^]*$`
 */
function patternOf(texts: readonly string[]): string {
  const [first = "", ...others] = texts.map(escapePattern);
  const last = others.pop();
  const between = others.filter(Boolean).map((text, index) => `(?=([^]*?${text}))\\${index + 1}`);
  return `^${first}${between.join("")}${last === undefined ? "" : ANY + last}$`;
}

/** The parts of a template: its texts, except empty ones, and for each hole the `Reading` flag of its type. */
function partsOf({ TypeFlags }: TypeScript, { texts, types }: ts.TemplateLiteralType): (string | number)[] {
  const readingOf = ({ flags }: ts.Type) =>
    flags & TypeFlags.Number ? Reading.number : flags & TypeFlags.BigInt ? Reading.bigint : Reading.string;
  const readings = types.map(readingOf);
  return texts.flatMap((text, index) => [...(text ? [text] : []), ...readings.slice(index, index + 1)]);
}

const isOfTexts = (parts: readonly (string | number)[]) =>
  parts.every((part) => typeof part === "string" || part === Reading.string);

/**
 * Writes the JavaScript expression that tests `input` against a template literal type.
 *
 * `` `https://${string}` `` → `/^https:\/\/[^]*$/.test(input)`
 * `` `v${number}` `` → `_isTemplate(input, "v", 2)`
 *
 * @param typescript - The compiler that made the type.
 * @param type - The type. Its holes are string, number or bigint.
 * @param use - Records the use of a runtime check, and returns its name.
 */
export function createTemplateTest(
  typescript: TypeScript,
  type: ts.TemplateLiteralType,
  use: (check: string) => string,
): string {
  const parts = partsOf(typescript, type);
  if (isOfTexts(parts)) return `/${patternOf(type.texts)}/.test(input)`;
  return `${use("_isTemplate")}(input, ${parts.map((part) => JSON.stringify(part)).join(", ")})`;
}

/** Whether a text matches a template literal type, by the check that runs at run time. */
export function matchesTemplate(typescript: TypeScript, type: ts.TemplateLiteralType, text: string): boolean {
  return rareChecks()._isTemplate(text, ...partsOf(typescript, type));
}
