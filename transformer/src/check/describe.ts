import type ts from "typescript";
import type { Context } from "../context.js";
import { constituentsOf, has, printType } from "./types.js";

/** A tag, as far as it can be put in words. */
interface Tag {
  readonly kind: string;
  readonly value: string | number | bigint | boolean | undefined;
}

function literalValue({ checker }: Context, type: ts.Type | undefined): Tag["value"] {
  if (!type) return undefined;
  if (type.isLiteral())
    return typeof type.value === "object" ? BigInt(checker.typeToString(type).slice(0, -1)) : type.value;
  const text = checker.typeToString(type);
  return text === "true" ? true : text === "false" ? false : undefined;
}

function tagOf(context: Context, type: ts.Type): Tag | undefined {
  const { checker } = context;
  const tag = checker.getPropertyOfType(type, "typia.tag");
  if (!tag) return undefined;
  const properties = checker.getNonNullableType(checker.getTypeOfSymbol(tag));
  const read = (name: string) => {
    const property = checker.getPropertyOfType(properties, name);
    return property && literalValue(context, checker.getTypeOfSymbol(property));
  };
  return { kind: String(read("kind")), value: read("value") };
}

/** `an email`, `a uri`: before a `u` that sounds like "you" stands "a". */
function withArticle(noun: string): string {
  return /^([aeio]|un(?!i))/.test(noun) ? `an ${noun}` : `a ${noun}`;
}

/** Tags that replace the noun: `string & Format<"uri">` is "a uri". */
const NOUN_TAGS = new Set(["format", "type"]);

const PHRASES: Readonly<Record<string, (value: Tag["value"]) => string>> = {
  pattern: (value) => `that matches /${String(value)}/`,
  minLength: (value) => `of at least ${value} characters`,
  maxLength: (value) => `of at most ${value} characters`,
  minimum: (value) => `of at least ${value}`,
  maximum: (value) => `of at most ${value}`,
  exclusiveMinimum: (value) => `above ${value}`,
  exclusiveMaximum: (value) => `below ${value}`,
  multipleOf: (value) => `that is a multiple of ${value}`,
};

/** Tags that only tools for schemas read. */
const SILENT_TAGS = new Set([
  "default",
  "example",
  "examples",
  "constant",
  "sequence",
  "contentMediaType",
  "jsonPlugin",
]);

function nounOf(context: Context, type: ts.Type): string {
  const { TypeFlags } = context.ts;
  if (type.isStringLiteral() || type.isNumberLiteral()) return JSON.stringify(type.value);
  if (has(type, TypeFlags.BigIntLiteral | TypeFlags.TemplateLiteral | TypeFlags.StringMapping))
    return printType(context, type);
  if (has(type, TypeFlags.StringLike)) return "a string";
  if (has(type, TypeFlags.NumberLike)) return "a decimal number";
  if (has(type, TypeFlags.BigIntLike)) return "an integer";
  return "true, false, 1 or 0";
}

function describeTagged(context: Context, type: ts.IntersectionType): string {
  const tags = type.types.map((part) => tagOf(context, part));
  const base = type.types.find((_, index) => !tags[index])!;
  const known = tags.filter((tag) => tag !== undefined);
  const nounTag = known.find(({ kind }) => NOUN_TAGS.has(kind));
  const isSecret = known.some(({ kind }) => kind === "secret");
  const noun = nounTag
    ? withArticle(String(nounTag.value))
    : isSecret && has(base, context.ts.TypeFlags.String)
      ? "a secret"
      : nounOf(context, base);
  const phrases = known
    .filter(({ kind }) => !NOUN_TAGS.has(kind) && !SILENT_TAGS.has(kind) && kind !== "secret")
    .map(({ kind, value }) => PHRASES[kind]?.(value) ?? `that passes "${kind}"`);
  return [noun, phrases.join(" and ")].filter(Boolean).join(" ");
}

/**
 * Puts the type of a variable in words, for diagnostics and refusals.
 *
 * @param context - The program.
 * @param type - The type, without `undefined`.
 * @returns For instance `"a uint32 of at most 65535"` or `"\"debug\" | \"info\""`.
 */
export function describe(context: Context, type: ts.Type): string {
  const { TypeFlags } = context.ts;
  const parts = constituentsOf(type).map((part) =>
    part.isIntersection() ? describeTagged(context, part) : nounOf(context, part),
  );
  if (constituentsOf(type).every((part) => has(part, TypeFlags.BooleanLiteral)) && parts.length === 1) {
    return printType(context, type) === "true" ? "true or 1" : "false or 0";
  }
  return [...new Set(parts)].join(" | ");
}
