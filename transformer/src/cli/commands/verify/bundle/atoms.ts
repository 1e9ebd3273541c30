import type ts from "typescript";
import type { TypeScript } from "../../../../compiler/compiler.js";
import { walk } from "../syntax.js";
import { isFunc, plain, type Script } from "./script.js";

/**
 * Where an expression stands that runs whenever the function (or file) runs that it is part of, and whose error ends
 * that function.
 */
export interface Atom {
  readonly node: ts.Expression;
  /** The function or the file. */
  readonly container: ts.Node;
  /** What runs only after the expression: all of this that comes behind it in the text. */
  readonly reach: ts.Node;
}

const isJump = (typescript: TypeScript, node: ts.Node): node is ts.BreakOrContinueStatement =>
  typescript.isBreakOrContinueStatement(node);

/** Whether a `break` or `continue` leads out of the statement. */
function leads(typescript: TypeScript, jump: ts.BreakOrContinueStatement, statement: ts.Node): boolean {
  for (let node = jump.parent; node; node = node.parent) {
    const isTarget = jump.label
      ? typescript.isLabeledStatement(node) && node.label.text === jump.label.text
      : typescript.isIterationStatement(node, false) ||
        (typescript.isSwitchStatement(node) && jump.kind === typescript.SyntaxKind.BreakStatement);
    if (isTarget) return false;
    if (node === statement) return true;
  }
  return true;
}

/**
 * Whether a variable tells that a function has run: declared without a value, and set to something true in one place,
 * in that function. `if (hasRun) return x; hasRun = 1; …` runs the rest whenever it did not run before.
 */
function isOnceFlag(typescript: TypeScript, script: Script, test: ts.Expression): boolean {
  if (!typescript.isIdentifier(test)) return false;
  const symbol = script.lookup(test);
  const [declaration, ...others] = symbol ? script.declarationsOf(symbol) : [];
  if (!declaration || others.length || !typescript.isVariableDeclaration(declaration)) return false;
  const writes = script.writesTo(symbol!);
  const functionOf = (node: ts.Node) => typescript.findAncestor(node, typescript.isFunctionLike);
  return (
    !declaration.initializer &&
    writes.length === 1 &&
    functionOf(writes[0]!.target) === functionOf(test) &&
    functionOf(declaration) !== functionOf(test) &&
    writes[0]!.target.pos > test.pos
  );
}

/** Whether a statement may end the list that it stands in before its end, other than by an error. */
function mayLeave(typescript: TypeScript, script: Script, statement: ts.Node): boolean {
  if (typescript.isIfStatement(statement) && !statement.elseStatement) {
    const { thenStatement: then, expression } = statement;
    const isReturn = typescript.isReturnStatement(typescript.isBlock(then) ? (then.statements[0] ?? then) : then);
    if (isReturn && isOnceFlag(typescript, script, expression)) return false;
  }
  let leaves = false;
  walk(typescript, statement, (node) => {
    if (typescript.isFunctionLike(node)) return false;
    leaves ||= typescript.isReturnStatement(node) || (isJump(typescript, node) && leads(typescript, node, statement));
    return !leaves;
  });
  return leaves;
}

/** Places of the first statement of a list that may leave it: with each call in a list, all before it are asked about. */
const firstLeaving = new WeakMap<ts.Node, number>();

/** Whether something before a statement may leave the list that it stands in. */
function mayBeLeftBefore(typescript: TypeScript, script: Script, list: ts.BlockLike, statement: ts.Node): boolean {
  let first = firstLeaving.get(list);
  if (first === undefined) {
    first = list.statements.findIndex((each) => mayLeave(typescript, script, each));
    firstLeaving.set(list, first);
  }
  return first >= 0 && list.statements[first]!.pos < statement.pos;
}

/** What a `try` does with an error of its block. */
function catches(typescript: TypeScript, script: Script, { catchClause, finallyBlock }: ts.TryStatement) {
  if (finallyBlock && mayLeave(typescript, script, finallyBlock)) return "swallows";
  if (!catchClause) return "throws";
  const variable = catchClause.variableDeclaration?.name;
  const [statement] = catchClause.block.statements;
  if (!statement || !variable || !typescript.isIdentifier(variable)) return "swallows";
  const isError = (node: ts.Node | undefined) =>
    node !== undefined && typescript.isIdentifier(node) && node.text === variable.text;
  if (typescript.isThrowStatement(statement)) return isError(statement.expression) ? "throws" : "swallows";
  if (!typescript.isExpressionStatement(statement)) return "swallows";
  // webpack's modules that await: `async (handle, resolve) => { try { … } catch (error) { resolve(error) } }`.
  const { expression } = statement;
  if (!typescript.isCallExpression(expression) || !typescript.isIdentifier(expression.expression)) return "swallows";
  const callee = script.lookup(expression.expression);
  const [declaration] = callee ? script.declarationsOf(callee) : [];
  const isParameter = declaration && typescript.isParameter(declaration) && !script.writesTo(callee!).length;
  return isParameter && expression.arguments.length === 1 && isError(expression.arguments[0]) ? "hands on" : "swallows";
}

const SHORT_CIRCUIT = ["AmpersandAmpersandToken", "BarBarToken", "QuestionQuestionToken"] as const;
const LOGICAL_ASSIGNMENT = [
  "AmpersandAmpersandEqualsToken",
  "BarBarEqualsToken",
  "QuestionQuestionEqualsToken",
] as const;

/** Whether a part of an expression is evaluated whenever the expression is. */
function isAlwaysPart(typescript: TypeScript, script: Script, node: ts.Node, parent: ts.Node): boolean {
  const { SyntaxKind } = typescript;
  if (typescript.isBinaryExpression(parent)) {
    if (parent.left === node) return true;
    const { kind } = parent.operatorToken;
    const isFlag = kind === SyntaxKind.BarBarToken && isOnceFlag(typescript, script, plain(typescript, parent.left));
    const isShort = [...SHORT_CIRCUIT, ...LOGICAL_ASSIGNMENT].some((name) => SyntaxKind[name] === kind);
    return isFlag || !isShort;
  }
  if (typescript.isConditionalExpression(parent)) return parent.condition === node;
  if (typescript.isOptionalChain(parent)) return parent.expression === node;
  if (typescript.isPropertyAssignment(parent)) return parent.initializer === node || parent.name === node;
  return (
    typescript.isParenthesizedExpression(parent) ||
    typescript.isCallExpression(parent) ||
    typescript.isNewExpression(parent) ||
    typescript.isPropertyAccessExpression(parent) ||
    typescript.isElementAccessExpression(parent) ||
    typescript.isPrefixUnaryExpression(parent) ||
    typescript.isPostfixUnaryExpression(parent) ||
    typescript.isVoidExpression(parent) ||
    typescript.isTypeOfExpression(parent) ||
    typescript.isAwaitExpression(parent) ||
    typescript.isSpreadElement(parent) ||
    typescript.isSpreadAssignment(parent) ||
    typescript.isArrayLiteralExpression(parent) ||
    typescript.isObjectLiteralExpression(parent) ||
    typescript.isTemplateExpression(parent) ||
    typescript.isTemplateSpan(parent) ||
    typescript.isComputedPropertyName(parent)
  );
}

/** Whether an expression is evaluated whenever the statement, or the declaration in it, is that it is part of. */
function isAlwaysStarted(typescript: TypeScript, node: ts.Node, parent: ts.Node): boolean {
  if (typescript.isVariableDeclaration(parent)) return parent.initializer === node;
  if (typescript.isIfStatement(parent) || typescript.isSwitchStatement(parent)) return parent.expression === node;
  if (typescript.isForStatement(parent)) return parent.initializer === node;
  if (typescript.isForOfStatement(parent) || typescript.isForInStatement(parent)) return parent.expression === node;
  return (
    typescript.isVariableDeclarationList(parent) ||
    typescript.isVariableStatement(parent) ||
    typescript.isExpressionStatement(parent) ||
    typescript.isReturnStatement(parent) ||
    typescript.isThrowStatement(parent) ||
    typescript.isExportAssignment(parent)
  );
}

/**
 * Finds out whether an expression runs whenever the function runs that it is part of. It may be reached through
 * sequences, initializers, arguments and blocks; nothing before it may leave, and nothing around it may swallow errors.
 *
 * @param typescript - The parser of the script.
 * @param script - Where it stands.
 * @param node - The expression.
 * @returns `undefined` when it need not run.
 */
export function atomOf(typescript: TypeScript, script: Script, node: ts.Expression): Atom | undefined {
  let child: ts.Node = node;
  /** Outside of this, what follows may run although the expression threw. */
  let reach: ts.Node | undefined;
  for (let { parent } = child; parent; { parent } = child) {
    if (isFunc(typescript, parent)) {
      // A parameter's default value is another matter.
      return parent.body === child && !parent.asteriskToken
        ? { node, container: parent, reach: reach ?? child }
        : undefined;
    }
    if (typescript.isBlock(parent) || typescript.isSourceFile(parent)) {
      if (mayBeLeftBefore(typescript, script, parent, child)) return undefined;
      if (typescript.isSourceFile(parent)) return { node, container: parent, reach: reach ?? parent };
    } else if (typescript.isTryStatement(parent)) {
      if (parent.tryBlock !== child) return undefined;
      const does = catches(typescript, script, parent);
      if (does === "swallows") return undefined;
      reach ??= child;
    } else if (!isAlwaysPart(typescript, script, child, parent) && !isAlwaysStarted(typescript, child, parent)) {
      return undefined;
    }
    child = parent;
  }
  return undefined;
}

/** Whether a node runs only after an expression did, and did not throw: a call also where it is made of what that gave. */
export function isBehind(typescript: TypeScript, { node, reach }: Atom, other: ts.Node): boolean {
  if (other.pos < reach.pos || other.end > reach.end) return false;
  if (other.pos >= node.end) return true;
  return typescript.isCallExpression(other) && other !== node && other.pos <= node.pos && other.end >= node.end;
}
