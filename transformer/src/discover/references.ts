import type ts from "typescript";
import { bind, type TypeScript } from "../compiler.js";
import type { Context } from "../context.js";

/** An exported name, or {@link ALL} of them. */
export type Name = ts.__String | undefined;

/** All names that a file exports: those of its namespace object. */
export const ALL = undefined;

export const DEFAULT = "default" as ts.__String;

/** What a value of a file is, when it is an export of another file. */
export interface Reference {
  readonly specifier: ts.StringLiteralLike;
  readonly name: Name;
}

/** The name that an import or export specifier asks the other file for. */
export function askedName(typescript: TypeScript, { propertyName, name }: ts.ImportSpecifier | ts.ExportSpecifier) {
  const asked = propertyName ?? name;
  return typescript.isIdentifier(asked) ? asked.escapedText : typescript.escapeLeadingUnderscores(asked.text);
}

function textOf(typescript: TypeScript, name: ts.Node): Name {
  if (typescript.isIdentifier(name)) return name.escapedText;
  return typescript.isStringLiteralLike(name) ? typescript.escapeLeadingUnderscores(name.text) : undefined;
}

/** `(a as B)!` → `a`; what a promise holds counts as the promise. */
function withoutWrapping(typescript: TypeScript, expression: ts.Expression): ts.Expression {
  const isWrapped =
    typescript.isParenthesizedExpression(expression) ||
    typescript.isAssertionExpression(expression) ||
    typescript.isSatisfiesExpression(expression) ||
    typescript.isNonNullExpression(expression) ||
    typescript.isAwaitExpression(expression);
  return isWrapped ? withoutWrapping(typescript, expression.expression) : expression;
}

/** The specifier of `import("./x")` and `require("./x")`. */
function loadedSpecifier(typescript: TypeScript, call: ts.CallExpression): ts.StringLiteralLike | undefined {
  const [specifier] = call.arguments;
  const { expression } = call;
  const loads =
    expression.kind === typescript.SyntaxKind.ImportKeyword ||
    (typescript.isIdentifier(expression) && expression.text === "require");
  return loads && specifier && typescript.isStringLiteralLike(specifier) ? specifier : undefined;
}

/**
 * Finds out which exports of other files a name of a file stands for, by declarations alone: imports, other names of
 * imports (`const pay = payments.pay`), and objects that hold them (`{ pay }`, `{ ...payments }`). What is computed
 * (by a call, a function, a class) is a new value and stands for nothing.
 *
 * @param context - The compiler and the program's options.
 * @param file - The file.
 * @param symbol - The name.
 * @param member - The member of the name's value that somebody asks for.
 */
export function findReferences(
  { ts: typescript, options }: Pick<Context, "ts" | "options">,
  file: ts.SourceFile,
  symbol: ts.Symbol | undefined,
  member: Name = ALL,
): readonly Reference[] {
  // `var a = b, b = a` is legal.
  const seen = new Map<ts.Node, Set<Name>>();

  const toFile = (specifier: ts.Expression | undefined, name: Name): Reference[] =>
    specifier && typescript.isStringLiteralLike(specifier) ? [{ specifier, name }] : [];

  const ofSymbol = (named: ts.Symbol | undefined, wanted: Name): Reference[] =>
    (named?.declarations ?? []).flatMap((declaration) => ofDeclaration(declaration, wanted));

  const ofLocal = (name: ts.Node, wanted: Name): Reference[] =>
    typescript.isIdentifier(name)
      ? ofSymbol(bind(typescript, file, options).locals?.get(name.escapedText), wanted)
      : [];

  // import alias = Payments.pay
  const ofEntity = (name: ts.EntityName, wanted: Name): Reference[] =>
    typescript.isIdentifier(name) ? ofLocal(name, wanted) : ofEntity(name.left, name.right.escapedText);

  const ofProperty = (property: ts.ObjectLiteralElementLike, wanted: Name): Reference[] => {
    if (typescript.isSpreadAssignment(property)) return ofExpression(property.expression, wanted);
    if (wanted !== ALL && property.name && textOf(typescript, property.name) !== wanted) return [];
    if (typescript.isShorthandPropertyAssignment(property)) return ofLocal(property.name, ALL);
    return typescript.isPropertyAssignment(property) ? ofExpression(property.initializer, ALL) : [];
  };

  const ofExpression = (wrapped: ts.Expression, wanted: Name): Reference[] => {
    const node = withoutWrapping(typescript, wrapped);
    if (typescript.isIdentifier(node)) return ofLocal(node, wanted);
    if (typescript.isPropertyAccessExpression(node))
      return ofExpression(node.expression, textOf(typescript, node.name));
    if (typescript.isElementAccessExpression(node)) {
      return ofExpression(node.expression, textOf(typescript, node.argumentExpression));
    }
    if (typescript.isObjectLiteralExpression(node)) {
      return node.properties.flatMap((property) => ofProperty(property, wanted));
    }
    return typescript.isCallExpression(node) ? toFile(loadedSpecifier(typescript, node), wanted) : [];
  };

  const ofImportOrExport = (node: ts.Declaration, wanted: Name): Reference[] => {
    if (typescript.isTypeOnlyImportOrExportDeclaration(node)) return [];
    if (typescript.isImportClause(node)) return toFile(node.parent.moduleSpecifier as ts.Expression, DEFAULT);
    if (typescript.isNamespaceImport(node)) return toFile(node.parent.parent.moduleSpecifier as ts.Expression, wanted);
    if (typescript.isNamespaceExport(node)) return toFile(node.parent.moduleSpecifier, wanted);
    if (typescript.isImportSpecifier(node)) {
      const { moduleSpecifier } = node.parent.parent.parent as ts.ImportDeclaration;
      return toFile(moduleSpecifier, askedName(typescript, node));
    }
    if (typescript.isExportSpecifier(node)) {
      const { moduleSpecifier } = node.parent.parent;
      if (moduleSpecifier) return toFile(moduleSpecifier, askedName(typescript, node));
      return ofLocal(node.propertyName ?? node.name, wanted);
    }
    if (typescript.isImportEqualsDeclaration(node)) {
      const { moduleReference } = node;
      const isExternal = typescript.isExternalModuleReference(moduleReference);
      return isExternal ? toFile(moduleReference.expression, wanted) : ofEntity(moduleReference, wanted);
    }
    return [];
  };

  const ofDeclaration = (node: ts.Declaration, wanted: Name): Reference[] => {
    const asked = seen.get(node) ?? new Set();
    if (asked.has(wanted)) return [];
    seen.set(node, asked.add(wanted));
    if (typescript.isExportAssignment(node)) return ofExpression(node.expression, wanted);
    if (typescript.isVariableDeclaration(node)) return node.initializer ? ofExpression(node.initializer, wanted) : [];
    if (typescript.isBindingElement(node)) {
      if (typescript.isArrayBindingPattern(node.parent)) return [];
      const name = node.dotDotDotToken ? wanted : textOf(typescript, node.propertyName ?? node.name);
      return ofDeclaration(node.parent.parent, name);
    }
    if (typescript.isShorthandPropertyAssignment(node)) return ofProperty(node, ALL);
    // JavaScript: `module.exports = payments`, `exports.pay = payments.pay`
    const assignment = typescript.isPropertyAccessExpression(node) ? node.parent : node;
    if (typescript.isBinaryExpression(assignment)) return ofExpression(assignment.right, wanted);
    return ofImportOrExport(node, wanted);
  };

  return ofSymbol(symbol, member);
}
