import type ts from "typescript";
import type { Context } from "../context.js";
import { spanOf } from "../context.js";
import type { Span } from "../model.js";

/** A member of an object type, without the `undefined` that stands for "may be absent". */
export interface Member {
  readonly name: string;
  readonly type: ts.Type;
  readonly optional: boolean;
  /** Where the member is written: its name, and what it is. */
  readonly nameSpan: Span;
  readonly valueSpan: Span;
}

/** The members of a union, or the type alone. */
export function constituentsOf(type: ts.Type): readonly ts.Type[] {
  return type.isUnion() ? type.types : [type];
}

/** Whether a type has one of the flags. */
export function has(type: ts.Type, flags: ts.TypeFlags): boolean {
  return (type.flags & flags) !== 0;
}

/** The text of a type, as TypeScript prints it in its own messages. */
export function printType({ checker, ts }: Context, type: ts.Type): string {
  return checker.typeToString(type, undefined, ts.TypeFormatFlags.NoTruncation | ts.TypeFormatFlags.InTypeAlias);
}

/**
 * The members of an object type.
 *
 * @param context - The program.
 * @param type - An object type or an intersection of such.
 * @param fallback - Where to point for a member that is written in another file than the contract.
 */
export function membersOf(context: Context, type: ts.Type, fallback: Span): Member[] {
  const { ts, checker } = context;
  return checker.getPropertiesOfType(type).map((symbol) => {
    const declaration = symbol.declarations?.find((node) => node.getSourceFile() === fallback.file);
    const node = declaration as (ts.Node & { name?: ts.Node; type?: ts.Node }) | undefined;
    const declared = checker.getTypeOfSymbol(symbol);
    const constituents = constituentsOf(declared);
    const absent = constituents.some((constituent) => has(constituent, ts.TypeFlags.Undefined));
    return {
      name: symbol.name,
      type: absent ? withoutUndefined(context, declared) : declared,
      optional: absent || (symbol.flags & ts.SymbolFlags.Optional) !== 0,
      nameSpan: node?.name ? spanOf(node.name, fallback.file) : fallback,
      valueSpan: node?.type ? spanOf(node.type, fallback.file) : fallback,
    };
  });
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

/** `T` of `T | undefined`; `null` stays, because it is a mistake. */
function withoutUndefined({ checker, ts }: Context, type: ts.Type): ts.Type {
  const isNullable = constituentsOf(type).some((constituent) => has(constituent, ts.TypeFlags.Null));
  return isNullable ? type : checker.getNonNullableType(type);
}
