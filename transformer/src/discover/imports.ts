import type ts from "typescript";
import { internalFile, internalProgram, isJavaScript } from "../compiler.js";
import type { Context } from "../context.js";
import type { ContractedModule } from "../model.js";
import type { ContractedModules } from "./modules.js";

/** An import that loads, unless TypeScript elides it, a contracted module at run time. */
export interface GuardedImport {
  readonly target: ContractedModule;
  readonly specifier: ts.StringLiteralLike;
  /** The declaration of a static import, or the call of `import()` and `require()`. */
  readonly node: ts.ImportDeclaration | ts.ExportDeclaration | ts.ImportEqualsDeclaration | ts.CallExpression;
  /** 1-based line of the module specifier. */
  readonly line: number;
}

type ImportNode = GuardedImport["node"];

function isTypeOnly(context: Context, node: ImportNode): boolean {
  const { ts } = context;
  if (ts.isImportDeclaration(node)) return node.importClause?.isTypeOnly ?? false;
  if (ts.isExportDeclaration(node) || ts.isImportEqualsDeclaration(node)) return node.isTypeOnly;
  return false;
}

/** The import that a module specifier belongs to; not for types: `import("x").T`, `declare module "x"`. */
function importOf(context: Context, specifier: ts.StringLiteralLike): ImportNode | undefined {
  const { ts } = context;
  const { parent } = specifier;
  if (ts.isImportDeclaration(parent) || ts.isExportDeclaration(parent)) return parent;
  if (ts.isExternalModuleReference(parent)) return parent.parent;
  if (ts.isCallExpression(parent) && parent.arguments[0] === specifier) return parent;
  return undefined;
}

/** `require("x")` in a TypeScript file, which TypeScript itself does not count among the imports. */
function findRequireCalls(context: Context, file: ts.SourceFile): ts.StringLiteralLike[] {
  const { ts } = context;
  if (!file.text.includes("require") || isJavaScript(file)) return [];
  const specifiers: ts.StringLiteralLike[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === "require") {
      const [specifier] = node.arguments;
      if (specifier && ts.isStringLiteralLike(specifier)) specifiers.push(specifier);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return specifiers;
}

function resolveRequire(context: Context, specifier: ts.StringLiteralLike, file: ts.SourceFile): string | undefined {
  const { ts, options, host } = context;
  const mode = ts.ModuleKind.CommonJS;
  const resolved = ts.resolveModuleName(specifier.text, file.fileName, options, host, undefined, undefined, mode);
  return resolved.resolvedModule?.resolvedFileName;
}

/**
 * Finds the imports of a file that reach a contracted module.
 *
 * @param context - The program.
 * @param modules - The contracted modules.
 * @param file - The importing file.
 * @returns In the order of the file. Whether TypeScript elides an import is known at emit only.
 */
export function findGuardedImports(context: Context, modules: ContractedModules, file: ts.SourceFile): GuardedImport[] {
  const { program } = context;
  const found: GuardedImport[] = [];
  const add = (specifier: ts.StringLiteralLike, resolvedFileName: string | undefined) => {
    const resolved = resolvedFileName === undefined ? undefined : program.getSourceFile(resolvedFileName);
    const target = modules.byName.get(specifier.text) ?? (resolved && modules.byFile.get(resolved));
    const node = target && target.comment.file !== file ? importOf(context, specifier) : undefined;
    if (!target || !node || isTypeOnly(context, node)) return;
    const line = file.getLineAndCharacterOfPosition(specifier.getStart(file)).line + 1;
    found.push({ target, specifier, node, line });
  };
  for (const specifier of internalFile(file).imports ?? []) {
    const resolution = internalProgram(program).getResolvedModuleFromModuleSpecifier(specifier, file);
    add(specifier, resolution?.resolvedModule?.resolvedFileName);
  }
  for (const specifier of findRequireCalls(context, file)) add(specifier, resolveRequire(context, specifier, file));
  return found;
}
