/**
 * The functions with which bundlers wrap a module that is run later.
 *
 * @module
 */
import type ts from "typescript";
import { memoize } from "../../../../analysis/memoize.js";
import type { TypeScript } from "../../../../compiler/compiler.js";
import { literalOf, walk } from "../syntax.js";
import { isOfObject } from "./namers.js";
import { type Func, isFunc, type Script } from "./script.js";

/** What a wrapper is given: the function of a module, or an object that has it as its only member. */
export type Wrapped = "function" | "object";

/**
 * Makes what tells whether a function of a bundle wraps a module: what it returns runs its only argument at its first
 * call, and throws what that throws.
 *
 * ```
 * var __esm = (fn, res) => function __init() { return fn && (res = (0, fn[keys(fn)[0]])(fn = 0)), res; };
 * var __commonJS = (cb, mod) => () => (mod || cb((mod = { exports: {} }).exports, mod), mod.exports);
 * ```
 */
export function createWrappers(
  typescript: TypeScript,
  scriptOf: (node: ts.Node) => Script,
): (node: Func) => Wrapped | undefined {
  const { SyntaxKind } = typescript;

  const bare = (node: ts.Expression): ts.Expression =>
    typescript.isParenthesizedExpression(node) ? bare(node.expression) : node;

  return memoize((wrapper: Func): Wrapped | undefined => {
    const returned = returnedBy(wrapper);
    const inner = returned && bare(returned);
    const [first] = wrapper.parameters;
    if (!inner || !isFunc(typescript, inner) || !first || inner.parameters.length) return undefined;
    if ([inner, wrapper].some((each) => each.asteriskToken || each.modifiers?.length)) return undefined;
    const script = scriptOf(wrapper);
    const indexOf = (node: ts.Expression): number => {
      const symbol = typescript.isIdentifier(node) ? script.lookup(node) : undefined;
      const [declaration] = symbol ? script.declarationsOf(symbol) : [];
      return wrapper.parameters.indexOf(declaration as ts.ParameterDeclaration);
    };
    const isFirst = (node: ts.Expression) => indexOf(node) === 0;
    /** The call that runs the module. */
    let run: { readonly node: ts.CallExpression; readonly wrapped: Wrapped } | undefined;

    /** What a condition is at the first call: the module is given, and nothing else is. */
    const truthOf = (expression: ts.Expression): boolean | undefined => {
      const node = bare(expression);
      const index = indexOf(node);
      if (index >= 0) return index === 0;
      const isNot = typescript.isPrefixUnaryExpression(node) && node.operator === SyntaxKind.ExclamationToken;
      const truth = isNot ? truthOf(node.operand) : undefined;
      return truth === undefined ? undefined : !truth;
    };
    /** `keys(fn)[0]` */
    const isOnlyKey = (node: ts.Expression): boolean => {
      if (!typescript.isElementAccessExpression(node) || literalOf(typescript, node.argumentExpression) !== "0")
        return false;
      const keys = bare(node.expression);
      if (!typescript.isCallExpression(keys) || keys.arguments.length !== 1 || !isFirst(keys.arguments[0]!))
        return false;
      return isOfObject(typescript, scriptOf, keys.expression, ["keys", "getOwnPropertyNames"]);
    };
    /** `fn`, `fn[keys(fn)[0]]`, `(0, fn)` */
    const wrappedIn = (expression: ts.Expression): Wrapped | undefined => {
      const node = bare(expression);
      const isComma = typescript.isBinaryExpression(node) && node.operatorToken.kind === SyntaxKind.CommaToken;
      if (isComma) return wrappedIn(node.right);
      if (!typescript.isElementAccessExpression(node)) return isFirst(node) ? "function" : undefined;
      const isMember = isFirst(bare(node.expression)) && isOnlyKey(bare(node.argumentExpression));
      return isMember && !node.questionDotToken ? "object" : undefined;
    };
    /** Whether an expression certainly runs the module. */
    const runsIn = (expression: ts.Expression): boolean => {
      const node = bare(expression);
      if (typescript.isBinaryExpression(node)) {
        const { kind } = node.operatorToken;
        if (kind === SyntaxKind.EqualsToken) return runsIn(node.right);
        if (runsIn(node.left)) return true;
        if (kind === SyntaxKind.CommaToken) return runsIn(node.right);
        const isNeeded =
          (kind === SyntaxKind.AmpersandAmpersandToken && truthOf(node.left) === true) ||
          (kind === SyntaxKind.BarBarToken && truthOf(node.left) === false);
        return isNeeded && runsIn(node.right);
      }
      if (typescript.isConditionalExpression(node)) {
        const truth = truthOf(node.condition);
        return truth !== undefined && runsIn(truth ? node.whenTrue : node.whenFalse);
      }
      if (typescript.isPropertyAccessExpression(node)) return runsIn(node.expression);
      if (!typescript.isCallExpression(node) || node.questionDotToken) return false;
      const wrapped = wrappedIn(node.expression);
      run ??= wrapped && { node, wrapped };
      return wrapped !== undefined;
    };
    /** Whether statements certainly run the module. */
    const runsAmong = (statements: readonly ts.Statement[]): boolean => {
      for (const statement of statements) {
        const found = runsInStatement(statement);
        if (found !== undefined) return found;
      }
      return false;
    };
    /** `undefined` when the next statement decides. */
    const runsInStatement = (statement: ts.Statement): boolean | undefined => {
      if (typescript.isReturnStatement(statement)) return statement.expression ? runsIn(statement.expression) : false;
      if (typescript.isExpressionStatement(statement)) return runsIn(statement.expression) || undefined;
      if (typescript.isVariableStatement(statement)) {
        const { declarations } = statement.declarationList;
        return declarations.some(({ initializer }) => initializer && runsIn(initializer)) || undefined;
      }
      if (typescript.isBlock(statement)) return runsAmong(statement.statements);
      if (typescript.isIfStatement(statement)) {
        const truth = truthOf(statement.expression);
        if (truth === undefined) return false;
        const branch = truth ? statement.thenStatement : statement.elseStatement;
        return branch && runsInStatement(branch);
      }
      if (!typescript.isTryStatement(statement) || !passesOn(statement)) return false;
      return runsAmong(statement.tryBlock.statements);
    };
    /** `catch (e) { throw err = [e], e; }`, and what Bun writes: `catch (e) { err = [e]; }`, `if (err) throw err[0];` */
    const passesOn = ({ catchClause, finallyBlock, end }: ts.TryStatement): boolean => {
      if (finallyBlock) return false;
      const [only, ...others] = catchClause?.block.statements ?? [];
      if (!catchClause || (only && !others.length && typescript.isThrowStatement(only))) return true;
      const kept = only && !others.length && typescript.isExpressionStatement(only) ? bare(only.expression) : undefined;
      if (!kept || !typescript.isBinaryExpression(kept) || kept.operatorToken.kind !== SyntaxKind.EqualsToken)
        return false;
      // An empty list, or no list at all, would not be thrown.
      const list = bare(kept.right);
      if (!typescript.isArrayLiteralExpression(list) || list.elements.length !== 1) return false;
      const index = indexOf(kept.left);
      const next = statementsOf(inner.body).find(({ pos }) => pos >= end);
      return index > 0 && next !== undefined && throwsKept(next, index);
    };
    const statementsOf = (body: ts.ConciseBody | undefined) =>
      body && typescript.isBlock(body) ? body.statements : [];
    /** `if (err) throw err[0];` */
    const throwsKept = (statement: ts.Statement, index: number): boolean => {
      if (!typescript.isIfStatement(statement) || indexOf(bare(statement.expression)) !== index) return false;
      const { thenStatement } = statement;
      const [thrown, ...others] = typescript.isBlock(thenStatement) ? thenStatement.statements : [thenStatement];
      if (!thrown || others.length || !typescript.isThrowStatement(thrown)) return false;
      const error = bare(thrown.expression);
      return typescript.isElementAccessExpression(error) && indexOf(error.expression) === index;
    };

    const { body } = inner;
    const isRun = body && (typescript.isBlock(body) ? runsAmong(body.statements) : runsIn(body));
    if (!isRun || !run) return undefined;
    const { node: call, wrapped } = run;
    // What is assigned before the call would change what the conditions are; `res = fn()` is assigned behind it.
    let isChanged = false;
    walk(typescript, wrapper, (node) => {
      if (!typescript.isIdentifier(node) || indexOf(node) < 0 || node.pos > call.expression.end) return;
      const { parent } = node;
      const isStep = typescript.isPostfixUnaryExpression(parent) || typescript.isPrefixUnaryExpression(parent);
      const isTarget = typescript.isBinaryExpression(parent) && parent.left === node && isAssignment(parent);
      isChanged ||=
        (isStep && parent.operator !== SyntaxKind.ExclamationToken) || (isTarget && !contains(parent, call));
    });
    return isChanged ? undefined : wrapped;
  });

  function isAssignment({ operatorToken: { kind } }: ts.BinaryExpression): boolean {
    return kind >= SyntaxKind.FirstAssignment && kind <= SyntaxKind.LastAssignment;
  }

  /** The expression that a function returns, and nothing else that it does. */
  function returnedBy({ body }: Func): ts.Expression | undefined {
    if (!body || !typescript.isBlock(body)) return body;
    const [statement, ...others] = body.statements;
    return statement && !others.length && typescript.isReturnStatement(statement) ? statement.expression : undefined;
  }
}

const contains = (outer: ts.Node, inner: ts.Node) => outer.pos <= inner.pos && inner.end <= outer.end;
