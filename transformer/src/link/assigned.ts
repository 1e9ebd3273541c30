import type ts from "typescript";
import { once } from "../analysis/memoize.js";
import { type BoundSourceFile, type TypeScript, unwrap } from "../compiler/compiler.js";
import { walk } from "../compiler/walk.js";

/** An assignment to a name or a property after its declaration. */
export interface Assignment {
  /** The assigned name, or the object of the assigned property. */
  readonly target: ts.Expression;
  /** The name of the assigned property. */
  readonly property?: string;
  readonly value: ts.Expression;
  /** The path to the assigned part of the value, for a destructuring assignment. */
  readonly members: readonly string[];
}

/** A call or a `new` expression. */
export type Call = ts.CallExpression | ts.NewExpression;

interface Index {
  readonly assignments: Map<string, Assignment[]>;
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

function createIndex(typescript: TypeScript, file: ts.SourceFile): Index {
  const { SyntaxKind } = typescript;
  const index: Index = { assignments: new Map(), properties: new Map(), calls: new Map(), identifiers: new Map() };
  const isAssignment = ({ operatorToken: { kind } }: ts.BinaryExpression) =>
    kind === SyntaxKind.EqualsToken ||
    kind === SyntaxKind.BarBarEqualsToken ||
    kind === SyntaxKind.AmpersandAmpersandEqualsToken ||
    kind === SyntaxKind.QuestionQuestionEqualsToken;
  const addAssignment = (left: ts.Expression, value: ts.Expression) => {
    for (const { target, members } of takenApart(typescript, left, [])) {
      if (typescript.isIdentifier(target)) push(index.assignments, target.text, { target, value, members });
      const property = accessedName(typescript, target);
      if (property === undefined) continue;
      const object = unwrap(typescript, (target as ts.PropertyAccessExpression).expression);
      if (typescript.isIdentifier(object))
        push(index.assignments, object.text, { target: object, property, value, members });
      if (!members.length) push(index.properties, property, value);
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
    assignedTo: (symbol) =>
      (index().assignments.get(symbol.name) ?? []).filter(({ target }) => lookUp(target as ts.Identifier) === symbol),
    givenTo: (property) => index().properties.get(property) ?? [],
    callsOfProperty: (property) => index().calls.get(`.${property}`) ?? [],
    callsOf: (symbol) =>
      (index().calls.get(symbol.name) ?? []).filter(
        ({ expression }) => lookUp(unwrap(typescript, expression) as ts.Identifier) === symbol,
      ),
  };
}
