import type ts from "typescript";
import type { TypeScript } from "../../compiler.js";
import { lineOf, literalOf, walk } from "./syntax.js";

/** A place where an emitted file loads another module. */
export interface Load {
  readonly specifier: string;
  readonly line: number;
  readonly form: "import" | "export" | "require" | "import()";
  /** Number of the guard around it; absent for static imports, and where there is no guard. */
  readonly call: number | undefined;
  /** It is evaluated with the file: a static import, in ESM or in CommonJS. */
  readonly isStatic: boolean;
  /** It stands before the guard of the file. */
  readonly isBeforeGuard: boolean;
}

/** What an emitted file does, as far as guards go. */
export interface EmittedModule {
  /** What is wrong with the guard at its head; `undefined` when it is as it must be. */
  readonly guardProblem: string | undefined;
  readonly loads: readonly Load[];
}

/** `import * as g from "./x.importspy.js"` or `const g = require("./x.importspy.js")`: the name `g`. */
function sidecarNameIn(typescript: TypeScript, statement: ts.Statement, specifier: string): string | undefined {
  if (typescript.isImportDeclaration(statement)) {
    const bindings = statement.importClause?.namedBindings;
    const isSidecar = literalOf(typescript, statement.moduleSpecifier) === specifier;
    return isSidecar && bindings && typescript.isNamespaceImport(bindings) ? bindings.name.text : undefined;
  }
  if (!typescript.isVariableStatement(statement)) return undefined;
  const [declaration] = statement.declarationList.declarations;
  const value = declaration?.initializer;
  if (!value || !typescript.isCallExpression(value) || !typescript.isIdentifier(declaration.name)) return undefined;
  const isRequire = typescript.isIdentifier(value.expression) && value.expression.text === "require";
  return isRequire && literalOf(typescript, value.arguments[0]) === specifier ? declaration.name.text : undefined;
}

/** The arguments of `g.$importspy(…)`. */
function guardArguments(typescript: TypeScript, node: ts.Node, sidecar: string): readonly ts.Expression[] | undefined {
  if (!typescript.isCallExpression(node) || !typescript.isPropertyAccessExpression(node.expression)) return undefined;
  const { expression, name } = node.expression;
  const isGuard = typescript.isIdentifier(expression) && expression.text === sidecar && name.text === "$importspy";
  return isGuard ? node.arguments : undefined;
}

/**
 * Statements that run nothing of the module's: directives, TypeScript's own functions (`__createBinding`) and its
 * bookkeeping of CommonJS exports.
 */
function isInert(typescript: TypeScript, statement: ts.Statement): boolean {
  if (typescript.isVariableStatement(statement)) {
    return /^var (__\w+) = \(this && this\.\1\) \|\| /.test(statement.getText());
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

interface Guard {
  /** Name of the sidecar in this file. */
  readonly name: string | undefined;
  /** Where the guard ends; loads before it are not guarded. */
  readonly end: number;
  readonly problem: string | undefined;
}

function findGuard(typescript: TypeScript, file: ts.SourceFile, specifier: string): Guard {
  const { statements } = file;
  const index = statements.findIndex((statement) => sidecarNameIn(typescript, statement, specifier) !== undefined);
  if (index < 0) return { name: undefined, end: 0, problem: "does not import its sidecar" };
  const name = sidecarNameIn(typescript, statements[index]!, specifier)!;
  const call = statements[index + 1];
  const isCalled =
    call && typescript.isExpressionStatement(call) && guardArguments(typescript, call.expression, name)?.length === 0;
  const end = (isCalled ? call : statements[index]!).end;
  if (!isCalled) return { name, end, problem: "does not call the guard of its sidecar" };
  const earlier = statements.slice(0, index).find((statement) => !isInert(typescript, statement));
  if (!earlier) return { name, end, problem: undefined };
  return { name, end, problem: `runs line ${lineOf(earlier, file)} before its guard` };
}

/** The number of the guard that a call stands in: `g.$importspy(0, () => import("x"))`, `(g.$importspy(0), require("x"))`. */
function guardAround(typescript: TypeScript, call: ts.Node, sidecar: string | undefined): number | undefined {
  if (sidecar === undefined) return undefined;
  const numberOf = (node: ts.Node) => {
    const number = literalOf(typescript, guardArguments(typescript, node, sidecar)?.[0]);
    return number === undefined ? undefined : Number(number);
  };
  const { parent } = call;
  if (typescript.isBinaryExpression(parent) && parent.operatorToken.kind === typescript.SyntaxKind.CommaToken) {
    return parent.right === call ? numberOf(parent.left) : undefined;
  }
  for (let node = parent; node && !typescript.isSourceFile(node); node = node.parent) {
    const number = numberOf(node);
    if (number !== undefined) return number;
  }
  return undefined;
}

function isInFunction(typescript: TypeScript, node: ts.Node): boolean {
  for (let { parent } = node; parent; parent = parent.parent) if (typescript.isFunctionLike(parent)) return true;
  return false;
}

/** `require` itself, or what TypeScript makes of `createRequire` for `import x = require("x")` in ES modules. */
const REQUIRE = /^(__|_)?require$/;

/**
 * Reads an emitted file.
 *
 * @param typescript - Its parser.
 * @param file - The file.
 * @param sidecarSpecifier - How it must import its sidecar: `./x.importspy.js`.
 */
export function readModule(typescript: TypeScript, file: ts.SourceFile, sidecarSpecifier: string): EmittedModule {
  const guard = findGuard(typescript, file, sidecarSpecifier);
  const loads: Load[] = [];
  const add = (node: ts.Node, specifier: string | undefined, form: Load["form"], isStatic: boolean) => {
    if (specifier === undefined || specifier === sidecarSpecifier) return;
    const call = form === "import()" || form === "require" ? guardAround(typescript, node, guard.name) : undefined;
    const isBeforeGuard = node.getStart(file) < guard.end;
    loads.push({ specifier, line: lineOf(node, file), form, call, isStatic, isBeforeGuard });
  };
  walk(typescript, file, (node) => {
    if (typescript.isImportDeclaration(node)) add(node, literalOf(typescript, node.moduleSpecifier), "import", true);
    if (typescript.isExportDeclaration(node)) add(node, literalOf(typescript, node.moduleSpecifier), "export", true);
    if (!typescript.isCallExpression(node)) return;
    const specifier = literalOf(typescript, node.arguments[0]);
    if (node.expression.kind === typescript.SyntaxKind.ImportKeyword) add(node, specifier, "import()", false);
    if (typescript.isIdentifier(node.expression) && REQUIRE.test(node.expression.text)) {
      add(node, specifier, "require", !isInFunction(typescript, node));
    }
  });
  return { guardProblem: guard.problem, loads };
}
