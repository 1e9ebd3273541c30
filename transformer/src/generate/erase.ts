import type ts from "typescript";
import type { TypeScript } from "../compiler/compiler.js";

/** `(input: any): input is T => (input as any).a` → `(input) => input.a`: types away, and nothing else. */
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
      // With a position that is not its function's, the printer writes `(input) =>` and not `input =>`.
      return typescript.setTextRange(parameter, { pos: 0, end: 0 });
    }
    return typescript.visitEachChild(node, visit, undefined);
  };
  return typescript.visitNode(expression, visit, typescript.isExpression)!;
}

/**
 * Makes a printer of generated expressions as JavaScript. `transpileModule` would do the same, but makes a program for
 * each expression, which costs more than all that typia does.
 *
 * @param typescript - The compiler that made the nodes.
 */
export function createErasingPrinter(typescript: TypeScript): (expression: ts.Expression) => string {
  const file = typescript.createSourceFile("validator.js", "", typescript.ScriptTarget.ES2022);
  const printer = typescript.createPrinter({ removeComments: true });
  return (expression) => printer.printNode(typescript.EmitHint.Expression, eraseTypes(typescript, expression), file);
}
