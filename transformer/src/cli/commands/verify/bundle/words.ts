/**
 * What a minifier keeps of code.
 *
 * @module
 */
import type ts from "typescript";
import type { TypeScript } from "../../../../compiler/compiler.js";
import { literalOf } from "../syntax.js";

const WORD = /[A-Za-z_$][\w$]+/g;

/** `RegExp("…")`, `new RegExp("…", "u")` */
function isPattern(typescript: TypeScript, node: ts.Node): node is ts.CallExpression | ts.NewExpression {
  if (!typescript.isCallExpression(node) && !typescript.isNewExpression(node)) return false;
  const { expression, arguments: given } = node;
  return (
    typescript.isIdentifier(expression) &&
    expression.text === "RegExp" &&
    literalOf(typescript, given?.[0]) !== undefined
  );
}

/** `"runtime.".length`, which is a number where it was minified. */
function lengthIn(typescript: TypeScript, node: ts.Node): number | undefined {
  const isLength = typescript.isPropertyAccessExpression(node) && node.name.text === "length";
  return isLength && typescript.isStringLiteralLike(node.expression) ? node.expression.text.length : undefined;
}

/**
 * `throw new ContractViolationError(contract, judgement, entry)`: no other error has that many arguments. Where a function
 * throws something else, too, `throw` alone does not tell whether it still refuses.
 */
function isRefusal(typescript: TypeScript, node: ts.NewExpression): boolean {
  let each: ts.Node = node;
  while (typescript.isParenthesizedExpression(each.parent) || typescript.isConditionalExpression(each.parent)) {
    each = each.parent;
  }
  return node.arguments?.length === 3 && typescript.isThrowStatement(each.parent);
}

/** `catch (error) { … throw error; }`, also as `throw isDamaged ? Error("…") : error` */
function isRethrow(typescript: TypeScript, statement: ts.ThrowStatement): boolean {
  const clause = typescript.findAncestor(statement, typescript.isCatchClause);
  const caught = clause?.variableDeclaration?.name;
  const throws = (node: ts.Expression): boolean => {
    if (typescript.isParenthesizedExpression(node)) return throws(node.expression);
    if (typescript.isConditionalExpression(node)) return throws(node.whenTrue) || throws(node.whenFalse);
    return (
      caught !== undefined &&
      typescript.isIdentifier(caught) &&
      typescript.isIdentifier(node) &&
      node.text === caught.text
    );
  };
  return throws(statement.expression);
}

/** `a == null`, `null === a || void 0 === a` */
function isComparisonToNull(typescript: TypeScript, node: ts.Expression): boolean {
  const { SyntaxKind } = typescript;
  const { left, right } = typescript.isBinaryExpression(node) ? node : { left: node, right: node };
  return (
    [left, right].some(({ kind }) => kind === SyntaxKind.NullKeyword) ||
    (left !== node && isComparisonToNull(typescript, left))
  );
}

/**
 * `a.b?.(c).d` for an older JavaScript: `(t = a.b) == null ? void 0 : t.call(a, c).d`, or `(t = a.b) == null ||
 * t.call(a, c).d` where nobody reads it, or `(t = a.b) != null && t.call(a, c).d` in a condition. Whether it is this
 * `call`.
 */
function isOfOptionalCall(typescript: TypeScript, node: ts.PropertyAccessExpression): boolean {
  if (node.name.text !== "call" || !typescript.isCallExpression(node.parent)) return false;
  let chain: ts.Expression = node;
  const goesOn = (parent: ts.Node): parent is ts.LeftHandSideExpression & { readonly expression: ts.Expression } =>
    (typescript.isCallExpression(parent) ||
      typescript.isPropertyAccessExpression(parent) ||
      typescript.isElementAccessExpression(parent)) &&
    parent.expression === chain;
  while (goesOn(chain.parent)) chain = chain.parent;
  const choice = chain.parent;
  if (typescript.isConditionalExpression(choice)) {
    return choice.whenFalse === chain && typescript.isVoidExpression(choice.whenTrue);
  }
  if (!typescript.isBinaryExpression(choice) || choice.right !== chain) return false;
  const { BarBarToken, AmpersandAmpersandToken } = typescript.SyntaxKind;
  const { left, operatorToken } = choice;
  return [BarBarToken, AmpersandAmpersandToken].includes(operatorToken.kind) && isComparisonToNull(typescript, left);
}

/** What a minifier keeps of a node. */
export function wordsOf(typescript: TypeScript, node: ts.Node): readonly string[] {
  if (typescript.isPropertyAccessExpression(node)) {
    if (isOfOptionalCall(typescript, node)) return [];
    const length = lengthIn(typescript, node);
    // The whole of a module of another format: `import fs from "node:fs"`.
    if (node.name.text === "default") return [];
    return [length === undefined ? node.name.text : String(length)];
  }
  if (typescript.isBindingElement(node)) {
    // `...others` names a variable, not a property.
    if (node.dotDotDotToken) return [];
    const name = node.propertyName ?? node.name;
    return typescript.isObjectBindingPattern(node.parent) && typescript.isIdentifier(name) ? [name.text] : [];
  }
  if (typescript.isObjectLiteralElement(node) || typescript.isClassElement(node)) {
    return node.name && typescript.isIdentifier(node.name) ? [node.name.text] : [];
  }
  if (typescript.isStringLiteralLike(node) || typescript.isTemplateLiteralToken(node)) {
    const isOfOther = isPattern(typescript, node.parent) || lengthIn(typescript, node.parent) !== undefined;
    return isOfOther || node.text === "default" ? [] : (node.text.match(WORD) ?? []);
  }
  if (typescript.isRegularExpressionLiteral(node)) return [node.text.replaceAll("\\/", "/")];
  if (isPattern(typescript, node)) {
    // RegExp("a", "u") for /a/u
    const [source, flags] = node.arguments!.map((each) => literalOf(typescript, each));
    return [`/${source}/${flags ?? ""}`];
  }
  if (typescript.isThrowStatement(node)) return isRethrow(typescript, node) ? ["throw a", "throw caught"] : ["throw a"];
  if (typescript.isNewExpression(node)) return isRefusal(typescript, node) ? ["throw new a"] : [];
  if (typescript.isBigIntLiteral(node)) return [node.text];
  if (typescript.isBinaryExpression(node)) {
    const operator = node.operatorToken.getText();
    return /^[-*/%&]$/.test(operator) ? [`a ${operator} b`] : [];
  }
  return typescript.isNumericLiteral(node) && Number(node.text) > 1 ? [node.text] : [];
}
