import type ts from "typescript";
import type { Context } from "../analysis/context.js";
import { decimalOf } from "../type/decimal.js";
import { type LiteralValue, readTags, type Tag } from "../type/tags.js";
import { constituentsOf, has, printType } from "./types.js";

/** `an email`, `an IRI`, `a uri`: "a" comes before a `u` that sounds like "you". */
function withArticle(noun: string): string {
  return /^([aeioI]|un(?!i))/.test(noun) ? `an ${noun}` : `a ${noun}`;
}

/** Nouns for formats whose name is not a noun. */
const FORMAT_NOUNS: Readonly<Record<string, string>> = {
  byte: "base64 text",
  "date-time": "date and time",
  "idn-email": "international email",
  "idn-hostname": "international hostname",
  ipv4: "IPv4 address",
  ipv6: "IPv6 address",
  iri: "IRI",
  "iri-reference": "IRI reference",
  "json-pointer": "JSON pointer",
  regex: "regular expression",
  "relative-json-pointer": "relative JSON pointer",
  "uri-reference": "uri reference",
  "uri-template": "uri template",
};

/** A number without exponent or rounding: JavaScript prints large integers as `1e+21` or with rounded digits. */
function numeralOf(value: LiteralValue): string {
  return typeof value === "number" && Number.isInteger(value) && Math.abs(value) < 1e30
    ? decimalOf(value)
    : String(value);
}

/** `from 3 to 5`, `of at least 3`, `of at most 5`, `of 4` */
function rangePhrase(from: LiteralValue | undefined, to: LiteralValue | undefined): string | undefined {
  if (from === undefined) return to === undefined ? undefined : `of at most ${numeralOf(to)}`;
  if (to === undefined) return `of at least ${numeralOf(from)}`;
  return from === to ? `of ${numeralOf(from)}` : `from ${numeralOf(from)} to ${numeralOf(to)}`;
}

/** `of 3 to 5 characters`, `of at least 1 character` */
function lengthPhrase(from: LiteralValue | undefined, to: LiteralValue | undefined): string | undefined {
  const range = rangePhrase(from, to)?.replace("from", "of");
  return range && `${range} ${/ 1$/.test(range) ? "character" : "characters"}`;
}

function phrasesOf(tags: readonly Tag[]): string {
  const values = new Map(tags.filter(({ isStandard }) => isStandard).map(({ kind, value }) => [kind, value]));
  const above = values.get("exclusiveMinimum");
  const below = values.get("exclusiveMaximum");
  const multiple = values.get("multipleOf");
  const pattern = values.get("pattern");
  const bounds = [
    lengthPhrase(values.get("minLength"), values.get("maxLength")),
    rangePhrase(values.get("minimum"), values.get("maximum")),
    above === undefined ? undefined : `above ${numeralOf(above)}`,
    below === undefined ? undefined : `below ${numeralOf(below)}`,
  ];
  const others = tags.filter(({ isStandard, validate }) => !isStandard && validate !== undefined);
  const rules = [
    multiple === undefined ? undefined : `is a multiple of ${numeralOf(multiple)}`,
    pattern === undefined ? undefined : `matches /${new RegExp(String(pattern), "u").source}/`,
    ...others.map(({ kind }) => `passes "${kind}"`),
  ];
  const join = (parts: readonly (string | undefined)[]) => parts.filter((part) => part !== undefined).join(" and ");
  const rule = join(rules);
  return [join(bounds), rule && `that ${rule}`].filter(Boolean).join(" ");
}

/** `` `https://${string}` `` as it is written: TypeScript's own text escapes all characters outside of ASCII. */
function templateText(context: Context, { texts, types }: ts.TemplateLiteralType): string {
  const holes = types.map((type) => `\${${printType(context, type)}}`);
  const text = texts.map((each, index) => each + (holes[index] ?? "")).join("");
  return `\`${text.replace(/[\n\r\t]/g, (space) => JSON.stringify(space).slice(1, -1))}\``;
}

/** A literal as it is written in the environment. */
function literalText(context: Context, type: ts.Type): string | undefined {
  if (type.isStringLiteral()) return JSON.stringify(type.value);
  if (type.isNumberLiteral()) return numeralOf(type.value);
  if (has(type, context.ts.TypeFlags.BigIntLiteral)) return printType(context, type).replace(/n$/, "");
  return has(type, context.ts.TypeFlags.TemplateLiteral)
    ? templateText(context, type as ts.TemplateLiteralType)
    : undefined;
}

/** The noun of a type that is not a literal, without its article. */
function nounOf({ ts: { TypeFlags } }: Context, base: ts.Type, tags: readonly Tag[]): string {
  const standard = tags.filter(({ isStandard }) => isStandard);
  const isSecret = standard.some(({ kind }) => kind === "secret");
  const named = standard.find(({ kind }) => kind === "format" || kind === "type");
  const value = named && String(named.value);
  const noun =
    (value && (FORMAT_NOUNS[value] ?? value)) ||
    (has(base, TypeFlags.NumberLike) ? "decimal number" : has(base, TypeFlags.BigIntLike) ? "integer" : "string");
  if (!isSecret) return noun;
  return noun === "string" ? "secret" : `secret ${noun}`;
}

/** The texts that stand for `true` and `false` in the environment. */
function booleanTexts(context: Context, base: ts.Type): string[] {
  if (!has(base, context.ts.TypeFlags.BooleanLiteral)) return ["true", "false", "1", "0"];
  return printType(context, base) === "true" ? ["true", "1"] : ["false", "0"];
}

function describeConstituent(context: Context, type: ts.Type): string[] {
  const { base = type, tags } = readTags(context, type);
  const phrases = phrasesOf(tags);
  const withPhrases = (text: string) => (phrases ? `${text} ${phrases}` : text);
  if (has(base, context.ts.TypeFlags.BooleanLike)) return booleanTexts(context, base).map(withPhrases);
  return [withPhrases(literalText(context, base) ?? withArticle(nounOf(context, base, tags)))];
}

/**
 * Describes the type of a variable in words, for diagnostics and refusals.
 *
 * @param context - The program.
 * @param type - The type, without `undefined`.
 * @returns For example `"a uint32 of at most 65535"` or `"\"debug\" | \"info\""`.
 */
export function describe(context: Context, type: ts.Type): string {
  const constituents = constituentsOf(type);
  const parts = [...new Set(constituents.flatMap((part) => describeConstituent(context, part)))];
  const baseOf = (part: ts.Type) => readTags(context, part).base ?? part;
  const isBoolean = constituents.every((part) => has(baseOf(part), context.ts.TypeFlags.BooleanLike));
  if (!isBoolean) return parts.join(" | ");
  // `true, false, 1 or 0`
  const order = ["true", "false", "1", "0"];
  const sorted = parts.sort((a, b) => order.indexOf(a) - order.indexOf(b));
  return `${sorted.slice(0, -1).join(", ")} or ${sorted.at(-1)}`;
}
