/**
 * What a function uses: other functions, variables, and what it imports.
 *
 * @module
 */
import type ts from "typescript";
import type { TypeScript } from "../../../../compiler/compiler.js";
import { literalOf, walk } from "../syntax.js";
import { isFunc, plain } from "./script.js";
import type { Values } from "./value.js";

/** Whether an identifier is used as a value. */
export function isUse(typescript: TypeScript, node: ts.Identifier): boolean {
  const { parent } = node;
  if (typescript.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (typescript.isBindingElement(parent)) return parent.initializer === node;
  return !typescript.isPropertyAssignment(parent) || parent.initializer === node;
}

/** The nodes in which a variable gets its value. */
function sourcesOf(typescript: TypeScript, values: Values, name: ts.Identifier): ts.Node[] {
  const script = values.scriptOf(name);
  const symbol = script.lookup(name);
  const [declaration] = symbol ? script.declarationsOf(symbol) : [];
  const whole =
    declaration && typescript.isBindingElement(declaration) ? patternOwner(typescript, declaration) : declaration;
  if (!declaration || !whole || typescript.isParameter(whole)) return [];
  if (typescript.isImportSpecifier(declaration) || typescript.isImportClause(declaration)) {
    const value = values.valueOf(name);
    return value?.kind === "function" ? [value.node] : [];
  }
  const writes = script.writesTo(symbol!).map(({ value, node }) => value ?? node);
  if ([whole, ...writes].some((source) => loadsModule(typescript, values, source))) return [];
  return [typescript.isVariableDeclaration(whole) ? valueIn(typescript, whole) : whole, ...writes];
}

/** `a = (unused(), b)`: a minifier puts before the value of a variable what nobody reads. */
function valueIn(typescript: TypeScript, declaration: ts.VariableDeclaration): ts.Node {
  const { initializer, name } = declaration;
  return initializer && typescript.isIdentifier(name) ? plain(typescript, initializer) : declaration;
}

/** `fs = require("node:fs")`, `fs = n(29)`, `fs = toESM(fs)`: how a bundle loads a module has no meaning here. */
function loadsModule(typescript: TypeScript, values: Values, source: ts.Node): boolean {
  let loads = false;
  walk(typescript, source, (node) => {
    if (isFunc(typescript, node)) return false;
    const [first, ...others] = typescript.isCallExpression(node) ? node.arguments : [];
    if (!typescript.isCallExpression(node) || !first || others.length) return !loads;
    const callee = plain(typescript, node.expression);
    const isLoad =
      typescript.isIdentifier(callee) && (callee.text === "require" || values.scriptOf(callee).lookup(callee));
    loads ||= Boolean(isLoad) && literalOf(typescript, first) !== undefined;
    return !loads;
  });
  if (loads) return true;
  // A bundler's wrapper of a module is called with the module alone.
  const value = typescript.isVariableDeclaration(source) ? source.initializer : undefined;
  const [module, ...others] = value && typescript.isCallExpression(value) ? value.arguments : [];
  const isWrapped = module && typescript.isIdentifier(module) && !others.length;
  return Boolean(isWrapped) && isModule(typescript, values, module as ts.Identifier);
}

function isModule(typescript: TypeScript, values: Values, name: ts.Identifier): boolean {
  const script = values.scriptOf(name);
  const symbol = script.lookup(name);
  const [declaration] = symbol ? script.declarationsOf(symbol) : [];
  const isVariable = declaration && typescript.isVariableDeclaration(declaration) && declaration !== name.parent.parent;
  return Boolean(isVariable) && loadsModule(typescript, values, declaration!);
}

/** The variable or parameter that a pattern belongs to. */
function patternOwner(
  typescript: TypeScript,
  element: ts.BindingElement,
): ts.VariableDeclaration | ts.ParameterDeclaration {
  const { parent } = element.parent;
  return typescript.isBindingElement(parent) ? patternOwner(typescript, parent) : parent;
}

export function importedName(typescript: TypeScript, values: Values, name: ts.Identifier): string[] {
  const script = values.scriptOf(name);
  const symbol = script.lookup(name);
  const [declaration] = symbol ? script.declarationsOf(symbol) : [];
  const isImported = declaration && typescript.isImportSpecifier(declaration) && !values.valueOf(name);
  const imported = isImported ? (declaration.propertyName ?? declaration.name).text : "default";
  return imported === "default" ? [] : [imported];
}

/** What a name leads to: the function that it is, or the nodes in which a variable gets its value. */
export function usedBy(
  typescript: TypeScript,
  values: Values,
  name: ts.Expression,
): readonly ts.Node[] | { readonly external: string } {
  const value = values.valueOf(name);
  if (value?.kind === "external") return { external: value.name };
  if (value?.kind === "function" || value?.kind === "class") return [value.node];
  if (value?.kind === "exports" || value?.kind === "importspy") return [];
  // Copies of one function have the same words, so the first stands for all.
  const [copy] = value?.kind === "any" ? value.values : [];
  if (copy?.kind === "function" || copy?.kind === "class") return [copy.node];
  return typescript.isIdentifier(name) ? sourcesOf(typescript, values, name) : [];
}

/** `guard.env`, where `guard` is a module: a name that bundlers change. */
export function isOfModule(typescript: TypeScript, values: Values, node: ts.Node): node is ts.PropertyAccessExpression {
  if (!typescript.isPropertyAccessExpression(node) || !typescript.isIdentifier(node.expression)) return false;
  const { kind } = values.valueOf(node.expression) ?? {};
  return (kind === "exports" || kind === "any" || kind === "importspy") && values.valueOf(node) !== undefined;
}
