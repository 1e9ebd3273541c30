import type ts from "typescript";
import type { TypeScript } from "../../compiler/compiler.js";

/** A declaration that loads a module when its file is evaluated. */
export type StaticImport = ts.ImportDeclaration | ts.ExportDeclaration | ts.ImportEqualsDeclaration;

/** A name that a declaration imports or re-exports. */
export interface Binding {
  /** The exported name in the other module; `undefined` for its namespace object. */
  readonly asked?: string;
  /** The local name; absent for a re-export. */
  readonly local?: ts.Identifier;
}

/** The module specifier of a static import; `undefined` for other statements. */
export function specifierIn(typescript: TypeScript, node: ts.Statement): string | undefined {
  const isDeclaration = typescript.isImportDeclaration(node) || typescript.isExportDeclaration(node);
  const isReference =
    typescript.isImportEqualsDeclaration(node) && typescript.isExternalModuleReference(node.moduleReference);
  const specifier = isDeclaration
    ? node.moduleSpecifier
    : isReference && (node.moduleReference as ts.ExternalModuleReference).expression;
  return specifier && typescript.isStringLiteralLike(specifier) ? specifier.text : undefined;
}

/**
 * The static imports of a file, in order.
 *
 * @param typescript - The compiler.
 * @param file - The file.
 */
export function staticsOf(typescript: TypeScript, file: ts.SourceFile): StaticImport[] {
  return file.statements.filter((each) => specifierIn(typescript, each) !== undefined) as StaticImport[];
}

/** Whether a declaration is type-only, so that every compiler drops it. */
export function isTypeOnly(typescript: TypeScript, node: StaticImport): boolean {
  return typescript.isImportDeclaration(node) ? (node.importClause?.isTypeOnly ?? false) : node.isTypeOnly;
}

/** Whether a file has the syntax of an ES module. */
export function hasEsmSyntax(typescript: TypeScript, file: ts.SourceFile): boolean {
  return file.statements.some((statement) => {
    if (typescript.isImportDeclaration(statement)) return !isTypeOnly(typescript, statement);
    if (typescript.isExportDeclaration(statement)) return !statement.isTypeOnly;
    if (typescript.isExportAssignment(statement)) return !statement.isExportEquals;
    if (typescript.isImportEqualsDeclaration(statement)) return false;
    const modifiers = typescript.canHaveModifiers(statement) ? typescript.getModifiers(statement) : undefined;
    const isErased =
      typescript.isInterfaceDeclaration(statement) ||
      typescript.isTypeAliasDeclaration(statement) ||
      modifiers?.some(({ kind }) => kind === typescript.SyntaxKind.DeclareKeyword);
    return !isErased && (modifiers?.some(({ kind }) => kind === typescript.SyntaxKind.ExportKeyword) ?? false);
  });
}

const askedOf = ({ propertyName, name }: ts.ImportSpecifier | ts.ExportSpecifier) => (propertyName ?? name).text;

/**
 * The names of a declaration that may be values, by its syntax.
 *
 * @param typescript - The compiler.
 * @param node - The declaration.
 * @returns `undefined` for a declaration without names: `import "x"`, `export * from "x"`.
 */
export function bindingsOf(typescript: TypeScript, node: StaticImport): readonly Binding[] | undefined {
  if (typescript.isImportEqualsDeclaration(node)) return [{ local: node.name }];
  if (typescript.isExportDeclaration(node)) {
    if (!node.exportClause || !typescript.isNamedExports(node.exportClause)) return undefined;
    return node.exportClause.elements.filter((each) => !each.isTypeOnly).map((each) => ({ asked: askedOf(each) }));
  }
  const { name, namedBindings } = node.importClause ?? {};
  if (!name && !namedBindings) return undefined;
  const own = name ? [{ asked: "default", local: name }] : [];
  if (!namedBindings) return own;
  if (typescript.isNamespaceImport(namedBindings)) return [...own, { local: namedBindings.name }];
  const named = namedBindings.elements
    .filter((each) => !each.isTypeOnly)
    .map((each) => ({ asked: askedOf(each), local: each.name }));
  return [...own, ...named];
}

/** The exported name that a planned name refers to; `undefined` for all names. */
export function askedBy(typescript: TypeScript, name: ts.Node): string | undefined {
  if (typescript.isImportSpecifier(name) || typescript.isExportSpecifier(name)) return askedOf(name);
  return typescript.isImportClause(name) ? "default" : undefined;
}

/**
 * A specifier after `rewriteRelativeImportExtensions`, to compare compiled texts with sources.
 *
 * @param specifier - `./x.ts`
 * @returns `./x.js`
 */
export function emittedSpecifier(specifier: string): string {
  if (!/^\.{1,2}\//.test(specifier) || /\.d\.[cm]?ts$/.test(specifier)) return specifier;
  return specifier.replace(/\.([cm]?)tsx?$/, ".$1js");
}
