import { Range } from "semver";
import type ts from "typescript";
import type { Context } from "../context.js";
import type { CheckedCondition, Span } from "../model.js";
import { constituentsOf, has, type Member, printType, stringLiteralsOf } from "./types.js";

/** A compiled range and its text. */
interface VersionRange {
  readonly expected: string;
  readonly range: readonly (readonly string[])[];
}

/**
 * Compiles a semver range, the shape of which the runtime reads.
 *
 * @param text - The range, as npm's semver reads it.
 * @param prereleases - Whether a prerelease counts like a release, as npm decides for `engines`.
 * @returns `undefined` when the text is no range.
 */
export function compileRange(text: string, prereleases: boolean): readonly (readonly string[])[] | undefined {
  try {
    const { set } = new Range(text, { includePrerelease: prereleases });
    return set.map((comparators) => comparators.map((comparator) => comparator.value));
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

function isTrue(context: Context, type: ts.Type): boolean {
  return has(type, context.ts.TypeFlags.BooleanLiteral) && context.checker.typeToString(type) === "true";
}

/** Where a literal stands, so that a mistake in one of a union points at that one. */
function literalSpan(span: Span, text: string): Span {
  const written = span.file.text.slice(span.start, span.start + span.length);
  const offset = Math.max(written.indexOf(`"${text}"`), written.indexOf(`'${text}'`));
  return offset < 0 || !text ? span : { file: span.file, start: span.start + offset, length: text.length + 2 };
}

function checkRange(context: Context, member: Member, isRuntime: boolean): VersionRange | undefined {
  const { report } = context;
  if (isRuntime && isTrue(context, member.type)) return { expected: "any version", range: [[""]] };
  const texts = stringLiteralsOf(member.type);
  if (!texts) {
    const found = printType(context, member.type);
    report("notARange", member.valueSpan, member.name, found, isRuntime ? " or `true`" : "");
    return undefined;
  }
  const compiled = texts.map((text) => ({ text, range: compileRange(text, isRuntime) }));
  for (const { text, range } of compiled) {
    if (!range) report("invalidRange", literalSpan(member.valueSpan, text), text);
  }
  if (compiled.some(({ range }) => !range)) return undefined;
  return { expected: texts.join(" || ") || "*", range: compiled.flatMap(({ range }) => range!) };
}

/**
 * Checks a member whose value is a semver range.
 *
 * @param context - The program and its report.
 * @param field - The field that holds the member.
 * @param member - The member.
 * @returns The condition, or `undefined` after reporting why there is none.
 */
export function checkVersion(
  context: Context,
  field: "runtime" | "packages",
  member: Member,
): CheckedCondition | undefined {
  if (constituentsOf(member.type).some((type) => has(type, context.ts.TypeFlags.Never))) {
    context.report("neverAdmits", member.valueSpan, `'${field}.${member.name}'`);
    return undefined;
  }
  const version = checkRange(context, member, field === "runtime");
  return version && { path: `${field}.${member.name}`, optional: member.optional, span: member.valueSpan, ...version };
}
