import type ts from "typescript";
import type { TypeScript } from "../../compiler/compiler.js";

/** A declaration that loads a module when its file is evaluated. */
export type StaticImport = ts.ImportDeclaration | ts.ExportDeclaration | ts.ImportEqualsDeclaration;

/** A name that a declaration takes of another module, or hands on. */
export interface Binding {
  /** What the other module calls it; `undefined` for all that it exports. */
  readonly asked?: string;
  /** What the file calls it; absent where it is only handed on. */
  readonly local?: ts.Identifier;
}

/** The module specifier of a statement, if it is a declaration that loads a module. */
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
 * The declarations of a file that load modules, in order.
 *
 * @param typescript - The compiler.
 * @param file - The file.
 */
export function staticsOf(typescript: TypeScript, file: ts.SourceFile): StaticImport[] {
  return file.statements.filter((each) => specifierIn(typescript, each) !== undefined) as StaticImport[];
}

/** Whether a declaration is for types only, so that every compiler drops it. */
export function isTypeOnly(typescript: TypeScript, node: StaticImport): boolean {
  return typescript.isImportDeclaration(node) ? (node.importClause?.isTypeOnly ?? false) : node.isTypeOnly;
}

/** Whether a file is written as an ES module. */
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
 * The names of a declaration that are values, as far as its syntax tells.
 *
 * @param typescript - The compiler.
 * @param node - The declaration.
 * @returns `undefined` where it names nothing: `import "x"`, `export * from "x"`.
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

/** What a planned name asks the other module for; `undefined` for all. */
export function askedBy(typescript: TypeScript, name: ts.Node): string | undefined {
  if (typescript.isImportSpecifier(name) || typescript.isExportSpecifier(name)) return askedOf(name);
  return typescript.isImportClause(name) ? "default" : undefined;
}

/**
 * A specifier as `rewriteRelativeImportExtensions` writes it: what a compiled text has need not be what the source has.
 *
 * @param specifier - `./x.ts`
 * @returns `./x.js`
 */
export function emittedSpecifier(specifier: string): string {
  if (!/^\.{1,2}\//.test(specifier) || /\.d\.[cm]?ts$/.test(specifier)) return specifier;
  return specifier.replace(/\.([cm]?)tsx?$/, ".$1js");
}
