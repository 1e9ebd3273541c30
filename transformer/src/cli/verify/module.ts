import type ts from "typescript";
import type { TypeScript } from "../../compiler.js";
import { findGuard } from "./guard.js";
import { createRequireTest } from "./require.js";
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

function isInFunction(typescript: TypeScript, node: ts.Node): boolean {
  for (let { parent } = node; parent; parent = parent.parent) if (typescript.isFunctionLike(parent)) return true;
  return false;
}

/**
 * Reads an emitted file.
 *
 * @param typescript - Its parser.
 * @param file - The file.
 * @param sidecarSpecifier - How it must import its sidecar: `./x.importspy.js`.
 */
export function readModule(typescript: TypeScript, file: ts.SourceFile, sidecarSpecifier: string): EmittedModule {
  const guard = findGuard(typescript, file, sidecarSpecifier);
  const isRequire = createRequireTest(typescript, file);
  const loads: Load[] = [];
  const add = (node: ts.Node, specifier: string | undefined, form: Load["form"], isStatic: boolean) => {
    if (specifier === undefined || specifier === sidecarSpecifier) return;
    const call = typescript.isCallExpression(node) ? guard.numberAround(node) : undefined;
    const isBeforeGuard = node.getStart(file) < guard.end;
    loads.push({ specifier, line: lineOf(node, file), form, call, isStatic, isBeforeGuard });
  };
  walk(typescript, file, (node) => {
    if (typescript.isImportDeclaration(node)) add(node, literalOf(typescript, node.moduleSpecifier), "import", true);
    if (typescript.isExportDeclaration(node)) add(node, literalOf(typescript, node.moduleSpecifier), "export", true);
    if (!typescript.isCallExpression(node)) return;
    const specifier = literalOf(typescript, node.arguments[0]);
    if (node.expression.kind === typescript.SyntaxKind.ImportKeyword) add(node, specifier, "import()", false);
    if (specifier !== undefined && isRequire(node.expression)) {
      add(node, specifier, "require", !isInFunction(typescript, node));
    }
  });
  return { guardProblem: guard.problem, loads };
}
