import type ts from "typescript";
import { memoize } from "../../../../analysis/memoize.js";
import { bind, type TypeScript } from "../../../../compiler/compiler.js";
import { hasSyntaxErrors, literalOf, parseJavaScript, walk } from "../syntax.js";

/** A function that has a body. */
export type Func = ts.FunctionDeclaration | ts.FunctionExpression | ts.ArrowFunction | ts.MethodDeclaration;

/** A place where a variable gets a value; `value` is absent where that is not simply another expression. */
export interface Write {
  readonly target: ts.Identifier;
  readonly value: ts.Expression | undefined;
  /** The assignment. */
  readonly node: ts.Node;
}

/** A file of a bundle, with the scopes of its names. */
export interface Script {
  readonly fileName: string;
  readonly file: ts.SourceFile;
  /** What a name stands for where it is used; `undefined` for globals. */
  lookup(name: ts.Identifier): ts.Symbol | undefined;
  /** The places that declare a variable. */
  declarationsOf(symbol: ts.Symbol): readonly ts.Declaration[];
  /** The places that assign to a variable. */
  writesTo(symbol: ts.Symbol): readonly Write[];
  readonly calls: readonly ts.CallExpression[];
  /** The functions that webpack and others make of modules, by the number or name that they are asked for by. */
  readonly modules: ReadonlyMap<string, readonly Func[]>;
  /** Code in strings that the file evaluates. */
  readonly evaluated: readonly string[];
}

export function isFunc(typescript: TypeScript, node: ts.Node): node is Func {
  return (
    (typescript.isFunctionExpression(node) ||
      typescript.isArrowFunction(node) ||
      typescript.isFunctionDeclaration(node) ||
      typescript.isMethodDeclaration(node)) &&
    node.body !== undefined
  );
}

/** `(a)`, `(0, a)`: what is left of it. */
export function plain(typescript: TypeScript, node: ts.Expression): ts.Expression {
  if (typescript.isParenthesizedExpression(node)) return plain(typescript, node.expression);
  const isComma = typescript.isBinaryExpression(node) && node.operatorToken.kind === typescript.SyntaxKind.CommaToken;
  return isComma ? plain(typescript, node.right) : node;
}

function lookup(typescript: TypeScript, name: ts.Identifier): ts.Symbol | undefined {
  for (let scope: ts.Node | undefined = name.parent; scope; scope = scope.parent) {
    const found = (scope as { readonly locals?: ts.SymbolTable }).locals?.get(name.escapedText);
    if (found) return found;
    // A function or class expression is known by its name within itself.
    if (typescript.isFunctionExpression(scope) || typescript.isClassExpression(scope)) {
      if (scope.name?.escapedText === name.escapedText) return (scope as { readonly symbol?: ts.Symbol }).symbol;
    }
  }
  return undefined;
}

/** The variables that an assignment pattern, or the left side of an assignment, gives values. */
function targetsOf(typescript: TypeScript, node: ts.Node): ts.Identifier[] {
  if (typescript.isIdentifier(node)) return [node];
  if (typescript.isPropertyAccessExpression(node) || typescript.isElementAccessExpression(node)) return [];
  if (typescript.isShorthandPropertyAssignment(node)) return [node.name];
  if (typescript.isPropertyAssignment(node)) return targetsOf(typescript, node.initializer);
  if (typescript.isBinaryExpression(node)) return targetsOf(typescript, node.left);
  const targets: ts.Identifier[] = [];
  typescript.forEachChild(node, (child) => {
    targets.push(...targetsOf(typescript, child));
  });
  return targets;
}

function writesIn(typescript: TypeScript, node: ts.Node): Write[] {
  const { SyntaxKind } = typescript;
  const unknown = (target: ts.Node): Write[] =>
    targetsOf(typescript, target).map((each) => ({ target: each, value: undefined, node }));
  if (typescript.isBinaryExpression(node)) {
    const { kind } = node.operatorToken;
    if (kind < SyntaxKind.FirstAssignment || kind > SyntaxKind.LastAssignment) return [];
    const isPlain = kind === SyntaxKind.EqualsToken && typescript.isIdentifier(node.left);
    return isPlain ? [{ target: node.left as ts.Identifier, value: node.right, node }] : unknown(node.left);
  }
  if (typescript.isPrefixUnaryExpression(node) || typescript.isPostfixUnaryExpression(node)) {
    const { operator } = node;
    return operator === SyntaxKind.PlusPlusToken || operator === SyntaxKind.MinusMinusToken
      ? unknown(node.operand)
      : [];
  }
  if (!typescript.isForInStatement(node) && !typescript.isForOfStatement(node)) return [];
  return typescript.isVariableDeclarationList(node.initializer) ? [] : unknown(node.initializer);
}

/** The entries of `{ 123(module) { … }, 456: (module) => { … } }`, `[, (module) => { … }]`, `[123, (module) => { … }]`. */
function modulesIn(typescript: TypeScript, node: ts.Node): [string, Func][] {
  if (typescript.isObjectLiteralExpression(node)) {
    return node.properties.flatMap((property): [string, Func][] => {
      const value = typescript.isPropertyAssignment(property) ? plain(typescript, property.initializer) : property;
      if (!isFunc(typescript, value) || !property.name) return [];
      const id = typescript.isIdentifier(property.name) ? property.name.text : literalOf(typescript, property.name);
      return id === undefined ? [] : [[id, value]];
    });
  }
  if (!typescript.isArrayLiteralExpression(node)) return [];
  const { elements } = node;
  const given = elements.map((element) => plain(typescript, element));
  // webpack numbers modules by their place where there are few gaps. Validators are a list that is passed to a call.
  const isPassed = typescript.isCallExpression(node.parent);
  if (!isPassed && given.every((each) => typescript.isOmittedExpression(each) || isFunc(typescript, each))) {
    return given.flatMap((each, index): [string, Func][] => (isFunc(typescript, each) ? [[String(index), each]] : []));
  }
  return elements.flatMap((element, index): [string, Func][] => {
    const id = literalOf(typescript, element);
    const value = id === undefined ? undefined : elements.slice(index + 1).find((each) => !literalOf(typescript, each));
    const module = value && plain(typescript, value);
    return module && isFunc(typescript, module) ? [[id!, module]] : [];
  });
}

/**
 * Reads a file of a bundle.
 *
 * @param typescript - Its parser.
 * @param fileName - The file.
 * @param text - Its text.
 * @returns `undefined` when it is not JavaScript.
 */
export function readScript(typescript: TypeScript, fileName: string, text: string): Script | undefined {
  const file = parseJavaScript(typescript, fileName, text);
  if (hasSyntaxErrors(file)) return undefined;
  bind(typescript, file, {});
  const calls: ts.CallExpression[] = [];
  const evaluated: string[] = [];
  const writes = new Map<string, Write[]>();
  const modules = new Map<string, Func[]>();
  // Names are short in what is minified, and there are thousands of each: nothing may be copied or looked through for
  // each of them.
  const add = <Name, Item>(lists: Map<Name, Item[]>, name: Name, item: Item) => {
    const list = lists.get(name);
    if (list) list.push(item);
    else lists.set(name, [item]);
  };
  walk(typescript, file, (node) => {
    for (const write of writesIn(typescript, node)) add(writes, write.target.text, write);
    for (const [id, module] of modulesIn(typescript, node)) add(modules, id, module);
    if (!typescript.isCallExpression(node)) return;
    calls.push(node);
    // What webpack does with modules for its development server.
    const isEval = typescript.isIdentifier(node.expression) && node.expression.text === "eval";
    if (isEval) evaluated.push(literalOf(typescript, node.arguments[0]) ?? "");
  });
  const lookupName = memoize((name: ts.Identifier) => lookup(typescript, name));
  /** The writes to all that has a name, by what it is. */
  const writesOf = memoize((name: string) => {
    const bySymbol = new Map<ts.Symbol | undefined, Write[]>();
    for (const write of writes.get(name) ?? []) add(bySymbol, lookupName(write.target), write);
    return bySymbol;
  });
  const isDeclaration = (node: ts.Node): node is ts.Declaration =>
    // For JavaScript the binder counts `x.y = …` among the declarations of `x`.
    !typescript.isIdentifier(node) &&
    !typescript.isPropertyAccessExpression(node) &&
    !typescript.isBinaryExpression(node);
  return {
    fileName,
    file,
    lookup: lookupName,
    declarationsOf: memoize((symbol: ts.Symbol) => (symbol.declarations ?? []).filter(isDeclaration)),
    writesTo: (symbol) => writesOf(typescript.unescapeLeadingUnderscores(symbol.escapedName)).get(symbol) ?? [],
    calls,
    modules,
    evaluated,
  };
}
