import type ts from "typescript";
import { type EmitResolver, isJavaScript, type TypeScript } from "../compiler.js";
import type { GuardedImport } from "./imports.js";

/**
 * Whether TypeScript keeps an import when it emits: its own rule for eliding imports, from its `ts` transformer.
 *
 * @param typescript - The compiler.
 * @param options - The program's options.
 * @param resolver - Knows which names the checked file uses as values.
 * @param guarded - The import. If it reaches its target through other files, only the names that do so count.
 */
export function isKept(
  typescript: TypeScript,
  options: ts.CompilerOptions,
  resolver: EmitResolver,
  { node, specifier, names }: GuardedImport,
): boolean {
  const keepsAll = options.verbatimModuleSyntax === true || isJavaScript(specifier.getSourceFile());
  const isUsed = (declaration: ts.Node) => keepsAll || resolver.isReferencedAliasDeclaration(declaration);
  const isReexported = (declaration: ts.Node) => keepsAll || resolver.isValueAliasDeclaration(declaration);
  const isSpecifierUsed = (element: ts.ImportSpecifier | ts.ExportSpecifier) =>
    !element.isTypeOnly && (typescript.isImportSpecifier(element) ? isUsed(element) : isReexported(element));

  if (names) {
    return names.some((name) =>
      typescript.isImportSpecifier(name) || typescript.isExportSpecifier(name) ? isSpecifierUsed(name) : isUsed(name),
    );
  }
  if (typescript.isImportEqualsDeclaration(node)) return isUsed(node);
  if (typescript.isImportDeclaration(node)) {
    const { importClause } = node;
    if (!importClause) return true;
    const { name, namedBindings } = importClause;
    if (name && isUsed(importClause)) return true;
    if (!namedBindings) return false;
    if (typescript.isNamespaceImport(namedBindings)) return isUsed(namedBindings);
    return keepsAll || namedBindings.elements.some(isSpecifierUsed);
  }
  if (typescript.isExportDeclaration(node)) {
    const { exportClause } = node;
    if (!exportClause || typescript.isNamespaceExport(exportClause) || keepsAll) return true;
    return exportClause.elements.some(isSpecifierUsed);
  }
  return true;
}
