/** The types of variables, as data, and as TypeScript. */

/** A tag of the vocabulary, or of an author's own. */
export type Tag =
  | {
      readonly tag: "Minimum" | "ExclusiveMinimum" | "Maximum" | "ExclusiveMaximum" | "MultipleOf";
      readonly value: number | bigint;
    }
  | { readonly tag: "Type"; readonly value: "int32" | "uint32" | "int64" | "uint64" | "float" | "double" }
  | { readonly tag: "MinLength" | "MaxLength"; readonly value: number }
  | { readonly tag: "Pattern" | "Format"; readonly value: string }
  | { readonly tag: "Silent"; readonly text: string }
  | { readonly tag: "Own"; readonly name: string; readonly validate: string; holds(value: never): unknown };

export type Kind = "string" | "number" | "bigint" | "boolean";

/** What stands in the hole of a template. */
export type Hole = "string" | "number" | "bigint";

export type Type =
  | { readonly kind: Kind; readonly tags: readonly Tag[] }
  | { readonly literal: string | number | bigint | boolean }
  | {
      readonly template: readonly ({ readonly text: string } | { readonly hole: Hole })[];
      readonly tags: readonly Tag[];
    }
  | { readonly secret: Type }
  | { readonly union: readonly Type[] }
  /** A type of this name, declared beside the contract. */
  | { readonly name: string; readonly of: Type };

/** A number as TypeScript has it: without exponents where it is an integer, since those may be rounded. */
const numberText = (value: number | bigint): string =>
  typeof value === "bigint" ? `${value}n` : Number.isInteger(value) ? String(BigInt(value)) : String(value);

/** A text as a literal that a doc comment can hold. */
export const stringText = (text: string): string => JSON.stringify(text).replaceAll("*/", "*\\u002f");

function tagText(tag: Tag, target: string): string {
  switch (tag.tag) {
    case "Silent":
      return tag.text;
    case "Own":
      return `TagBase<{ target: "${target}"; kind: "${tag.name}"; value: undefined; validate: ${stringText(tag.validate)} }>`;
    default:
      return `${tag.tag}<${typeof tag.value === "string" ? stringText(tag.value) : numberText(tag.value)}>`;
  }
}

const withTags = (text: string, tags: readonly Tag[], target: string): string =>
  tags.length ? `(${[text, ...tags.map((tag) => tagText(tag, target))].join(" & ")})` : text;

const templateText = (text: string): string =>
  stringText(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("`", "\\`").replaceAll("${", "\\${");

/** A type as TypeScript writes it. */
export function textOf(type: Type): string {
  if ("kind" in type) return withTags(type.kind, type.tags, type.kind);
  if ("template" in type) {
    const parts = type.template.map((part) => ("text" in part ? templateText(part.text) : `\${${part.hole}}`));
    return withTags(`\`${parts.join("")}\``, type.tags, "string");
  }
  if ("secret" in type) return `Secret<${textOf(type.secret)}>`;
  if ("union" in type) return `(${type.union.map(textOf).join(" | ")})`;
  if ("name" in type) return type.name;
  return typeof type.literal === "string"
    ? stringText(type.literal)
    : typeof type.literal === "boolean"
      ? String(type.literal)
      : numberText(type.literal);
}
