/**
 * The function with which esbuild and Rolldown keep the names of functions and classes.
 *
 * @module
 */
import type ts from "typescript";
import { memoize } from "../../../../analysis/memoize.js";
import type { TypeScript } from "../../../../compiler/compiler.js";
import { literalOf, propertyOf } from "../syntax.js";
import { accessOf } from "./definitions.js";
import { type Func, plain } from "./script.js";
import type { Values } from "./value.js";

/** Whether an expression is one of these functions: `Object.defineProperty`, or a variable with this value. */
export function isOfObject(
  typescript: TypeScript,
  scriptOf: Values["scriptOf"],
  expression: ts.Expression,
  names: readonly string[],
): boolean {
  const node = plain(typescript, expression);
  const script = scriptOf(node);
  if (typescript.isIdentifier(node)) {
    const symbol = script.lookup(node);
    const [declaration, ...others] = symbol ? script.declarationsOf(symbol) : [];
    if (!declaration || others.length || script.writesTo(symbol!).length) return false;
    const isVariable = typescript.isVariableDeclaration(declaration) && typescript.isIdentifier(declaration.name);
    const { initializer } = isVariable ? declaration : {};
    return initializer !== undefined && isOfObject(typescript, scriptOf, initializer, names);
  }
  const { object, name } = accessOf(typescript, node) ?? {};
  const isGlobal = object && typescript.isIdentifier(object) && object.text === "Object" && !script.lookup(object);
  return isGlobal === true && name !== undefined && names.includes(name);
}

/**
 * Makes what tells which calls only give a function its name:
 * `var __name = (target, value) => Object.defineProperty(target, "name", { value, configurable: true })`.
 */
export function createNamers(
  typescript: TypeScript,
  { scriptOf, valueOf: valueIn }: Pick<Values, "scriptOf" | "valueOf">,
): Values["namedBy"] {
  const isNamer = memoize((node: Func): boolean => {
    const { body, parameters } = node;
    if (!body || parameters.length !== 2) return false;
    const [statement, ...others] = typescript.isBlock(body) ? body.statements : [];
    const isReturn = statement && !others.length && typescript.isReturnStatement(statement);
    const returned = typescript.isBlock(body) ? isReturn && statement.expression : body;
    const call = returned && plain(typescript, returned);
    if (!call || !typescript.isCallExpression(call) || call.arguments.length !== 3) return false;
    const [target, name, description] = call.arguments as unknown as [ts.Expression, ts.Expression, ts.Expression];
    const isParameter = (each: ts.Expression | undefined, index: number) => {
      const { name } = parameters[index]!;
      return each && typescript.isIdentifier(each) && typescript.isIdentifier(name) && each.text === name.text;
    };
    if (!isParameter(target, 0) || literalOf(typescript, name) !== "name") return false;
    if (!isOfObject(typescript, scriptOf, call.expression, ["defineProperty"])) return false;
    if (!typescript.isObjectLiteralExpression(description) || description.properties.length !== 2) return false;
    const [first] = description.properties;
    const value = typescript.isShorthandPropertyAssignment(first!)
      ? first.name.text === "value" && first.name
      : propertyOf(typescript, description, "value");
    return Boolean(value && isParameter(value, 1)) && propertyOf(typescript, description, "configurable") !== undefined;
  });

  return (call) => {
    const [named, name, ...others] = call.arguments;
    if (!named || others.length || literalOf(typescript, name) === undefined) return undefined;
    const value = valueIn(call.expression);
    return value?.kind === "function" && isNamer(value.node) ? named : undefined;
  };
}
