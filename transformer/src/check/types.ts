import type ts from "typescript";
import type { Context } from "../analysis/context.js";
import { spanOf } from "../analysis/context.js";
import type { Span } from "../analysis/model.js";

/** What the checks work with. */
export interface Checking extends Context {
  /** Whether a type is wrong for a reason that TypeScript has given: a name does not resolve. */
  isReported(type: ts.Type): boolean;
}

/** A member of an object type, without the `undefined` that stands for "may be absent". */
export interface Member {
  readonly name: string;
  /** Whether the name is a text, and neither a symbol nor private to a class. */
  readonly hasText: boolean;
  readonly type: ts.Type;
  readonly optional: boolean;
  /** Where the member is written: its name, and what it is. */
  readonly nameSpan: Span;
  readonly valueSpan: Span;
  /** What is written at `valueSpan`, when it is in the contract's file. */
  readonly valueNode: ts.Node | undefined;
  /** What is written for it, be it in the contract's file or elsewhere. */
  readonly declaredNode: ts.Node | undefined;
}

/** The members of a union, or the type alone. */
export function constituentsOf(type: ts.Type): readonly ts.Type[] {
  return type.isUnion() ? type.types : [type];
}

/** Whether a type has one of the flags. */
export function has(type: ts.Type, flags: ts.TypeFlags): boolean {
  return (type.flags & flags) !== 0;
}

/** The text of a type, as TypeScript prints it in its own messages. The contract's own alias is none of the author's. */
export function printType({ checker, ts }: Context, type: ts.Type): string {
  const { NoTruncation, InTypeAlias } = ts.TypeFormatFlags;
  const flags = type.aliasSymbol?.name === "$i0" ? NoTruncation | InTypeAlias : NoTruncation;
  return checker.typeToString(type, undefined, flags);
}

/** A member's declaration, as far as it is written out: `name: type` or, behind `typeof`, `name: value`. */
interface Written extends ts.Node {
  readonly name?: ts.Node;
  readonly type?: ts.Node;
  readonly initializer?: ts.Node;
}

function writtenValue({ ts }: Context, { type, initializer }: Written): ts.Node | undefined {
  const node = type ?? initializer;
  return node && !ts.isFunctionLike(node.parent) ? node : undefined;
}

/** Without `strictNullChecks` the checker drops `undefined` from unions. */
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
  // `__@iterator@1` and `__#1@#p`; a text that starts so has one more `_`.
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
 * @param type - An object type or an intersection of such.
 * @param fallback - Where to point for a member that is written in another file than the contract.
 */
export function membersOf(context: Context, type: ts.Type, fallback: Span): Member[] {
  return context.checker.getPropertiesOfType(type).map((symbol) => toMember(context, symbol, fallback));
}

/** The literal texts of a string literal or a union of them; `undefined` when it is anything else. */
export function stringLiteralsOf(type: ts.Type): string[] | undefined {
  const texts: string[] = [];
  for (const constituent of constituentsOf(type)) {
    if (!constituent.isStringLiteral()) return undefined;
    texts.push(constituent.value);
  }
  return texts;
}

/** Where a literal of a member stands, so that a mistake in one of a union points at that one. */
export function literalSpan({ ts }: Context, { valueNode, valueSpan }: Member, text: string): Span {
  const find = (node: ts.Node): ts.Node | undefined =>
    ts.isStringLiteralLike(node) && node.text === text ? node : ts.forEachChild(node, find);
  const literal = valueNode && find(valueNode);
  return literal ? spanOf(literal, valueSpan.file) : valueSpan;
}

/** Where a type is written in a member, so that a mistake in one tag points at that tag. */
export function typeSpan({ ts, checker }: Context, { valueNode, valueSpan }: Member, type: ts.Type): Span {
  const find = (node: ts.Node): ts.Node | undefined =>
    ts.isTypeReferenceNode(node) && checker.getTypeFromTypeNode(node) === type ? node : ts.forEachChild(node, find);
  const written = valueNode && find(valueNode);
  return written ? spanOf(written, valueSpan.file) : valueSpan;
}

/** Whether a type is `never`. An intersection of objects that exclude each other shows so only when it is compared. */
export function isNever({ checker, ts }: Context, type: ts.Type): boolean {
  const isReduced = () => type.isIntersection() && checker.isTypeAssignableTo(type, checker.getNeverType());
  return has(type, ts.TypeFlags.Never) || isReduced();
}

/** Whether there is nothing to check in a member, because its type is `never`, or is wrong already. */
export function isSettled(context: Checking, { type, valueSpan }: Member, path: string): boolean {
  const isImpossible = isNever(context, type);
  if (isImpossible) context.report("neverAdmits", valueSpan, `'${path}'`);
  return isImpossible || context.isReported(type);
}

/** `T` of `T | undefined`; `null` stays, because it is a mistake. */
function withoutUndefined({ checker, ts }: Context, type: ts.Type): ts.Type {
  const isNullable = constituentsOf(type).some((constituent) => has(constituent, ts.TypeFlags.Null));
  return isNullable ? type : checker.getNonNullableType(type);
}
