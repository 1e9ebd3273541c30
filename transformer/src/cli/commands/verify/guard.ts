import type ts from "typescript";
import { specifierOfSidecar } from "../../../artifacts/sidecarNames.js";
import { bind, type TypeScript } from "../../../compiler/compiler.js";
import { REQUIRE } from "./require.js";
import { lineOf, literalOf, walk } from "./syntax.js";

/** The guard at the head of an emitted file. */
export interface Guard {
  /** What is wrong with it; `undefined` when nothing is. */
  readonly problem: string | undefined;
  /** Where it ends; what is loaded before is not guarded. */
  readonly end: number;
  /** The number of the guard that a call stands in, for what its specifier is; `undefined` where there is none. */
  numberAround(call: ts.Node, specifier: string): number | undefined;
  /** The numbers of all guards of calls in the file. */
  readonly numbers: ReadonlySet<number>;
  /** Further sidecars that the file imports: their numbers, and where. */
  readonly further: readonly { readonly number: number; readonly end: number }[];
}

/** Whether a call loads a module as the file is evaluated. */
function isLoad(typescript: TypeScript, node: ts.Node): boolean {
  if (!typescript.isCallExpression(node)) return false;
  const { expression } = node;
  if (expression.kind === typescript.SyntaxKind.ImportKeyword) return true;
  return typescript.isIdentifier(expression) && REQUIRE.test(expression.text);
}

/** `import * as g from "./x.importspy.js"` or `const g = require("./x.importspy.js")`: the name `g`. */
function sidecarNameIn(typescript: TypeScript, statement: ts.Statement, fileName: string): string | undefined {
  if (typescript.isImportDeclaration(statement)) {
    const bindings = statement.importClause?.namedBindings;
    const isSidecar = literalOf(typescript, statement.moduleSpecifier) === specifierOfSidecar(fileName, "esm");
    return isSidecar && bindings && typescript.isNamespaceImport(bindings) ? bindings.name.text : undefined;
  }
  if (!typescript.isVariableStatement(statement)) return undefined;
  const [declaration, ...others] = statement.declarationList.declarations;
  const value = declaration?.initializer;
  if (others.length || !value || !typescript.isCallExpression(value) || !typescript.isIdentifier(declaration.name)) {
    return undefined;
  }
  const isRequire = typescript.isIdentifier(value.expression) && value.expression.text === "require";
  const isSidecar = literalOf(typescript, value.arguments[0]) === specifierOfSidecar(fileName, "cjs");
  return isRequire && isSidecar ? declaration.name.text : undefined;
}

/** `import * as g from "./x.importspy-1.js"`: the number `1`. */
function furtherIn(typescript: TypeScript, statement: ts.Statement, sidecar: string): number | undefined {
  if (!typescript.isImportDeclaration(statement)) return undefined;
  const specifier = literalOf(typescript, statement.moduleSpecifier);
  const [, number] = /\.importspy-(\d+)\.[cm]?js$/.exec(specifier ?? "") ?? [];
  if (number === undefined) return undefined;
  const further = sidecar.replace(/(\.[cm]?js)$/, `-${number}$1`);
  return sidecarNameIn(typescript, statement, further) === undefined ? undefined : Number(number);
}

/**
 * Statements that run no code of the module: directives, TypeScript's own functions (`__createBinding`) and its
 * bookkeeping of CommonJS exports.
 */
function isInert(typescript: TypeScript, statement: ts.Statement): boolean {
  if (typescript.isVariableStatement(statement)) {
    let loads = false;
    walk(typescript, statement, (node) => {
      loads ||= isLoad(typescript, node);
    });
    return !loads && /^var (__\w+) = \(this && this\.\1\) \|\| /.test(statement.getText());
  }
  if (!typescript.isExpressionStatement(statement)) return false;
  const { expression } = statement;
  if (typescript.isStringLiteral(expression)) return true;
  const text = expression.getText();
  return (
    /^Object\.defineProperty\(exports, "__esModule", \{ value: true \}\)$/.test(text) ||
    /^(exports(\.[\w$]+|\["[^"]*"\]) = )+(void 0|[\w$]+)$/.test(text)
  );
}

/** Whether an identifier is a declaration of the file itself, and not a variable of the same name in an inner scope. */
function isOfFile(node: ts.Identifier): boolean {
  for (let scope: ts.Node = node; scope.parent; scope = scope.parent) {
    if ((scope as { locals?: ts.SymbolTable }).locals?.has(node.escapedText)) return false;
  }
  return true;
}

/** The arguments of `g.$importspy(…)`. */
function guardArguments(typescript: TypeScript, node: ts.Node, sidecar: string): readonly ts.Expression[] | undefined {
  if (!typescript.isCallExpression(node) || !typescript.isPropertyAccessExpression(node.expression)) return undefined;
  const { expression, name } = node.expression;
  const isGuard = typescript.isIdentifier(expression) && expression.text === sidecar && name.text === "$importspy";
  return isGuard && isOfFile(expression) ? node.arguments : undefined;
}

function isComma(typescript: TypeScript, node: ts.Node): node is ts.BinaryExpression {
  return typescript.isBinaryExpression(node) && node.operatorToken.kind === typescript.SyntaxKind.CommaToken;
}

/** What a statement evaluates first: a minifier makes one sequence of several statements. */
function firstExpressionOf(typescript: TypeScript, statement: ts.Statement | undefined): ts.Expression | undefined {
  if (!statement || !typescript.isExpressionStatement(statement)) return undefined;
  let { expression } = statement;
  while (isComma(typescript, expression)) expression = expression.left;
  return expression;
}

/** `0`, and `{ __proto__: null, "./x": 0 }[name]`: the number of a guard by the specifier that it is for. */
function numbersOf(
  typescript: TypeScript,
  node: ts.Expression,
): { get(specifier: string): number | undefined; all: number[] } {
  const number = literalOf(typescript, node);
  if (number !== undefined) return { get: () => Number(number), all: [Number(number)] };
  const table = new Map<string, number>();
  const object = typescript.isElementAccessExpression(node) ? node.expression : undefined;
  const isTable = object && typescript.isObjectLiteralExpression(object);
  for (const property of isTable ? object.properties : []) {
    const name = property.name && (literalOf(typescript, property.name) ?? property.name.getText());
    const value = typescript.isPropertyAssignment(property) ? literalOf(typescript, property.initializer) : undefined;
    if (name !== undefined && value !== undefined) table.set(name, Number(value));
  }
  return { get: (specifier) => table.get(specifier), all: [...table.values()] };
}

/** The number of the guard that a call stands in: `g.$importspy(0, () => import("x"))`, `(g.$importspy(0), require("x"))`. */
function numberAround(typescript: TypeScript, call: ts.Node, specifier: string, sidecar: string): number | undefined {
  const numberOf = (node: ts.Node) => {
    const [number] = guardArguments(typescript, node, sidecar) ?? [];
    return number && numbersOf(typescript, number).get(specifier);
  };
  const { parent } = call;
  if (isComma(typescript, parent)) {
    // `a(), (g.$importspy(0), require("x"))` minified is one sequence.
    const before = isComma(typescript, parent.left) ? parent.left.right : parent.left;
    return parent.right === call ? numberOf(before) : undefined;
  }
  for (let node = call; !typescript.isSourceFile(node.parent); node = node.parent) {
    const number = numberOf(node.parent);
    // An argument that is not a function is evaluated before the guard.
    if (number !== undefined) return typescript.isFunctionLike(node) ? number : undefined;
  }
  return undefined;
}

function findNumbers(typescript: TypeScript, file: ts.SourceFile, sidecar: string): Set<number> {
  const numbers = new Set<number>();
  walk(typescript, file, (node) => {
    const [number] = guardArguments(typescript, node, sidecar) ?? [];
    for (const each of number ? numbersOf(typescript, number).all : []) numbers.add(each);
  });
  return numbers;
}

/** Whether an identifier is not a value: the name of a declaration or a property, or a label. */
function isName(node: ts.Identifier): boolean {
  const { name, propertyName, label } = node.parent as { name?: ts.Node; propertyName?: ts.Node; label?: ts.Node };
  return [name, propertyName, label].includes(node);
}

/** `g.$env()`, `g.$importers()` and `g.$load(0, …)`, which `env<C>()`, `importers<C>()` and `load<T>()` become. */
function isAnswer(typescript: TypeScript, callee: ts.Node, name: string | undefined): boolean {
  const { parent: call } = callee;
  if (!typescript.isCallExpression(call) || call.expression !== callee) return false;
  if (name === "$shaped") return call.arguments.length === 1;
  if (name === "$load") return literalOf(typescript, call.arguments[0]) !== undefined;
  return (name === "$env" || name === "$importers") && !call.arguments.length;
}

/** Where a file uses its sidecar in another way than to call its exports, for example replaces it. */
function findMisuse(typescript: TypeScript, file: ts.SourceFile, sidecar: string): ts.Node | undefined {
  let misuse: ts.Node | undefined;
  walk(typescript, file, (node) => {
    if (misuse || !typescript.isIdentifier(node) || node.text !== sidecar || isName(node) || !isOfFile(node)) return;
    const { parent } = node;
    const called = typescript.isPropertyAccessExpression(parent) ? parent.name.text : undefined;
    const isGuard = called === "$importspy" && guardArguments(typescript, parent.parent, sidecar);
    if (!isGuard && !isAnswer(typescript, parent, called)) misuse = node;
  });
  return misuse;
}

function findProblem(typescript: TypeScript, file: ts.SourceFile, index: number, name: string): string | undefined {
  const { statements } = file;
  const earlier = statements.slice(0, index).find((statement) => !isInert(typescript, statement));
  if (earlier) return `runs line ${lineOf(earlier, file)} before its guard`;
  const { locals } = file as { locals?: ts.SymbolTable };
  const isCommonJs = typescript.isVariableStatement(statements[index]!);
  if (isCommonJs && locals?.has("require" as ts.__String)) return "declares a require of its own";
  const misuse = findMisuse(typescript, file, name);
  return misuse && `does something else with its guard in line ${lineOf(misuse, file)}`;
}

/**
 * Finds the guard of an emitted file.
 *
 * @param typescript - Its parser.
 * @param file - The file.
 * @param sidecar - The file name of its sidecar: `x.importspy.js`.
 */
export function findGuard(typescript: TypeScript, file: ts.SourceFile, sidecar: string): Guard {
  const { statements } = file;
  const index = statements.findIndex((statement) => sidecarNameIn(typescript, statement, sidecar) !== undefined);
  const none = { end: 0, numberAround: () => undefined, numbers: new Set<number>(), further: [] };
  if (index < 0) return { ...none, problem: "does not import its sidecar" };
  bind(typescript, file, {});
  const name = sidecarNameIn(typescript, statements[index]!, sidecar)!;
  const call = firstExpressionOf(typescript, statements[index + 1]);
  const isCalled = call && guardArguments(typescript, call, name)?.length === 0;
  return {
    end: (isCalled ? call : statements[index]!).end,
    problem: isCalled ? findProblem(typescript, file, index, name) : "does not call the guard of its sidecar",
    numberAround: (each, specifier) => numberAround(typescript, each, specifier, name),
    numbers: findNumbers(typescript, file, name),
    further: statements.flatMap((statement) => {
      const number = furtherIn(typescript, statement, sidecar);
      return number === undefined ? [] : [{ number, end: statement.end }];
    }),
  };
}
