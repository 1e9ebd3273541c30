import type ts from "typescript";
import type { TypeScript } from "../compiler/compiler.js";
import type { GuardedImport } from "./imports.js";

/** Whether nothing is left of a statement in JavaScript: types, and what only declares. */
function isErased(typescript: TypeScript, statement: ts.Statement): boolean {
  const { SyntaxKind } = typescript;
  const isAmbient =
    typescript.canHaveModifiers(statement) &&
    statement.modifiers?.some(({ kind }) => kind === SyntaxKind.DeclareKeyword) === true;
  if (isAmbient || typescript.isInterfaceDeclaration(statement) || typescript.isTypeAliasDeclaration(statement))
    return true;
  if (typescript.isImportDeclaration(statement)) return statement.importClause?.isTypeOnly === true;
  if (typescript.isExportDeclaration(statement)) {
    const { exportClause, isTypeOnly, moduleSpecifier } = statement;
    if (isTypeOnly) return true;
    const names = exportClause && typescript.isNamedExports(exportClause) ? exportClause.elements : undefined;
    return names !== undefined && !moduleSpecifier && names.every((each) => each.isTypeOnly);
  }
  if (!typescript.isModuleDeclaration(statement)) return false;
  const { body } = statement;
  return !body || (typescript.isModuleBlock(body) && body.statements.every((each) => isErased(typescript, each)));
}

/** Whether a statement offers a type to other files. */
function exportsType(typescript: TypeScript, statement: ts.Statement): boolean {
  const isType = typescript.isInterfaceDeclaration(statement) || typescript.isTypeAliasDeclaration(statement);
  return isType && statement.modifiers?.some(({ kind }) => kind === typescript.SyntaxKind.ExportKeyword) === true;
}

/** Whether an import loads its module although the module has only types. */
function loadsTypes(typescript: TypeScript, options: ts.CompilerOptions, { node }: GuardedImport): boolean {
  if (typescript.isImportDeclaration(node) && node.importClause) return options.verbatimModuleSyntax === true;
  if (typescript.isExportDeclaration(node) && node.exportClause) return options.verbatimModuleSyntax === true;
  return !typescript.isImportEqualsDeclaration(node);
}

/**
 * Whether a module is one of types alone, which others import as types: nobody ever loads it, so nothing guards its
 * contract. A module without code that is imported for its contract alone (`import "./requirements.js"`) is none.
 *
 * @param typescript - The compiler.
 * @param options - The program's options.
 * @param file - The module.
 * @param declaration - The declaration that is the contract, if one is: it is exported for the module itself.
 * @param imports - The imports of the module, asked for only where it has nothing but types.
 */
export function isNeverLoaded(
  typescript: TypeScript,
  options: ts.CompilerOptions,
  file: ts.SourceFile,
  declaration: ts.Node | undefined,
  imports: () => Iterable<GuardedImport>,
): boolean {
  const { statements } = file;
  if (file.isDeclarationFile || !statements.every((each) => isErased(typescript, each))) return false;
  if (!statements.some((each) => each !== declaration && exportsType(typescript, each))) return false;
  for (const each of imports()) if (loadsTypes(typescript, options, each)) return false;
  return true;
}
