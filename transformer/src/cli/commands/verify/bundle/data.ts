import type ts from "typescript";
import type { TypeScript } from "../../../../compiler/compiler.js";
import { literalOf } from "../syntax.js";
import { plain } from "./script.js";
import type { Values } from "./value.js";

/** The value of an expression that is nothing but data. */
export interface Constant {
  readonly value: unknown;
}

/** Reads what JSON can say, however a minifier writes it: `!0` for `true`, `1e3` for `1000`, `` `a` `` for `"a"`. */
export function constantOf(typescript: TypeScript, values: Values, expression: ts.Expression): Constant | undefined {
  const { SyntaxKind } = typescript;
  const node = plain(typescript, expression);
  if (typescript.isStringLiteralLike(node)) return { value: node.text };
  if (typescript.isNumericLiteral(node)) return { value: Number(node.text) };
  if (node.kind === SyntaxKind.TrueKeyword) return { value: true };
  if (node.kind === SyntaxKind.FalseKeyword) return { value: false };
  if (node.kind === SyntaxKind.NullKeyword) return { value: null };
  if (typescript.isPrefixUnaryExpression(node)) {
    const number = literalOf(typescript, node.operand);
    if (number === undefined || !typescript.isNumericLiteral(node.operand)) return undefined;
    if (node.operator === SyntaxKind.ExclamationToken) return { value: !Number(number) };
    return node.operator === SyntaxKind.MinusToken ? { value: -Number(number) } : undefined;
  }
  if (typescript.isArrayLiteralExpression(node)) {
    const items = node.elements.map((element) => constantOf(typescript, values, element));
    return items.every((item) => item !== undefined) ? { value: items.map(({ value }) => value) } : undefined;
  }
  if (typescript.isObjectLiteralExpression(node)) return constantObject(typescript, values, node);
  if (!typescript.isIdentifier(node)) return undefined;
  const value = values.valueOf(node);
  const source = value?.kind === "other" || value?.kind === "object" ? value.node : undefined;
  // What is added to an object by its name is not looked for.
  return source && !typescript.isObjectLiteralExpression(source) ? constantOf(typescript, values, source) : undefined;
}

/** No getters, nothing spread, no name twice. */
function constantObject(
  typescript: TypeScript,
  values: Values,
  node: ts.ObjectLiteralExpression,
): Constant | undefined {
  const object: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  for (const property of node.properties) {
    if (!typescript.isPropertyAssignment(property)) return undefined;
    const name = typescript.isIdentifier(property.name) ? property.name.text : literalOf(typescript, property.name);
    const constant = constantOf(typescript, values, property.initializer);
    if (name === undefined || !constant || name === "__proto__" || name in object) return undefined;
    object[name] = constant.value;
  }
  return { value: object };
}

/** Whether two values that JSON can say are the same, in whatever order their members stand. */
export function isSame(left: unknown, right: unknown): boolean {
  if (typeof left !== "object" || typeof right !== "object" || !left || !right) return Object.is(left, right);
  if (Array.isArray(left) !== Array.isArray(right)) return false;
  const [some, others] = [Object.entries(left), new Map(Object.entries(right))];
  return (
    some.length === others.size && some.every(([name, value]) => others.has(name) && isSame(value, others.get(name)))
  );
}
