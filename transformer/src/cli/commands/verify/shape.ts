import type ts from "typescript";
import type { TypeScript } from "../../../compiler/compiler.js";
import { walk } from "./syntax.js";

/** How a contract in a bundle compares with that of the sidecar; `unknown` where the bundler wrote it anew. */
export type Comparison = "same" | "different" | "unknown";

/** The worst of several. */
const worst = (comparisons: readonly Comparison[]): Comparison =>
  comparisons.find((each) => each === "different") ?? comparisons.find((each) => each === "unknown") ?? "same";

/** A constant as a text of its kind; minifiers write `!0` for `true`. */
function constantOf(typescript: TypeScript, node: ts.Expression): string | undefined {
  const { SyntaxKind } = typescript;
  if (typescript.isStringLiteralLike(node)) return `string ${node.text}`;
  if (typescript.isNumericLiteral(node)) return `number ${node.text}`;
  if (typescript.isBigIntLiteral(node) || typescript.isRegularExpressionLiteral(node)) return node.text;
  if (node.kind === SyntaxKind.TrueKeyword) return "true";
  if (node.kind === SyntaxKind.FalseKeyword) return "false";
  if (!typescript.isPrefixUnaryExpression(node) || !typescript.isNumericLiteral(node.operand)) return undefined;
  if (node.operator === SyntaxKind.ExclamationToken) return Number(node.operand.text) ? "false" : "true";
  return node.operator === SyntaxKind.MinusToken ? `number -${node.operand.text}` : undefined;
}

/** What a validator does that minifiers keep: whether it looks at types, the texts and the patterns it compares with. */
function marksOf(typescript: TypeScript, node: ts.Node) {
  // Minifiers fold a few of these.
  const types = ["string", "number", "bigint", "boolean", "object", "undefined", ""];
  let asksForType = false;
  const texts: string[] = [];
  const patterns: string[] = [];
  walk(typescript, node, (each) => {
    if (typescript.isTypeOfExpression(each)) asksForType = true;
    if (typescript.isRegularExpressionLiteral(each)) patterns.push(each.text);
    // "a" + b may have become `a${b}`.
    if (typescript.isStringLiteralLike(each) || typescript.isTemplateLiteralToken(each)) texts.push(each.text);
  });
  return { asksForType, texts: texts.filter((text) => !types.includes(text)), patterns };
}

function isFunction(typescript: TypeScript, node: ts.Node): node is ts.FunctionLikeDeclaration {
  return typescript.isFunctionLike(node) && "body" in node;
}

/** Whether a function looks at what it is given: `() => true` admits everything. */
function usesParameter(typescript: TypeScript, node: ts.FunctionLikeDeclaration): boolean {
  const [parameter] = node.parameters;
  const name = parameter && typescript.isIdentifier(parameter.name) ? parameter.name.text : undefined;
  let isUsed = false;
  walk(typescript, node, (each) => {
    if (typescript.isIdentifier(each) && each.text === name && each.parent !== parameter) isUsed = true;
  });
  return isUsed;
}

function compareFunctions(typescript: TypeScript, ours: ts.FunctionLikeDeclaration, node: ts.Node): Comparison {
  if (!isFunction(typescript, node)) return constantOf(typescript, node as ts.Expression) ? "different" : "unknown";
  if (usesParameter(typescript, ours) && !usesParameter(typescript, node)) return "different";
  const kept = marksOf(typescript, node);
  const { asksForType, texts, patterns } = marksOf(typescript, ours);
  if (asksForType && !kept.asksForType) return "different";
  if (!texts.every((text) => kept.texts.some((each) => each.includes(text)))) return "different";
  // For an older target, a pattern becomes a call of RegExp.
  return patterns.every((pattern) => kept.patterns.includes(pattern)) ? "same" : "unknown";
}

/** The members of an object literal by name; those that are spread into it by their place. */
function membersOf(typescript: TypeScript, object: ts.ObjectLiteralExpression): Map<string, ts.Node> {
  return new Map(
    object.properties.map((property, index) => {
      if (typescript.isSpreadAssignment(property)) return [`...${index}`, property.expression] as const;
      const { name } = property;
      const text = typescript.isIdentifier(name) || typescript.isStringLiteralLike(name) ? name.text : name.getText();
      return [text, typescript.isPropertyAssignment(property) ? property.initializer : property] as const;
    }),
  );
}

/** The same for two lists. */
export function compareLists(typescript: TypeScript, ours: readonly ts.Node[], theirs: readonly ts.Node[]): Comparison {
  if (ours.length !== theirs.length) return "different";
  return worst(ours.map((each, index) => compare(typescript, each, theirs[index]!)));
}

function compareObjects(
  typescript: TypeScript,
  ours: ts.ObjectLiteralExpression,
  theirs: ts.ObjectLiteralExpression,
): Comparison {
  const members = membersOf(typescript, ours);
  const others = membersOf(typescript, theirs);
  if (members.size !== others.size || [...members.keys()].some((name) => !others.has(name))) return "different";
  return worst([...members].map(([name, member]) => compare(typescript, member, others.get(name)!)));
}

/**
 * Compares a part of a contract as the build wrote it with what a bundler made of it. Names may have changed, so
 * functions are the same when they look at their parameter and keep the literals that they had.
 *
 * @param typescript - Its parser.
 * @param ours - In the sidecar.
 * @param theirs - In the bundle.
 */
export function compare(typescript: TypeScript, ours: ts.Node, theirs: ts.Node): Comparison {
  // { env } → { env: a }
  if (typescript.isShorthandPropertyAssignment(ours)) return compare(typescript, ours.name, theirs);
  if (typescript.isShorthandPropertyAssignment(theirs)) return compare(typescript, ours, theirs.name);
  if (typescript.isParenthesizedExpression(ours)) return compare(typescript, ours.expression, theirs);
  if (typescript.isParenthesizedExpression(theirs)) return compare(typescript, ours, theirs.expression);
  const constant = constantOf(typescript, ours as ts.Expression);
  if (constant !== undefined) {
    const other = constantOf(typescript, theirs as ts.Expression);
    return other === undefined ? "unknown" : other === constant ? "same" : "different";
  }
  if (isFunction(typescript, ours)) return compareFunctions(typescript, ours, theirs);
  if (typescript.isObjectLiteralExpression(ours)) {
    return typescript.isObjectLiteralExpression(theirs) ? compareObjects(typescript, ours, theirs) : "unknown";
  }
  if (typescript.isArrayLiteralExpression(ours)) {
    if (!typescript.isArrayLiteralExpression(theirs)) return "unknown";
    return compareLists(typescript, ours.elements, theirs.elements);
  }
  if (typescript.isCallExpression(ours)) {
    return typescript.isCallExpression(theirs) ? compareLists(typescript, ours.arguments, theirs.arguments) : "unknown";
  }
  if (!typescript.isIdentifier(ours)) return "unknown";
  // Names of the runtime's functions, which bundlers change; minifiers may put the function itself there.
  const isReplaced = isFunction(typescript, theirs)
    ? !usesParameter(typescript, theirs)
    : constantOf(typescript, theirs as ts.Expression) !== undefined;
  return isReplaced ? "different" : "same";
}
