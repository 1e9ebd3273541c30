import type ts from "typescript";
import { bind, type TypeScript } from "../../compiler.js";
import { REQUIRE } from "./require.js";
import { lineOf, literalOf, walk } from "./syntax.js";

/** The guard at the head of an emitted file. */
export interface Guard {
  /** What is wrong with it; `undefined` when it is as it must be. */
  readonly problem: string | undefined;
  /** Where it ends; what is loaded before is not guarded. */
  readonly end: number;
  /** The number of the guard that a call stands in; `undefined` where there is none. */
  numberAround(call: ts.CallExpression): number | undefined;
}

/** Whether a call loads a module as the file is evaluated. */
function isLoad(typescript: TypeScript, node: ts.Node): boolean {
  if (!typescript.isCallExpression(node)) return false;
  const { expression } = node;
  if (expression.kind === typescript.SyntaxKind.ImportKeyword) return true;
  return typescript.isIdentifier(expression) && REQUIRE.test(expression.text);
}

/** `import * as g from "./x.importspy.js"` or `const g = require("./x.importspy.js")`: the name `g`. */
function sidecarNameIn(typescript: TypeScript, statement: ts.Statement, specifier: string): string | undefined {
  if (typescript.isImportDeclaration(statement)) {
    const bindings = statement.importClause?.namedBindings;
    const isSidecar = literalOf(typescript, statement.moduleSpecifier) === specifier;
    return isSidecar && bindings && typescript.isNamespaceImport(bindings) ? bindings.name.text : undefined;
  }
  if (!typescript.isVariableStatement(statement)) return undefined;
  const [declaration, ...others] = statement.declarationList.declarations;
  const value = declaration?.initializer;
  if (others.length || !value || !typescript.isCallExpression(value) || !typescript.isIdentifier(declaration.name)) {
    return undefined;
  }
  const isRequire = typescript.isIdentifier(value.expression) && value.expression.text === "require";
  return isRequire && literalOf(typescript, value.arguments[0]) === specifier ? declaration.name.text : undefined;
}

/**
 * Statements that run nothing of the module's: directives, TypeScript's own functions (`__createBinding`) and its
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

/** Whether an identifier stands for what the file itself declares, and for no variable of that name further in. */
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

/** The number of the guard that a call stands in: `g.$importspy(0, () => import("x"))`, `(g.$importspy(0), require("x"))`. */
function numberAround(typescript: TypeScript, call: ts.Node, sidecar: string): number | undefined {
  const numberOf = (node: ts.Node) => {
    const number = literalOf(typescript, guardArguments(typescript, node, sidecar)?.[0]);
    return number === undefined ? undefined : Number(number);
  };
  const { parent } = call;
  if (isComma(typescript, parent)) {
    // `a(), (g.$importspy(0), require("x"))` minified is one sequence.
    const before = isComma(typescript, parent.left) ? parent.left.right : parent.left;
    return parent.right === call ? numberOf(before) : undefined;
  }
  for (let node = call; !typescript.isSourceFile(node.parent); node = node.parent) {
    const number = numberOf(node.parent);
    // An argument that is no function is evaluated before the guard.
    if (number !== undefined) return typescript.isFunctionLike(node) ? number : undefined;
  }
  return undefined;
}

/** Whether an identifier is no value: the name of a declaration or a property, or a label. */
function isName(node: ts.Identifier): boolean {
  const { name, propertyName, label } = node.parent as { name?: ts.Node; propertyName?: ts.Node; label?: ts.Node };
  return [name, propertyName, label].includes(node);
}

/** Where a file does something with its sidecar other than calling the guard, such as replacing it. */
function findMisuse(typescript: TypeScript, file: ts.SourceFile, sidecar: string): ts.Node | undefined {
  let misuse: ts.Node | undefined;
  walk(typescript, file, (node) => {
    if (misuse || !typescript.isIdentifier(node) || node.text !== sidecar || isName(node) || !isOfFile(node)) return;
    const isCallee = typescript.isPropertyAccessExpression(node.parent) && node.parent.name.text === "$importspy";
    if (!isCallee || !guardArguments(typescript, node.parent.parent, sidecar)) misuse = node;
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
 * @param specifier - How it must import its sidecar: `./x.importspy.js`.
 */
export function findGuard(typescript: TypeScript, file: ts.SourceFile, specifier: string): Guard {
  const { statements } = file;
  const index = statements.findIndex((statement) => sidecarNameIn(typescript, statement, specifier) !== undefined);
  if (index < 0) return { end: 0, problem: "does not import its sidecar", numberAround: () => undefined };
  bind(typescript, file, {});
  const name = sidecarNameIn(typescript, statements[index]!, specifier)!;
  const call = firstExpressionOf(typescript, statements[index + 1]);
  const isCalled = call && guardArguments(typescript, call, name)?.length === 0;
  return {
    end: (isCalled ? call : statements[index]!).end,
    problem: isCalled ? findProblem(typescript, file, index, name) : "does not call the guard of its sidecar",
    numberAround: (each) => numberAround(typescript, each, name),
  };
}
