import type ts from "typescript";
import type { Context } from "../analysis/context.js";
import { matchesTemplate } from "../type/template.js";
import { constituentsOf, has } from "./types.js";

/** One member of a pattern's union: texts of the type `is`, except those of the types `not`. */
export interface TextPattern {
  readonly is: ts.Type;
  readonly not: readonly ts.Type[];
}

/** The type argument of a `Not<…>` in an intersection. */
function negatedType({ checker }: Context, type: ts.Type): ts.Type | undefined {
  const property = checker.getPropertyOfType(type, "importspy.not");
  return property && checker.getNonNullableType(checker.getTypeOfSymbol(property));
}

/**
 * Reads the type of `importer.package` or `importer.module`: string literals, template literals and unions of them,
 * each optionally with `Not<…>`.
 *
 * @param context - The program.
 * @param type - The member's type.
 * @returns The union's members, or `undefined` when one of them is not a string type.
 */
export function readPatterns(context: Context, type: ts.Type): TextPattern[] | undefined {
  const { ts, checker } = context;
  const patterns: TextPattern[] = [];
  for (const constituent of constituentsOf(type)) {
    const parts = constituent.isIntersection() ? constituent.types : [constituent];
    const negated = parts.map((part) => (has(part, ts.TypeFlags.Object) ? negatedType(context, part) : undefined));
    const positive = parts.filter((_, index) => !negated[index]);
    if (!positive.every((part) => has(part, ts.TypeFlags.StringLike))) return undefined;
    const not = negated.filter((part) => part !== undefined);
    patterns.push({ is: positive[0] ?? checker.getStringType(), not });
  }
  return patterns;
}

/** Whether a validator can check the type: `${string}`, `${number}` and `${bigint}`, but not `Lowercase<…>`. */
function isCheckable({ ts }: Context, type: ts.Type): boolean {
  const { TypeFlags } = ts;
  if (!has(type, TypeFlags.TemplateLiteral)) return !has(type, TypeFlags.StringMapping);
  const plain = TypeFlags.String | TypeFlags.Number | TypeFlags.BigInt;
  return (type as ts.TemplateLiteralType).types.every((hole) => has(hole, plain));
}

/**
 * Finds a type in patterns that no validator can check.
 *
 * @param context - The program.
 * @param patterns - The patterns.
 */
export function findUncheckable(context: Context, patterns: readonly TextPattern[]): ts.Type | undefined {
  const types = patterns.flatMap(({ is, not }) => [is, ...not.flatMap(constituentsOf)]);
  return types.find((type) => !isCheckable(context, type));
}

/**
 * Whether a text matches one of the patterns. Templates are matched as the runtime does it: for TypeScript, `${number}`
 * also matches `0x10`.
 *
 * @param context - The program.
 * @param patterns - The patterns, without types that {@link findUncheckable} finds.
 * @param text - A package's name or a module's path.
 */
export function matches({ ts, checker }: Context, patterns: readonly TextPattern[], text: string): boolean {
  const literal = checker.getStringLiteralType(text);
  const isOf = (type: ts.Type): boolean =>
    constituentsOf(type).some((each) =>
      has(each, ts.TypeFlags.TemplateLiteral)
        ? matchesTemplate(ts, each as ts.TemplateLiteralType, text)
        : checker.isTypeAssignableTo(literal, each),
    );
  return patterns.some(({ is, not }) => isOf(is) && !not.some(isOf));
}

/**
 * Describes patterns in words, for diagnostics and refusals.
 *
 * @param context - The program.
 * @param patterns - The patterns.
 */
export function describePatterns({ checker, ts }: Context, patterns: readonly TextPattern[]): string {
  const print = (type: ts.Type) => checker.typeToString(type, undefined, ts.TypeFormatFlags.NoTruncation);
  return patterns
    .map(({ is, not }) => (not.length ? `${print(is)} but not ${not.map(print).join(" or ")}` : print(is)))
    .join(" | ");
}
