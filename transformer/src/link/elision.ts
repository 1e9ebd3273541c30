import type ts from "typescript";
import {
  type EmitResolver,
  internalChecker,
  internalFile,
  isJavaScript,
  type TypeScript,
} from "../compiler/compiler.js";
import type { GuardedImport } from "./imports.js";

/**
 * Finds out which names a file uses as values, as TypeScript does for its emit.
 *
 * @param typescript - The compiler.
 * @param program - The program. Its own checker has already checked the file.
 * @param file - The file. If TypeScript does not check it (`// @ts-nocheck`, `noCheck`), its references are marked
 *   here.
 * @param mayBeChecked - `false` when the check is of no use, because the types of other modules are missing.
 */
export function resolverFor(
  typescript: TypeScript,
  program: ts.Program,
  file: ts.SourceFile,
  mayBeChecked = true,
): EmitResolver {
  const resolver = internalChecker(program.getTypeChecker()).getEmitResolver(file, undefined, true);
  const isChecked =
    mayBeChecked && !program.getCompilerOptions().noCheck && internalFile(file).checkJsDirective?.enabled !== false;
  if (isChecked || isJavaScript(file)) return resolver;
  // Iterative, since deeply nested expressions would overflow the stack.
  const left: ts.Node[] = [...file.statements];
  for (let node = left.pop(); node; node = left.pop()) {
    if (typescript.isImportDeclaration(node) || typescript.isImportEqualsDeclaration(node)) {
      if (!node.modifiers?.length) continue;
    }
    resolver.markLinkedReferences(node);
    typescript.forEachChild(node, (child) => void left.push(child));
  }
  return resolver;
}

/**
 * The same for a file that may not be checked yet. It is checked first.
 *
 * @param typescript - The compiler.
 * @param program - The program.
 * @param file - The file.
 */
export function checkedResolverFor(typescript: TypeScript, program: ts.Program, file: ts.SourceFile): EmitResolver {
  internalChecker(program.getTypeChecker()).getEmitResolver(file);
  return resolverFor(typescript, program, file);
}

/**
 * Whether TypeScript keeps an import in its emit. This is the rule of its own `ts` transformer for eliding imports.
 *
 * @param typescript - The compiler.
 * @param options - The program's options.
 * @param resolver - Knows which names the checked file uses as values.
 * @param guarded - The import. If it reaches its target through other files, only the names that lead there count.
 */
export function isKept(
  typescript: TypeScript,
  options: ts.CompilerOptions,
  resolver: EmitResolver,
  { node, specifier, names }: Pick<GuardedImport, "node" | "specifier" | "names">,
): boolean {
  const keepsAll = options.verbatimModuleSyntax === true || isJavaScript(specifier.node.getSourceFile());
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
