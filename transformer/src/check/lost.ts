import type ts from "typescript";
import type { Context } from "../analysis/context.js";
import { matchesTemplate } from "../type/template.js";
import { constituentsOf, has } from "./types.js";

/** The string literals of a written union, including those of the unions that it names. */
function writtenLiterals({ ts, checker }: Context, root: ts.Node): ReadonlySet<string> {
  const texts = new Set<string>();
  const seen = new Set<ts.Node>();
  const visit = (node: ts.Node): void => {
    if (ts.isParenthesizedTypeNode(node)) visit(node.type);
    else if (ts.isUnionTypeNode(node)) node.types.forEach(visit);
    else if (ts.isLiteralTypeNode(node) && ts.isStringLiteralLike(node.literal)) texts.add(node.literal.text);
    else if (ts.isTypeReferenceNode(node) && !node.typeArguments) {
      const symbol = checker.getSymbolAtLocation(node.typeName);
      const target = symbol && symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
      for (const declaration of target?.declarations?.filter(ts.isTypeAliasDeclaration) ?? []) {
        if (!seen.has(declaration)) visit(seen.add(declaration) && declaration.type);
      }
    }
  };
  visit(root);
  return texts;
}

/**
 * Finds a string literal that TypeScript has removed from a union because a template of the union covers it. The
 * runtime reads variables more strictly, so the template does not cover the literal there:
 *
 * `` "1e3" | `${number}` `` → TypeScript keeps only `` `${number}` ``, which does not admit the text `1e3`.
 *
 * @param context - The program.
 * @param node - The type as it is written.
 * @param type - The type.
 */
export function findLostLiteral(context: Context, node: ts.Node, type: ts.Type): string | undefined {
  const { TemplateLiteral, String: Text } = context.ts.TypeFlags;
  const constituents = constituentsOf(type);
  if (!constituents.some((each) => has(each, TemplateLiteral))) return undefined;
  const isKept = (text: string) =>
    constituents.some((each) =>
      each.isStringLiteral()
        ? each.value === text
        : has(each, Text) ||
          (has(each, TemplateLiteral) && matchesTemplate(context.ts, each as ts.TemplateLiteralType, text)),
    );
  return [...writtenLiterals(context, node)].find((text) => !isKept(text));
}
