import type ts from "typescript";
import { type TypeScript, unwrap } from "../compiler/compiler.js";
import { accessedName, type Names, propertyNameOf } from "./assigned.js";

/** The names that a file reads from a module; `undefined` when that is not known. */
export type Reads = ReadonlySet<string> | undefined;

/** No name is read. */
const NOTHING: Reads = new Set();

function union(all: readonly Reads[]): Reads {
  const known = all.filter((each) => each !== undefined);
  return known.length < all.length ? undefined : new Set(known.flatMap((each) => [...each]));
}

/**
 * Finds the names that a file reads from a module's namespace object.
 *
 * @param typescript - The compiler.
 * @param names - Resolves the file's names.
 * @param node - A name for the module, from `import * as` or `import x = require()`, or an expression that loads it:
 *   `require()`, `import()`.
 * @returns The names that are read; `undefined` when that is not known, as for `console.log(module)`.
 */
export function readsOf(typescript: TypeScript, names: Names, node: ts.Node): Reads {
  const { SyntaxKind } = typescript;
  const seen = new Set<ts.Node>();

  const ofName = (name: ts.Identifier): Reads => {
    if (seen.has(name)) return NOTHING;
    seen.add(name);
    const symbol = names.lookUp(name);
    // An exported name can be read by other files.
    if (!symbol || names.isExported(symbol) || names.assignedTo(symbol).some(({ path }) => !path.length))
      return undefined;
    const uses = names.usesOf(symbol).filter((use) => use !== name);
    return union(uses.map((use) => ofUse(use)));
  };

  const ofBinding = (name: ts.BindingName): Reads => {
    if (typescript.isIdentifier(name)) return ofName(name);
    if (typescript.isArrayBindingPattern(name)) return undefined;
    const asked = name.elements.map((element) =>
      element.dotDotDotToken ? undefined : propertyNameOf(typescript, element.propertyName ?? element.name),
    );
    return union(asked.map((each) => (each === undefined ? undefined : new Set([each]))));
  };

  /** The names that a promise's callback reads from its parameter. */
  const ofCallback = (callback: ts.Expression | undefined): Reads => {
    const node = callback && unwrap(typescript, callback);
    const isFunction = node && (typescript.isArrowFunction(node) || typescript.isFunctionExpression(node));
    if (!isFunction) return undefined;
    const [parameter] = node.parameters;
    return parameter ? ofBinding(parameter.name) : NOTHING;
  };

  /** `import("./x").then(…)` */
  const ofPromise = (method: string, access: ts.Node): Reads => {
    const { parent: call } = access;
    if (!typescript.isCallExpression(call) || call.expression !== access) return undefined;
    if (method === "then") return ofCallback(call.arguments[0]);
    return method === "catch" || method === "finally" ? ofUse(call, true) : undefined;
  };

  const ofAssigned = (pattern: ts.Expression): Reads => {
    const node = unwrap(typescript, pattern);
    if (!typescript.isObjectLiteralExpression(node)) return undefined;
    return union(
      node.properties.map((property) => {
        const name = property.name && propertyNameOf(typescript, property.name);
        return name === undefined ? undefined : new Set([name]);
      }),
    );
  };

  const isType = (node: ts.Node): boolean =>
    typescript.isTypeNode(node.parent)
      ? !typescript.isExpressionWithTypeArguments(node.parent) || isImplemented(node.parent.parent)
      : typescript.isQualifiedName(node.parent) && isType(node.parent);

  const isImplemented = (clause: ts.Node) =>
    typescript.isHeritageClause(clause) &&
    (clause.token === SyntaxKind.ImplementsKeyword || typescript.isInterfaceDeclaration(clause.parent));

  /** The names that are read at one use of the module, or of a promise of it. */
  function ofUse(node: ts.Node, isPromise = false): Reads {
    const { parent } = node;
    if (isType(node)) return NOTHING;
    if (unwrap(typescript, parent as ts.Expression) === unwrap(typescript, node as ts.Expression))
      return ofUse(parent, isPromise);
    if (typescript.isAwaitExpression(parent)) return ofUse(parent);
    if (typescript.isPropertyAccessExpression(parent) || typescript.isElementAccessExpression(parent)) {
      const name = parent.expression === node ? accessedName(typescript, parent) : undefined;
      if (name === undefined) return undefined;
      if (isPromise) return ofPromise(name, parent);
      return isType(parent) ? NOTHING : new Set([name]);
    }
    if (typescript.isQualifiedName(parent)) return new Set([parent.right.text]);
    if (typescript.isVariableDeclaration(parent) && parent.initializer === node) {
      if (isPromise) return ofPromiseName(parent.name);
      return ofBinding(parent.name);
    }
    if (typescript.isBinaryExpression(parent) && parent.operatorToken.kind === SyntaxKind.EqualsToken)
      return parent.right === node && !isPromise ? ofAssigned(parent.left) : undefined;
    const isDropped =
      typescript.isExpressionStatement(parent) ||
      typescript.isTypeOfExpression(parent) ||
      typescript.isVoidExpression(parent);
    return isDropped ? NOTHING : undefined;
  }

  /** `const loading = import("./x"); … (await loading).y` */
  const ofPromiseName = (name: ts.BindingName): Reads => {
    const symbol = typescript.isIdentifier(name) ? names.lookUp(name) : undefined;
    if (!symbol || names.isExported(symbol) || names.assignedTo(symbol).length) return undefined;
    return union(names.usesOf(symbol).flatMap((use) => (use === name ? [] : [ofUse(use, true)])));
  };

  if (typescript.isIdentifier(node)) return ofName(node);
  const isImport = typescript.isCallExpression(node) && node.expression.kind === SyntaxKind.ImportKeyword;
  return ofUse(node, isImport);
}
