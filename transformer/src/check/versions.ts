import type ts from "typescript";
import type { CheckedCondition } from "../analysis/model.js";
import { isAnyVersion, isEmptyVersions } from "../compare/ranges.js";
import { Range } from "../type/semver.js";
import { type Checking, has, isSettled, literalSpan, type Member, printType, stringLiteralsOf } from "./types.js";

/** A compiled range and its text. */
interface VersionRange {
  readonly expected: string;
  /** The range in the syntax of npm's semver; absent when any version is admitted. */
  readonly semver?: string;
  readonly range: readonly (readonly string[])[];
}

/**
 * Compiles a semver range to the comparators that the runtime reads.
 *
 * @param text - The range, in the syntax of npm's semver.
 * @param prereleases - Whether a range also admits prereleases, as npm does for `engines`.
 * @returns `undefined` when the text is not a range.
 */
export function compileRange(text: string, prereleases: boolean): readonly (readonly string[])[] | undefined {
  try {
    const { set } = new Range(text, { includePrerelease: prereleases });
    return set.map((comparators) =>
      comparators.map(({ value }) => value.replace(/^[<>=]*(?=\d)/, (operator) => `${operator || "="} `)),
    );
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

/** Runtimes without a version. Only `true` and `*` admit them. */
const VERSIONLESS: readonly string[] = ["workerd", "edge-light", "browser"];

function isTrue(context: Checking, type: ts.Type): boolean {
  return has(type, context.ts.TypeFlags.BooleanLiteral) && context.checker.typeToString(type) === "true";
}

function checkRange(context: Checking, member: Member, isRuntime: boolean): VersionRange | undefined {
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
    if (!range) report("invalidRange", literalSpan(context, member, text), text);
  }
  if (compiled.some(({ range }) => !range)) return undefined;
  const empty = texts.filter(isEmptyVersions);
  for (const text of empty) report("emptyRange", literalSpan(context, member, text), text);
  if (empty.length) return undefined;
  if (isRuntime && VERSIONLESS.includes(member.name) && !texts.some(isAnyVersion)) {
    report("versionlessRuntime", member.valueSpan, member.name, texts.join(" || "));
    return undefined;
  }
  const semver = texts.join(" || ") || "*";
  return { expected: semver, semver, range: compiled.flatMap(({ range }) => range!) };
}

/**
 * Checks a member whose value is a semver range.
 *
 * @param context - The program; its report receives the mistakes.
 * @param field - The field that holds the member.
 * @param member - The member.
 * @returns The condition; `undefined` when a mistake was reported.
 */
export function checkVersion(
  context: Checking,
  field: "runtime" | "packages",
  member: Member,
): CheckedCondition | undefined {
  if (isSettled(context, member, `${field}.${member.name}`)) return undefined;
  const version = checkRange(context, member, field === "runtime");
  return version && { path: `${field}.${member.name}`, optional: member.optional, span: member.valueSpan, ...version };
}
