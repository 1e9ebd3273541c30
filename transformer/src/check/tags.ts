import type ts from "typescript";
import type { Context } from "../analysis/context.js";
import { exportsOf } from "../artifacts/runtime.js";
import { suggest } from "../messages/suggest.js";
import { parseExpression } from "../type/expression.js";
import { hasNoMultiple, isEmptyRange, rangeOf } from "../type/range.js";
import { literalOf, readTags, type Tag, targetOf } from "../type/tags.js";
import { has } from "./types.js";

/** Whether a tag of the same kind comes before. */
const isStatedTwice = (tag: Tag, tags: readonly Tag[]) => tags.some(({ kind }) => kind === tag.kind);

/** The names of the runtime's check functions, which a tag can use with `$importInternal`. */
const runtimeChecks = () => [...exportsOf("guard"), ...exportsOf("formats")].filter((name) => /^_is[A-Z]/.test(name));

/** `_isFormatDateTime` → `date-time` */
function formatNames(): string[] {
  const names = runtimeChecks().filter((name) => name.startsWith("_isFormat"));
  return names.map((name) =>
    name
      .slice("_isFormat".length)
      .replace(/(?<=[a-z0-9])[A-Z]/g, (capital) => `-${capital}`)
      .toLowerCase(),
  );
}

/** The name in `$importInternal("isFormatUri")`, if the runtime has no function of that name. */
function unknownImportOf(validate: string): string | undefined {
  const imports = [...validate.matchAll(/\$import(\w+)\(\s*(["'`])(.*?)\2/g)];
  const isKnown = ([, kind, , name = ""]: RegExpExecArray) =>
    kind === "Internal" && runtimeChecks().includes(`_${name.replace(/^_/, "")}`);
  return imports.find((each) => !isKnown(each))?.[3];
}

/** The error of a regular expression with these flags; `undefined` for a valid one. */
function patternErrorOf(pattern: string, flags: string): string | undefined {
  try {
    new RegExp(pattern, flags);
    return undefined;
  } catch (error) {
    return `${(error as SyntaxError).message}.`;
  }
}

function mistakeOfPattern(pattern: string): string | undefined {
  const error = patternErrorOf(pattern, "u");
  if (!error || patternErrorOf(pattern, "")) return error;
  return `${error} Patterns have the flag 'u': there a '\\' stands before no character that means nothing special, and a brace or a bracket has its partner.`;
}

/** The mistake in the argument of a tag of the vocabulary. */
function mistakeOfArgument({ kind, value, isStandard }: Tag): string | undefined {
  if (!isStandard) return undefined;
  if (kind === "default") return "a tag beside another one would take its place; use 'Default<…>' of importspy.";
  if (kind === "contentMediaType")
    return "what media type a text is of cannot be checked; use 'Format<…>' or 'Pattern<…>'.";
  if (kind === "pattern") return mistakeOfPattern(String(value));
  if (kind === "multipleOf" && Number(value) === 0) return "nothing but 0 is a multiple of 0; write the literal '0'.";
  return typeof value === "number" && !Number.isFinite(value) ? `'${kind}' takes a finite number.` : undefined;
}

function mistakeOfTag(context: Context, base: ts.Type, tag: Tag, before: readonly Tag[]): string | undefined {
  const { kind, targets, validate } = tag;
  if (kind === undefined || validate === null) return "a tag takes literals, so that the build knows what to check.";
  const target = targetOf(context, base);
  if (!targets.includes(target)) return `'${kind}' is a tag for ${targets.join(" and ")}, not for ${target}.`;
  if (isStatedTwice(tag, before)) return `'${kind}' is stated twice; write the stricter one.`;
  if (kind === "secret" && base.isStringLiteral() && !base.value) return "a secret cannot be empty.";
  const wrongArgument = mistakeOfArgument(tag);
  if (wrongArgument || validate === undefined) return wrongArgument;
  // Only formats of the vocabulary need a runtime function of their name.
  if (tag.isStandard && kind !== "format") return undefined;
  const unknown = unknownImportOf(validate);
  if (unknown !== undefined) {
    return kind === "format"
      ? `'${tag.value}' is no format; ${suggest(String(tag.value), formatNames())}`
      : `there is no function '${unknown}' to import.`;
  }
  const parsed = parseExpression(context.ts, validate);
  return "mistake" in parsed ? `'${validate}' is no expression: ${parsed.mistake}.` : undefined;
}

/** Tags that exclude each other, so that the type has no values. */
function contradictionOf(tags: readonly Tag[], isInteger: boolean): string | undefined {
  const tagged = rangeOf(tags);
  const range = isInteger && !tagged.steps.length ? { ...tagged, steps: ["1"] } : tagged;
  const { least, most } = range;
  if (isEmptyRange(range) || hasNoMultiple(range)) {
    const from = `${least!.isExclusive ? "above" : "at least"} ${least!.value}`;
    const to = `${most!.isExclusive ? "below" : "at most"} ${most!.value}`;
    if (isEmptyRange(range)) return `nothing is ${from} and ${to}.`;
    const parts = range.steps.map((step) => (step === "1" ? "an integer" : `a multiple of ${step}`));
    return `nothing that is ${from} and ${to} is ${parts.join(" and ")}.`;
  }
  const argumentOf = (wanted: string) => tags.find(({ kind, isStandard }) => isStandard && kind === wanted)?.value;
  const longest = Number(argumentOf("maxLength") ?? Infinity);
  return longest < Math.max(0, Number(argumentOf("minLength") ?? 0)) ? "no text has such a length." : undefined;
}

/** Whether a literal has a tag other than `Secret`. The tag may exclude the literal: `5 & Maximum<3>`. */
function isTaggedLiteral({ ts }: Context, base: ts.Type, tags: readonly Tag[]): boolean {
  const asks = ({ kind, validate, isStandard }: Tag) => validate !== undefined && !(isStandard && kind === "secret");
  return has(base, ts.TypeFlags.Literal) && tags.some(asks);
}

/** The mistake in a type without its tags. */
function mistakeOfBase(context: Context, base: ts.Type): string | undefined {
  const { TypeFlags } = context.ts;
  if (has(base, TypeFlags.StringMapping)) return "types like 'Uppercase<…>' cannot be checked; use 'Pattern<…>'.";
  const value = literalOf(context, base);
  if (typeof value === "number" && !Number.isFinite(value)) return "no variable is read as such a number.";
  if (has(base, TypeFlags.Enum) && value === undefined) {
    return "a member of an enum that is computed has no value before the program runs; write literals.";
  }
  const isPlain = (part: ts.Type) => has(part, TypeFlags.String | TypeFlags.Number | TypeFlags.BigInt | TypeFlags.Any);
  return has(base, TypeFlags.TemplateLiteral) && !(base as ts.TemplateLiteralType).types.every(isPlain)
    ? "a template literal can hold string, number and bigint only; use 'Pattern<…>'."
    : undefined;
}

/** A part of a type that cannot be checked. */
export interface TypeMistake {
  readonly reason: string;
  /** The type of the wrong tag, if the mistake is in a tag. */
  readonly tag?: ts.Type;
}

/**
 * Finds a part of a variable's type that cannot be checked exactly. Ignoring it would admit more than the contract
 * says.
 *
 * @param context - The compiler and the program's checker.
 * @param type - A member of the variable's union.
 * @returns The first mistake.
 */
export function findTypeMistake(context: Context, type: ts.Type): TypeMistake | undefined {
  const { base, tags } = readTags(context, type);
  if (!base) return undefined;
  const wrongBase = mistakeOfBase(context, base);
  if (wrongBase) return { reason: wrongBase };
  if (isTaggedLiteral(context, base, tags)) {
    return { reason: "a literal takes no tag; write the literals that are admitted." };
  }
  for (const [index, tag] of tags.entries()) {
    const reason = mistakeOfTag(context, base, tag, tags.slice(0, index));
    if (reason) return { reason, tag: tag.type };
  }
  const contradiction = contradictionOf(tags, has(base, context.ts.TypeFlags.BigIntLike));
  return contradiction === undefined ? undefined : { reason: contradiction };
}
