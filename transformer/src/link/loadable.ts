import type ts from "typescript";
import type { TypeScript } from "../compiler/compiler.js";
import type { GuardedImport } from "./imports.js";

/** Whether a statement is a `const enum` whose members are written into the files that use it. */
function isInlinedEnum(typescript: TypeScript, options: ts.CompilerOptions, statement: ts.Statement): boolean {
  const isKept = options.preserveConstEnums || options.isolatedModules || options.verbatimModuleSyntax;
  const isConst = ({ kind }: ts.ModifierLike) => kind === typescript.SyntaxKind.ConstKeyword;
  return typescript.isEnumDeclaration(statement) && statement.modifiers?.some(isConst) === true && !isKept;
}

/** Whether TypeScript emits nothing for a statement: it is a type, ambient, or an import of types. */
function isErased(typescript: TypeScript, options: ts.CompilerOptions, statement: ts.Statement): boolean {
  const { SyntaxKind } = typescript;
  if (isInlinedEnum(typescript, options, statement)) return true;
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
  return (
    !body || (typescript.isModuleBlock(body) && body.statements.every((each) => isErased(typescript, options, each)))
  );
}

/** Whether a statement exports a type. */
function exportsType(typescript: TypeScript, options: ts.CompilerOptions, statement: ts.Statement): boolean {
  const isType =
    typescript.isInterfaceDeclaration(statement) ||
    typescript.isTypeAliasDeclaration(statement) ||
    isInlinedEnum(typescript, options, statement);
  return (
    isType &&
    (statement as ts.EnumDeclaration).modifiers?.some(({ kind }) => kind === typescript.SyntaxKind.ExportKeyword) ===
      true
  );
}

/** Whether an import loads its module even if the module exports only types. */
function loadsTypes(typescript: TypeScript, options: ts.CompilerOptions, { node }: GuardedImport): boolean {
  if (typescript.isImportDeclaration(node) && node.importClause) return options.verbatimModuleSyntax === true;
  if (typescript.isExportDeclaration(node) && node.exportClause) return options.verbatimModuleSyntax === true;
  return !typescript.isImportEqualsDeclaration(node);
}

/**
 * Whether a module exports only types and is only imported for them. It is never loaded, so nothing enforces its
 * contract. A module without code that is imported for its contract (`import "./requirements.js"`) is loaded.
 *
 * @param typescript - The compiler.
 * @param options - The program's options.
 * @param file - The module.
 * @param declaration - The interface or type alias that is the contract. It does not count as an exported type.
 * @param imports - The imports of the module. Read only when the module has nothing but types.
 */
export function isNeverLoaded(
  typescript: TypeScript,
  options: ts.CompilerOptions,
  file: ts.SourceFile,
  declaration: ts.Node | undefined,
  imports: () => Iterable<GuardedImport>,
): boolean {
  const { statements } = file;
  if (file.isDeclarationFile || !statements.every((each) => isErased(typescript, options, each))) return false;
  if (!statements.some((each) => each !== declaration && exportsType(typescript, options, each))) return false;
  for (const each of imports()) if (loadsTypes(typescript, options, each)) return false;
  return true;
}
