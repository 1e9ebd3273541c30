import type ts from "typescript";
import { type Context, spanOf } from "../analysis/context.js";
import type { Span } from "../analysis/model.js";
import { decimalOf, isSameDecimal } from "../type/decimal.js";
import { VOCABULARY_FILE } from "../type/vocabulary.js";

/** A number in a contract that TypeScript rounds. */
export interface RoundedNumber {
  readonly written: string;
  /** TypeScript's value as a decimal numeral. */
  readonly read: string;
  /** Where the number is written, if it is in the contract's file. */
  readonly span: Span | undefined;
}

/** A numeric literal as a plain numeral: `0x1_0` → `16`, `1_0.E3` → `10.e3`. */
function numeralOf(text: string): string {
  const plain = text.replaceAll("_", "").toLowerCase();
  return /^0[a-z]/.test(plain) ? String(BigInt(plain)) : plain;
}

/** The declarations of a name that may contain a number: types, enums, and the values that `typeof` refers to. */
function declarationsOf({ ts, checker }: Context, name: ts.Identifier): readonly ts.Node[] {
  const symbol = checker.getSymbolAtLocation(name);
  const target = symbol && symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  const holds = (node: ts.Node) =>
    ts.isTypeAliasDeclaration(node) ||
    ts.isEnumDeclaration(node) ||
    ts.isEnumMember(node) ||
    ts.isVariableDeclaration(node) ||
    ts.isPropertyAssignment(node);
  return (target?.declarations ?? []).filter(
    (node) => holds(node) && node.getSourceFile().fileName !== VOCABULARY_FILE,
  );
}

/**
 * Finds a number that TypeScript rounds when it parses it. The contract would check another number than the written
 * one.
 *
 * @param context - The program.
 * @param node - A type as it is written; names in it are followed to their declarations.
 * @param file - The contract's file.
 */
export function findRoundedNumber(context: Context, node: ts.Node, file: ts.SourceFile): RoundedNumber | undefined {
  const { ts } = context;
  const seen = new Set<ts.Node>();
  const visit = (each: ts.Node): RoundedNumber | undefined => {
    if (ts.isNumericLiteral(each)) {
      const source = each.getSourceFile();
      const { start, length } = spanOf(each, source);
      const written = source.text.slice(start, start + length);
      const value = Number(each.text);
      if (!Number.isFinite(value)) return undefined;
      const read = decimalOf(value);
      if (isSameDecimal(numeralOf(written), read)) return undefined;
      return { written, read, span: source === file ? { file, start, length } : undefined };
    }
    if (ts.isIdentifier(each)) {
      for (const declaration of declarationsOf(context, each)) {
        if (seen.has(declaration)) continue;
        seen.add(declaration);
        const found = visit(declaration);
        if (found) return found;
      }
    }
    return ts.forEachChild(each, visit);
  };
  return visit(node);
}
