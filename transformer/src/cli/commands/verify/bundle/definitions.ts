/**
 * The places of a script that give an export its value, as compilers and bundlers write them.
 *
 * @module
 */
import type ts from "typescript";
import type { TypeScript } from "../../../../compiler/compiler.js";
import { literalOf } from "../syntax.js";
import { isFunc, plain } from "./script.js";

/** A place that gives an export its value: `exports.a = b`, `{ a: () => b }`, `["a", 0, b]`. */
export interface Definition {
  readonly name: string;
  readonly value: ts.Expression;
  /** What is given the export, where it is named. */
  readonly target: ts.Expression | undefined;
}

/** `() => a`, `function () { return a; }`, `get a() { return a; }` */
function returnedBy(typescript: TypeScript, node: ts.Node): ts.Expression | undefined {
  const isGetter = typescript.isGetAccessorDeclaration(node);
  if ((!isGetter && !isFunc(typescript, node)) || node.parameters.length || !node.body) return undefined;
  if (!typescript.isBlock(node.body)) return node.body;
  const [statement, ...others] = node.body.statements;
  return statement && !others.length && typescript.isReturnStatement(statement) ? statement.expression : undefined;
}

export const nameOf = (typescript: TypeScript, name: ts.Node | undefined): string | undefined =>
  name && (typescript.isIdentifier(name) ? name.text : literalOf(typescript, name));

/** The name and the object of `a.b` and `a["b"]`. */
export function accessOf(
  typescript: TypeScript,
  node: ts.Expression,
): { readonly object: ts.Expression; readonly name: string } | undefined {
  if (typescript.isPropertyAccessExpression(node)) return { object: node.expression, name: node.name.text };
  if (!typescript.isElementAccessExpression(node)) return undefined;
  const name = literalOf(typescript, node.argumentExpression);
  return name === undefined ? undefined : { object: node.expression, name };
}

/** `{ a: b }`, the values that Rspack gives as they are. */
function members(typescript: TypeScript, list: ts.Expression, target: ts.Expression): Definition[] {
  if (!typescript.isObjectLiteralExpression(list)) return [];
  return list.properties.flatMap((property) => {
    const name = nameOf(typescript, property.name);
    if (name === undefined) return [];
    if (typescript.isShorthandPropertyAssignment(property)) return [{ name, value: property.name, target }];
    return typescript.isPropertyAssignment(property) ? [{ name, value: property.initializer, target }] : [];
  });
}

function getters(typescript: TypeScript, list: ts.Expression, target: ts.Expression | undefined): Definition[] {
  if (typescript.isObjectLiteralExpression(list)) {
    return list.properties.flatMap((property) => {
      const name = nameOf(typescript, property.name);
      const value = typescript.isPropertyAssignment(property) ? property.initializer : property;
      const returned = returnedBy(typescript, typescript.isExpression(value) ? plain(typescript, value) : value);
      return name === undefined || !returned ? [] : [{ name, value: returned, target }];
    });
  }
  if (!typescript.isArrayLiteralExpression(list)) return [];
  // ["a", () => a, "b", 0, b]
  return list.elements.flatMap((element, index) => {
    const name = typescript.isStringLiteralLike(element) ? element.text : undefined;
    const next = list.elements[index + 1];
    if (name === undefined || !next) return [];
    const value = literalOf(typescript, next) === "0" ? list.elements[index + 2] : returnedBy(typescript, next);
    return value ? [{ name, value, target }] : [];
  });
}

/** The exports that a node gives values. */
export function definitionsIn(typescript: TypeScript, node: ts.Node): Definition[] {
  if (typescript.isBinaryExpression(node) && node.operatorToken.kind === typescript.SyntaxKind.EqualsToken) {
    const access = accessOf(typescript, node.left);
    return access ? [{ name: access.name, value: node.right, target: access.object }] : [];
  }
  if (!typescript.isCallExpression(node)) return [];
  const [target, second, third] = node.arguments;
  const name = literalOf(typescript, second);
  if (name !== undefined && third && typescript.isObjectLiteralExpression(third)) {
    // Object.defineProperty(exports, "a", { enumerable: true, get: function () { return a; } })
    const found = third.properties.flatMap((property) => {
      const own = nameOf(typescript, property.name);
      if (own === "value" && typescript.isPropertyAssignment(property)) return [property.initializer];
      if (own !== "get") return [];
      const getter = typescript.isPropertyAssignment(property) ? plain(typescript, property.initializer) : property;
      return returnedBy(typescript, getter) ?? [];
    });
    return found.map((value) => ({ name, value, target }));
  }
  // r.d(exports, { a: () => a }, { b: b })
  const isOfRspack =
    node.arguments.length === 3 &&
    accessOf(typescript, node.expression)?.name === "d" &&
    typescript.isObjectLiteralExpression(second!);
  return [
    ...node.arguments.flatMap((list, index) => getters(typescript, list, index ? target : undefined)),
    ...(isOfRspack ? members(typescript, third!, target!) : []),
  ];
}
