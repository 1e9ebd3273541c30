import type ts from "typescript";
import type { TypeScript } from "../compiler/compiler.js";

/** Removes the types of an expression: `(input: any): input is T => (input as any).a` → `(input) => input.a`. */
function eraseTypes(typescript: TypeScript, expression: ts.Expression): ts.Expression {
  const { factory } = typescript;
  const isTyped = (node: ts.Node) =>
    typescript.isAssertionExpression(node) ||
    typescript.isSatisfiesExpression(node) ||
    typescript.isNonNullExpression(node);
  const visit = (node: ts.Node): ts.Node | undefined => {
    if (typescript.isTypeNode(node) || typescript.isTypeParameterDeclaration(node)) return undefined;
    if (isTyped(node)) return visit(node.expression);
    if (typescript.isParenthesizedExpression(node) && isTyped(node.expression)) {
      const inner = visit(node.expression) as ts.Expression;
      return typescript.isLeftHandSideExpression(inner) ? inner : factory.updateParenthesizedExpression(node, inner);
    }
    if (typescript.isParameter(node)) {
      const initializer = typescript.visitNode(node.initializer, visit, typescript.isExpression);
      const { dotDotDotToken, name } = node;
      const parameter = factory.createParameterDeclaration(
        undefined,
        dotDotDotToken,
        name,
        undefined,
        undefined,
        initializer,
      );
      // A parameter with the same position as its function would be printed as `input =>`, without parentheses.
      return typescript.setTextRange(parameter, { pos: 0, end: 0 });
    }
    return typescript.visitEachChild(node, visit, undefined);
  };
  return typescript.visitNode(expression, visit, typescript.isExpression)!;
}

/**
 * Makes a printer that writes generated expressions as JavaScript. `transpileModule` could do this too, but it makes a
 * program for each expression, which is slower than all else.
 *
 * @param typescript - The compiler that made the nodes.
 * @returns Prints an expression. Its literals are those of `file`, from which it was parsed.
 */
export function createErasingPrinter(
  typescript: TypeScript,
): (expression: ts.Expression, file: ts.SourceFile) => string {
  const printer = typescript.createPrinter({ removeComments: true });
  return (expression, file) =>
    printer.printNode(typescript.EmitHint.Expression, eraseTypes(typescript, expression), file);
}
