import type ts from "typescript";
import type { Context } from "../analysis/context.js";
import { spanOf } from "../analysis/context.js";
import type { Span } from "../analysis/model.js";

/** The program, and the types that already have an error. */
export interface Checking extends Context {
  /** Whether TypeScript has reported the type, for example because a name in it does not resolve. */
  isReported(type: ts.Type): boolean;
}

/** A member of an object type. Its type is without the `undefined` that means "optional". */
export interface Member {
  readonly name: string;
  /** Whether the name is a string, not a symbol or a `#private` name. */
  readonly hasText: boolean;
  readonly type: ts.Type;
  readonly optional: boolean;
  /** The spans of the member's name and of its type. */
  readonly nameSpan: Span;
  readonly valueSpan: Span;
  /** The node at `valueSpan`, if it is in the contract's file. */
  readonly valueNode: ts.Node | undefined;
  /** The node of the member's type, in any file. */
  readonly declaredNode: ts.Node | undefined;
}

/** The members of a union; for any other type, the type itself. */
export function constituentsOf(type: ts.Type): readonly ts.Type[] {
  return type.isUnion() ? type.types : [type];
}

export function has(type: ts.Type, flags: ts.TypeFlags): boolean {
  return (type.flags & flags) !== 0;
}

/**
 * The text of a type as in TypeScript's own messages. `$i0`, the alias that wraps the contract's type, is not printed.
 */
export function printType({ checker, ts }: Context, type: ts.Type): string {
  const { NoTruncation, InTypeAlias } = ts.TypeFormatFlags;
  const flags = type.aliasSymbol?.name === "$i0" ? NoTruncation | InTypeAlias : NoTruncation;
  return checker.typeToString(type, undefined, flags);
}

/** A member's declaration: `name: type`, or `name: value` of a value that `typeof` refers to. */
interface Written extends ts.Node {
  readonly name?: ts.Node;
  readonly type?: ts.Node;
  readonly initializer?: ts.Node;
}

function writtenValue({ ts }: Context, { type, initializer }: Written): ts.Node | undefined {
  const node = type ?? initializer;
  return node && !ts.isFunctionLike(node.parent) ? node : undefined;
}

/** Reads `undefined` from the syntax, because without `strictNullChecks` the checker drops it from unions. */
function writesUndefined({ ts }: Context, node: ts.Node | undefined): boolean {
  return (
    node !== undefined &&
    ts.isUnionTypeNode(node) &&
    node.types.some(({ kind }) => kind === ts.SyntaxKind.UndefinedKeyword)
  );
}

function toMember(context: Context, symbol: ts.Symbol, fallback: Span): Member {
  const { ts, checker } = context;
  const declarations: readonly Written[] = symbol.declarations ?? [];
  const written = declarations.find((node) => node.getSourceFile() === fallback.file);
  const [elsewhere] = declarations;
  const valueNode = written && writtenValue(context, written);
  // Escaped names of symbols and `#p`: `__@iterator@1`, `__#1@#p`. TypeScript escapes a string `__@a` as `___@a`.
  const hasText = !/^__[@#]/.test(String(symbol.escapedName));
  const name = hasText ? symbol.name : (elsewhere?.name?.getText() ?? symbol.name);
  const around: Span =
    written || !elsewhere
      ? fallback
      : { ...fallback, declaration: { name, span: spanOf(elsewhere.name ?? elsewhere) } };
  const declared = checker.getTypeOfSymbol(symbol);
  const constituents = constituentsOf(declared);
  const isUndefined = (type: ts.Type) => has(type, ts.TypeFlags.Undefined);
  const absent = (declared.isUnion() && constituents.some(isUndefined)) || writesUndefined(context, valueNode);
  const isOptional = (symbol.flags & ts.SymbolFlags.Optional) !== 0;
  return {
    name,
    hasText,
    type: absent
      ? withoutUndefined(context, declared)
      : isOptional && isUndefined(declared)
        ? checker.getNeverType()
        : declared,
    optional: absent || isOptional,
    nameSpan: written?.name ? spanOf(written.name, fallback.file) : around,
    valueSpan: valueNode ? spanOf(valueNode, fallback.file) : written ? spanOf(written, fallback.file) : around,
    valueNode,
    declaredNode: valueNode ?? (elsewhere && writtenValue(context, elsewhere)),
  };
}

/**
 * The members of an object type.
 *
 * @param context - The program.
 * @param type - An object type or an intersection of object types.
 * @param fallback - The span to report for a member that another file declares.
 */
export function membersOf(context: Context, type: ts.Type, fallback: Span): Member[] {
  return context.checker.getPropertiesOfType(type).map((symbol) => toMember(context, symbol, fallback));
}

/** The values of a string literal or a union of them; `undefined` for any other type. */
export function stringLiteralsOf(type: ts.Type): string[] | undefined {
  const texts: string[] = [];
  for (const constituent of constituentsOf(type)) {
    if (!constituent.isStringLiteral()) return undefined;
    texts.push(constituent.value);
  }
  return texts;
}

/** The span of one literal in a member's union, so that a mistake is reported at that literal. */
export function literalSpan({ ts }: Context, { valueNode, valueSpan }: Member, text: string): Span {
  const find = (node: ts.Node): ts.Node | undefined =>
    ts.isStringLiteralLike(node) && node.text === text ? node : ts.forEachChild(node, find);
  const literal = valueNode && find(valueNode);
  return literal ? spanOf(literal, valueSpan.file) : valueSpan;
}

/** The span of a type in a member, so that a mistake in a tag is reported at that tag. */
export function typeSpan({ ts, checker }: Context, { valueNode, valueSpan }: Member, type: ts.Type): Span {
  const find = (node: ts.Node): ts.Node | undefined =>
    ts.isTypeReferenceNode(node) && checker.getTypeFromTypeNode(node) === type ? node : ts.forEachChild(node, find);
  const written = valueNode && find(valueNode);
  return written ? spanOf(written, valueSpan.file) : valueSpan;
}

/** Whether a type is `never`. For an intersection of objects that exclude each other, only a comparison shows it. */
export function isNever({ checker, ts }: Context, type: ts.Type): boolean {
  const isReduced = () => type.isIntersection() && checker.isTypeAssignableTo(type, checker.getNeverType());
  return has(type, ts.TypeFlags.Never) || isReduced();
}

/**
 * Whether a member needs no further check, because its type is `never` or already has an error. Reports `never`.
 *
 * @param mayBeAbsent - Whether there are environments without the fact.
 */
export function isSettled(
  context: Checking,
  { type, valueSpan, optional }: Member,
  path: string,
  mayBeAbsent = true,
): boolean {
  const isImpossible = isNever(context, type);
  if (isImpossible) context.report(optional && mayBeAbsent ? "onlyAbsent" : "neverAdmits", valueSpan, `'${path}'`);
  return isImpossible || context.isReported(type);
}

/** `T` of `T | undefined`. `null` is kept, because it is a mistake. */
function withoutUndefined({ checker, ts }: Context, type: ts.Type): ts.Type {
  const isNullable = constituentsOf(type).some((constituent) => has(constituent, ts.TypeFlags.Null));
  return isNullable ? type : checker.getNonNullableType(type);
}
