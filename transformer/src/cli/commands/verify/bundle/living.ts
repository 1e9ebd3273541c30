/**
 * The code that may run. What never runs has no meaning, and a minifier removes it.
 *
 * @module
 */
import type ts from "typescript";
import type { TypeScript } from "../../../../compiler/compiler.js";
import { isFunc, plain } from "./script.js";

/** Whether an expression is always true or always false, as far as its own text tells. */
function constantTruth(typescript: TypeScript, expression: ts.Expression): boolean | undefined {
  const { SyntaxKind } = typescript;
  const node = plain(typescript, expression);
  if (typescript.isNumericLiteral(node)) return Number(node.text) !== 0;
  if (typescript.isStringLiteralLike(node)) return node.text !== "";
  if (typescript.isVoidExpression(node) || node.kind === SyntaxKind.FalseKeyword) return false;
  if (node.kind === SyntaxKind.NullKeyword) return false;
  if (node.kind === SyntaxKind.TrueKeyword || isFunc(typescript, node)) return true;
  if (typescript.isArrayLiteralExpression(node) || typescript.isObjectLiteralExpression(node)) return true;
  if (typescript.isBinaryExpression(node)) {
    const [left, right] = [constantTruth(typescript, node.left), constantTruth(typescript, node.right)];
    if (node.operatorToken.kind === SyntaxKind.AmpersandAmpersandToken) return left && right;
    return node.operatorToken.kind === SyntaxKind.BarBarToken ? left || right : undefined;
  }
  if (!typescript.isPrefixUnaryExpression(node) || node.operator !== SyntaxKind.ExclamationToken) return undefined;
  const truth = constantTruth(typescript, node.operand);
  return truth === undefined ? undefined : !truth;
}

/** Whether what follows a statement never runs. */
function ends(typescript: TypeScript, statement: ts.Statement): boolean {
  if (typescript.isReturnStatement(statement) || typescript.isThrowStatement(statement)) return true;
  if (typescript.isBreakOrContinueStatement(statement)) return true;
  if (typescript.isBlock(statement)) return statement.statements.some((each) => ends(typescript, each));
  if (typescript.isLabeledStatement(statement)) return false;
  if (!typescript.isIfStatement(statement)) return false;
  const truth = constantTruth(typescript, statement.expression);
  const doesEnd = (branch: ts.Statement | undefined) => branch !== undefined && ends(typescript, branch);
  if (truth !== undefined) return doesEnd(truth ? statement.thenStatement : statement.elseStatement);
  return doesEnd(statement.thenStatement) && doesEnd(statement.elseStatement);
}

/** The parts of a node that may run. */
export function livingParts(typescript: TypeScript, node: ts.Node): ts.Node[] {
  const { SyntaxKind } = typescript;
  if (typescript.isIfStatement(node) || typescript.isConditionalExpression(node)) {
    const [test, yes, no] = typescript.isIfStatement(node)
      ? [node.expression, node.thenStatement, node.elseStatement]
      : [node.condition, node.whenTrue, node.whenFalse];
    const truth = constantTruth(typescript, test);
    return [test, truth === false ? undefined : yes, truth === true ? undefined : no].filter(
      (each) => each !== undefined,
    );
  }
  if (typescript.isBinaryExpression(node)) {
    const { kind } = node.operatorToken;
    const truth = constantTruth(typescript, node.left);
    const isDead =
      (kind === SyntaxKind.AmpersandAmpersandToken && truth === false) ||
      (kind === SyntaxKind.BarBarToken && truth === true);
    return isDead ? [node.left] : [node.left, node.right];
  }
  const parts: ts.Node[] = [];
  let isDead = false;
  typescript.forEachChild(node, (child) => {
    if (isDead && !typescript.isFunctionDeclaration(child)) return;
    parts.push(child);
    const isListed =
      typescript.isBlock(node) || typescript.isSourceFile(node) || typescript.isCaseOrDefaultClause(node);
    if (isListed && typescript.isStatement(child)) isDead ||= ends(typescript, child);
  });
  return parts;
}
