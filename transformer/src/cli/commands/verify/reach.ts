import type ts from "typescript";
import type { TypeScript } from "../../../compiler/compiler.js";

/** webpack's modules that await: `async (handle, resolve) => { try { … } catch (error) { resolve(error) } }`. */
function passesErrorOn(typescript: TypeScript, { catchClause }: ts.TryStatement): boolean {
  const statement = catchClause?.block.statements[0];
  const variable = catchClause?.variableDeclaration?.name.getText();
  if (!statement || variable === undefined) return !catchClause;
  if (typescript.isThrowStatement(statement)) return statement.expression.getText() === variable;
  if (!typescript.isExpressionStatement(statement) || !typescript.isCallExpression(statement.expression)) return false;
  const { expression: callee, arguments: given } = statement.expression;
  let scope: ts.Node = statement;
  while (!typescript.isFunctionLike(scope)) {
    if (typescript.isSourceFile(scope)) return false;
    scope = scope.parent;
  }
  const isParameter = scope.parameters.some(({ name }) => name.getText() === callee.getText());
  return isParameter && given.length === 1 && given[0]!.getText() === variable;
}

/** Whether a node runs whenever what it is directly part of does, and what it throws is thrown there. */
function runsWith(typescript: TypeScript, node: ts.Node, parent: ts.Node): boolean {
  const { SyntaxKind } = typescript;
  if (typescript.isBinaryExpression(parent)) {
    const { kind } = parent.operatorToken;
    const isShort = [SyntaxKind.AmpersandAmpersandToken, SyntaxKind.BarBarToken, SyntaxKind.QuestionQuestionToken];
    return parent.left === node || !isShort.includes(kind);
  }
  if (typescript.isConditionalExpression(parent)) return parent.condition === node;
  if (typescript.isIfStatement(parent) || typescript.isSwitchStatement(parent)) return parent.expression === node;
  if (typescript.isTryStatement(parent)) return parent.finallyBlock === node || passesErrorOn(typescript, parent);
  if (typescript.isForStatement(parent)) return parent.initializer === node || parent.condition === node;
  return (
    !typescript.isIterationStatement(parent, false) && !typescript.isCatchClause(parent) && !isAfterExit(parent, node)
  );

  function isAfterExit(block: ts.Node, statement: ts.Node): boolean {
    if (!typescript.isBlock(block) && !typescript.isSourceFile(block)) return false;
    const earlier = block.statements.slice(0, block.statements.indexOf(statement as ts.Statement));
    return earlier.some((each) => typescript.isReturnStatement(each) || typescript.isThrowStatement(each));
  }
}

/**
 * Whether a call runs whenever the module runs that it is part of: not behind a condition, nor where its error is
 * swallowed. Functions count as modules, since bundlers make functions of them.
 */
export function isReached(typescript: TypeScript, call: ts.Node): boolean {
  for (let node = call; node.parent && !typescript.isFunctionLike(node); node = node.parent) {
    if (!runsWith(typescript, node, node.parent)) return false;
  }
  return true;
}
