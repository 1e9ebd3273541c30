import { Reading } from "importspy/dist/contract.cjs";
import type ts from "typescript";
import { rareChecks } from "../artifacts/runtime.js";
import type { TypeScript } from "../compiler/compiler.js";

/** Characters that mean something in a pattern, or that no regular expression literal in a file can hold. */
function escapePattern(text: string): string {
  const toUnits = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return text
    .replace(/[|\\/{}()[\]^$+*?.]/g, "\\$&")
    .replace(/\n/g, "\\n")
    .replace(/\r/g, "\\r")
    .replace(/[\u2028\u2029]|\p{Surrogate}/gu, toUnits);
}

/** Any text. */
const ANY = "[^]*";

/**
 * The pattern of a template whose holes take any text. What stands between two of them is looked for once, at its first
 * place, and at no other when the rest does not match: whatever stands before a later place, the next hole takes. Else
 * each such hole would multiply the time for a text that does not match, to hours for one of a megabyte.
 *
 * `` `${string}-${string}=${string}` `` → `^(?=([^]*?-))\1(?=([^]*?=))\2[^]*$`
 */
function patternOf(texts: readonly string[]): string {
  const [first = "", ...others] = texts.map(escapePattern);
  const last = others.pop();
  const between = others.filter(Boolean).map((text, index) => `(?=([^]*?${text}))\\${index + 1}`);
  return `^${first}${between.join("")}${last === undefined ? "" : ANY + last}$`;
}

/** The parts of a template: texts that are not empty, and the flag of the reading of each hole. */
function partsOf({ TypeFlags }: TypeScript, { texts, types }: ts.TemplateLiteralType): (string | number)[] {
  const readingOf = ({ flags }: ts.Type) =>
    flags & TypeFlags.Number ? Reading.number : flags & TypeFlags.BigInt ? Reading.bigint : Reading.string;
  const readings = types.map(readingOf);
  return texts.flatMap((text, index) => [...(text ? [text] : []), ...readings.slice(index, index + 1)]);
}

const isOfTexts = (parts: readonly (string | number)[]) =>
  parts.every((part) => typeof part === "string" || part === Reading.string);

/**
 * Makes the test of a template literal type over `input`.
 *
 * `` `https://${string}` `` → `/^https:\/\/[^]*$/.test(input)`
 * `` `v${number}` `` → `_isTemplate(input, "v", 2)`
 *
 * @param typescript - The compiler that made the type.
 * @param type - The type; its holes hold string, number and bigint only.
 * @param use - Makes known that a check of the runtime is used.
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

/** Whether a text is of a template literal type, as it will be judged when the program runs. */
export function matchesTemplate(typescript: TypeScript, type: ts.TemplateLiteralType, text: string): boolean {
  return rareChecks()._isTemplate(text, ...partsOf(typescript, type));
}
