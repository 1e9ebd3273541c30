import type ts from "typescript";
import { internalFile } from "../compiler.js";
import type { Context } from "../context.js";
import { exportsOf } from "../runtime.js";
import { readTags, type Tag, targetOf } from "../tags.js";
import { suggest } from "./suggest.js";
import { has } from "./types.js";

/** The kinds of which a second one beside the first is a mistake. */
const isStatedTwice = (tag: Tag, tags: readonly Tag[]) => tags.some(({ kind }) => kind === tag.kind);

/** What the runtime has for `$importInternal`. */
const runtimeFunctions = () => [...exportsOf("guard"), ...exportsOf("formats")];

/** `_isFormatDateTime` → `date-time` */
function formatNames(): string[] {
  const names = runtimeFunctions().filter((name) => name.startsWith("_isFormat"));
  return names.map((name) =>
    name
      .slice("_isFormat".length)
      .replace(/(?<=[a-z0-9])[A-Z]/g, (capital) => `-${capital}`)
      .toLowerCase(),
  );
}

/** `$importInternal("isFormatUri")`: the names must be ones that the runtime has. */
function unknownFunctionOf(validate: string): string | undefined {
  const names = [...validate.matchAll(/\$importInternal\(\s*(["'`])(.*?)\1\s*\)/g)].map(([, , name = ""]) => name);
  return names.find((name) => !runtimeFunctions().includes(`_${name.replace(/^_/, "")}`));
}

/** `undefined` for an expression. */
function syntaxErrorOf({ ts }: Context, validate: string): string | undefined {
  const file = ts.createSourceFile("validate.ts", `(${validate});`, ts.ScriptTarget.Latest);
  const [error] = internalFile(file).parseDiagnostics;
  if (!error && file.statements.length > 1) return "it goes on behind a ';'";
  return error && ts.flattenDiagnosticMessageText(error.messageText, " ").replace(/\.$/, "");
}

function patternErrorOf({ kind, value }: Tag): string | undefined {
  if (kind !== "pattern") return undefined;
  try {
    new RegExp(String(value));
    return undefined;
  } catch (error) {
    return `${(error as SyntaxError).message}.`;
  }
}

function mistakeOfTag(context: Context, base: ts.Type, tag: Tag, before: readonly Tag[]): string | undefined {
  const { kind, targets, validate } = tag;
  if (kind === undefined || validate === null) return "a tag takes literals, so that the build knows what to check.";
  const target = targetOf(context, base);
  if (!targets.includes(target)) return `'${kind}' is a tag for ${targets.join(" and ")}, not for ${target}.`;
  if (isStatedTwice(tag, before)) return `'${kind}' is stated twice; write the stricter one.`;
  if (kind === "secret" && base.isStringLiteral() && !base.value) return "a secret cannot be empty.";
  const patternError = patternErrorOf(tag);
  if (patternError || validate === undefined) return patternError;
  const unknown = unknownFunctionOf(validate);
  if (unknown !== undefined) {
    return kind === "format"
      ? `'${tag.value}' is no format; ${suggest(String(tag.value), formatNames())}`
      : `there is no function '${unknown}' to import.`;
  }
  const syntaxError = syntaxErrorOf(context, validate);
  return syntaxError && `'${validate}' is no expression: ${syntaxError}.`;
}

/** A literal that its own tag excludes would be admitted, or never: `5 & Maximum<3>`. */
function isTaggedLiteral({ ts }: Context, base: ts.Type, tags: readonly Tag[]): boolean {
  const isLiteral = has(base, ts.TypeFlags.Literal);
  return isLiteral && tags.some(({ kind, validate }) => validate !== undefined && kind !== "secret");
}

/**
 * Checks the tags of a variable's type: typia drops what it cannot read, and so would admit more than the contract.
 *
 * @param context - The compiler and the program's checker.
 * @param type - A member of the variable's union.
 * @returns What is wrong with the first wrong tag.
 */
export function findTagMistake(context: Context, type: ts.Type): string | undefined {
  const { base, tags } = readTags(context, type);
  if (!base) return undefined;
  const { TypeFlags } = context.ts;
  if (has(base, TypeFlags.StringMapping)) return "types like 'Uppercase<…>' cannot be checked; use 'Pattern<…>'.";
  if (isTaggedLiteral(context, base, tags)) return "a literal takes no tag; write the literals that are admitted.";
  if (has(base, TypeFlags.TemplateLiteral)) {
    const isPlain = (part: ts.Type) =>
      has(part, TypeFlags.String | TypeFlags.Number | TypeFlags.BigInt | TypeFlags.Any);
    const { types } = base as ts.TemplateLiteralType;
    if (!types.every(isPlain)) return "a template literal can hold string, number and bigint only; use 'Pattern<…>'.";
  }
  for (const [index, tag] of tags.entries()) {
    const mistake = mistakeOfTag(context, base, tag, tags.slice(0, index));
    if (mistake) return mistake;
  }
  return undefined;
}
