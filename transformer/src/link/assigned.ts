import type ts from "typescript";
import { memoize, once } from "../analysis/memoize.js";
import { type BoundSourceFile, type TypeScript, unwrap } from "../compiler/compiler.js";
import { walk } from "../compiler/walk.js";

/** An assignment to a name or a property after its declaration. */
export interface Assignment {
  /** The assigned name, or the name of the object in which something is assigned. */
  readonly target: ts.Identifier;
  /** The path to the assigned property: `a.b.c = value` → `b`, `c`. Empty for the name itself. */
  readonly path: readonly string[];
  /** The members of the value become members of what the path leads to: `Object.assign(a.b, value)`. */
  readonly isMerged?: boolean;
  readonly value: ts.Expression;
  /** The path to the assigned part of the value, for a destructuring assignment. */
  readonly members: readonly string[];
}

/** A call or a `new` expression. */
export type Call = ts.CallExpression | ts.NewExpression;

/** An assignment to a property of `this` in a class. */
export type OwnAssignment = Pick<Assignment, "value" | "members"> & { readonly property: string };

interface Index {
  readonly assignments: Map<string, Assignment[]>;
  readonly own: Map<ts.ClassLikeDeclaration, OwnAssignment[]>;
  readonly properties: Map<string, ts.Expression[]>;
  readonly calls: Map<string, Call[]>;
  readonly identifiers: Map<string, ts.Identifier[]>;
}

function push<Key, Value>(map: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

/** The text of a property's name, unless it is computed. */
export function propertyNameOf(typescript: TypeScript, name: ts.Node): string | undefined {
  if (typescript.isComputedPropertyName(name)) return propertyNameOf(typescript, unwrap(typescript, name.expression));
  const isWritten =
    typescript.isIdentifier(name) ||
    typescript.isPrivateIdentifier(name) ||
    typescript.isStringLiteralLike(name) ||
    typescript.isNumericLiteral(name);
  return isWritten ? name.text : undefined;
}

/** The property name in `a.b` and `a["b"]`. */
export function accessedName(typescript: TypeScript, node: ts.Node): string | undefined {
  if (typescript.isPropertyAccessExpression(node)) return node.name.text;
  if (!typescript.isElementAccessExpression(node)) return undefined;
  const argument = unwrap(typescript, node.argumentExpression);
  return typescript.isIdentifier(argument) ? undefined : propertyNameOf(typescript, argument);
}

/** `[{ a: x }] = value` → `x` gets the member `0.a` of the value. */
function* takenApart(
  typescript: TypeScript,
  pattern: ts.Expression,
  members: readonly string[],
): Generator<{ target: ts.Expression; members: readonly string[] }> {
  const node = unwrap(typescript, pattern);
  if (typescript.isBinaryExpression(node)) yield* takenApart(typescript, node.left, members);
  else if (typescript.isArrayLiteralExpression(node)) {
    for (const [index, element] of node.elements.entries()) {
      if (typescript.isSpreadElement(element)) yield* takenApart(typescript, element.expression, members);
      else yield* takenApart(typescript, element, [...members, String(index)]);
    }
  } else if (typescript.isObjectLiteralExpression(node)) {
    for (const property of node.properties) {
      if (typescript.isSpreadAssignment(property)) yield* takenApart(typescript, property.expression, members);
      const name = property.name && propertyNameOf(typescript, property.name);
      if (name === undefined) continue;
      if (typescript.isShorthandPropertyAssignment(property))
        yield { target: property.name, members: [...members, name] };
      if (typescript.isPropertyAssignment(property))
        yield* takenApart(typescript, property.initializer, [...members, name]);
    }
  } else yield { target: node, members };
}

/** The name that an object begins with, and the path from there: `a.b["c"]` → `a`, and `b`, `c`. */
export function placeOf(
  typescript: TypeScript,
  expression: ts.Expression,
): { readonly root: ts.Expression; readonly path: readonly string[] } | undefined {
  const path: string[] = [];
  let root = unwrap(typescript, expression);
  while (typescript.isPropertyAccessExpression(root) || typescript.isElementAccessExpression(root)) {
    const name = accessedName(typescript, root);
    if (name === undefined) return undefined;
    path.unshift(name);
    root = unwrap(typescript, root.expression);
  }
  return { root, path };
}

/** The expressions that a function returns or yields. */
export function* returnedBy(
  typescript: TypeScript,
  { body }: ts.FunctionLikeDeclaration,
): Generator<ts.Expression, void, undefined> {
  if (!body) return;
  if (!typescript.isBlock(body)) {
    yield body;
    return;
  }
  const found: ts.Expression[] = [];
  walk(typescript, body, (node) => {
    if (typescript.isFunctionLike(node) || typescript.isClassLike(node)) return false;
    if ((typescript.isReturnStatement(node) || typescript.isYieldExpression(node)) && node.expression)
      found.push(node.expression);
    return true;
  });
  yield* found;
}

/** The values of `{ value: a }` and `{ get: () => a }`. */
export function* describedBy(typescript: TypeScript, descriptor: ts.Expression): Generator<ts.Expression> {
  const node = unwrap(typescript, descriptor);
  if (!typescript.isObjectLiteralExpression(node)) return;
  for (const property of node.properties) {
    const name = property.name && propertyNameOf(typescript, property.name);
    if (typescript.isShorthandPropertyAssignment(property) && name === "value") yield property.name;
    if (typescript.isMethodDeclaration(property) && name === "get") yield* returnedBy(typescript, property);
    if (!typescript.isPropertyAssignment(property)) continue;
    const value = unwrap(typescript, property.initializer);
    if (name === "value") yield value;
    const isGetter = typescript.isFunctionExpression(value) || typescript.isArrowFunction(value);
    if (name === "get" && isGetter) yield* returnedBy(typescript, value);
  }
}

/** What a call assigns: `Object.assign(a, b)`, `Object.defineProperty(a, "b", { value: c })`, `Reflect.set(a, "b", c)`. */
function* assignedBy(
  typescript: TypeScript,
  { expression, arguments: [target, ...others] }: ts.CallExpression,
): Generator<{ target: ts.Expression; property?: string; value: ts.Expression }> {
  const callee = unwrap(typescript, expression);
  if (!target || !typescript.isPropertyAccessExpression(callee) || !typescript.isIdentifier(callee.expression)) return;
  const [first, second] = others;
  const property = first && propertyNameOf(typescript, unwrap(typescript, first));
  switch (`${callee.expression.text}.${callee.name.text}`) {
    case "Object.assign":
      for (const value of others) yield { target, value };
      return;
    case "Object.defineProperty":
    case "Reflect.defineProperty":
      if (property === undefined || !second) return;
      for (const value of describedBy(typescript, second)) yield { target, property, value };
      return;
    case "Object.defineProperties": {
      const all = first && unwrap(typescript, first);
      if (!all || !typescript.isObjectLiteralExpression(all)) return;
      for (const each of all.properties) {
        const name = each.name && propertyNameOf(typescript, each.name);
        if (name === undefined || !typescript.isPropertyAssignment(each)) continue;
        for (const value of describedBy(typescript, each.initializer)) yield { target, property: name, value };
      }
      return;
    }
    case "Reflect.set":
      if (property !== undefined && second) yield { target, property, value: second };
  }
}

function createIndex(typescript: TypeScript, file: ts.SourceFile): Index {
  const { SyntaxKind } = typescript;
  const index: Index = {
    assignments: new Map(),
    own: new Map(),
    properties: new Map(),
    calls: new Map(),
    identifiers: new Map(),
  };
  const isAssignment = ({ operatorToken: { kind } }: ts.BinaryExpression) =>
    kind === SyntaxKind.EqualsToken ||
    kind === SyntaxKind.BarBarEqualsToken ||
    kind === SyntaxKind.AmpersandAmpersandEqualsToken ||
    kind === SyntaxKind.QuestionQuestionEqualsToken;
  const addAssignment = (left: ts.Expression, value: ts.Expression) => {
    for (const { target, members } of takenApart(typescript, left, [])) {
      const place = placeOf(typescript, target);
      if (!place) continue;
      const { root, path } = place;
      if (typescript.isIdentifier(root)) push(index.assignments, root.text, { target: root, path, value, members });
      const [property = ""] = path;
      if (root.kind === SyntaxKind.ThisKeyword && path.length === 1) {
        const owner = typescript.findAncestor(root, typescript.isClassLike);
        if (owner) push(index.own, owner, { property, value, members });
      }
      if (path.length && !members.length) push(index.properties, path.at(-1)!, value);
    }
  };
  const addCall = (call: ts.CallExpression) => {
    for (const { target, property, value } of assignedBy(typescript, call)) {
      const place = placeOf(typescript, target);
      if (!place || !typescript.isIdentifier(place.root)) continue;
      const path = property === undefined ? place.path : [...place.path, property];
      const isMerged = property === undefined;
      push(index.assignments, place.root.text, { target: place.root, path, isMerged, value, members: [] });
    }
  };
  const addProperty = (name: ts.Node | undefined, value: ts.Expression | undefined) => {
    const property = name && propertyNameOf(typescript, name);
    if (property !== undefined && value) push(index.properties, property, value);
  };
  walk(typescript, file, (node) => {
    if (typescript.isIdentifier(node)) push(index.identifiers, node.text, node);
    else if (typescript.isBinaryExpression(node)) {
      if (isAssignment(node)) addAssignment(node.left, node.right);
    } else if (typescript.isCallExpression(node) || typescript.isNewExpression(node)) {
      if (typescript.isCallExpression(node)) addCall(node);
      const callee = unwrap(typescript, node.expression);
      const property = accessedName(typescript, callee);
      if (typescript.isIdentifier(callee)) push(index.calls, callee.text, node);
      else if (property !== undefined) push(index.calls, `.${property}`, node);
    } else if (typescript.isPropertyAssignment(node) || typescript.isPropertyDeclaration(node)) {
      addProperty(node.name, node.initializer);
    } else if (typescript.isShorthandPropertyAssignment(node)) addProperty(node.name, node.name);
  });
  return index;
}

/** Resolves the names of a file by its syntax, without a type checker. */
export interface Names {
  /** The declaration of a name in this file; `undefined` for a global name. */
  lookUp(name: ts.Identifier): ts.Symbol | undefined;
  /** The identifiers that refer to a declaration of the file, including its own name. */
  usesOf(symbol: ts.Symbol): readonly ts.Identifier[];
  /** Whether the file exports a declaration. */
  isExported(symbol: ts.Symbol): boolean;
  /** The assignments to a declared name, or to its properties. */
  assignedTo(symbol: ts.Symbol): readonly Assignment[];
  /** The assignments to properties of `this` in a class. */
  assignedIn(owner: ts.ClassLikeDeclaration): readonly OwnAssignment[];
  /** All values that the file assigns to a property of this name, of any object. */
  givenTo(property: string): readonly ts.Expression[];
  /** The calls of a function or class by its name. */
  callsOf(symbol: ts.Symbol): readonly Call[];
  /** The calls of a property of this name, of any object. */
  callsOfProperty(property: string): readonly Call[];
}

/**
 * Makes the resolver of names in a file. It needs no checker, so it also works for emitted JavaScript.
 *
 * @param typescript - The compiler.
 * @param file - The file.
 * @param bound - The same file after binding.
 */
export function createNames(typescript: TypeScript, file: ts.SourceFile, bound: BoundSourceFile): Names {
  const { Value, Alias, ExportValue } = typescript.SymbolFlags;
  const isAmbient = (declaration: ts.Declaration) =>
    (typescript.getCombinedModifierFlags(declaration) & typescript.ModifierFlags.Ambient) !== 0;
  const declares = (symbol: ts.Symbol | undefined): symbol is ts.Symbol =>
    symbol !== undefined &&
    (symbol.flags & (Value | Alias | ExportValue)) !== 0 &&
    (symbol.declarations ?? []).some((each) => !typescript.isSourceFile(each) && !isAmbient(each));
  /** The names that a node declares for its content. */
  const localsOf = (scope: ts.Node) =>
    typescript.isSourceFile(scope) ? bound.locals : (scope as { locals?: ts.SymbolTable }).locals;
  const ownSymbolOf = (scope: ts.Node, { text }: ts.Identifier) => {
    const isNamed = typescript.isFunctionExpression(scope) || typescript.isClassExpression(scope);
    return isNamed && scope.name?.text === text ? (scope as { symbol?: ts.Symbol }).symbol : undefined;
  };
  const lookUp: Names["lookUp"] = (name) => {
    for (let scope: ts.Node = name; scope; scope = scope.parent) {
      const local = localsOf(scope)?.get(name.escapedText);
      if (declares(local)) return local;
      const own = ownSymbolOf(scope, name);
      if (own) return own;
    }
    return undefined;
  };
  const index = once(() => createIndex(typescript, file));
  /** `x` of `a.x` and of `{ x: a }` */
  const isProperty = (name: ts.Identifier) => {
    const { parent } = name;
    if (typescript.isPropertyAccessExpression(parent) || typescript.isPropertyAssignment(parent))
      return parent.name === name;
    if (typescript.isQualifiedName(parent)) return parent.right === name;
    return typescript.isBindingElement(parent) && parent.propertyName === name;
  };
  return {
    lookUp,
    usesOf: (symbol) =>
      (index().identifiers.get(symbol.name) ?? []).filter((each) => !isProperty(each) && lookUp(each) === symbol),
    isExported: (symbol) => (symbol as { exportSymbol?: ts.Symbol }).exportSymbol !== undefined,
    assignedTo: memoize((symbol: ts.Symbol) =>
      (index().assignments.get(symbol.name) ?? []).filter(({ target }) => lookUp(target) === symbol),
    ),
    assignedIn: (owner) => index().own.get(owner) ?? [],
    givenTo: (property) => index().properties.get(property) ?? [],
    callsOfProperty: (property) => index().calls.get(`.${property}`) ?? [],
    callsOf: (symbol) =>
      (index().calls.get(symbol.name) ?? []).filter(
        ({ expression }) => lookUp(unwrap(typescript, expression) as ts.Identifier) === symbol,
      ),
  };
}
