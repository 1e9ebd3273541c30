import type ts from "typescript";
import type { Context } from "../analysis/context.js";
import { written } from "../analysis/specifier.js";
import type { TypeScript } from "../compiler/compiler.js";
import { describedBy } from "./assigned.js";
import type { Source } from "./flow.js";
import { ALL, DEFAULT, type Name, type Reference, specifiersOf } from "./reference.js";

/** The name that an import or export specifier takes from the other file. `{ a as b }` → `a` */
export function askedName(typescript: TypeScript, { propertyName, name }: ts.ImportSpecifier | ts.ExportSpecifier) {
  const asked = propertyName ?? name;
  return typescript.isIdentifier(asked) ? asked.escapedText : typescript.escapeLeadingUnderscores(asked.text);
}

/** The export that an import or a re-export refers to. */
function ofImport(typescript: TypeScript, node: ts.Node, member: Name): Reference[] {
  const to = (specifier: ts.Expression | undefined, name: Name): Reference[] =>
    specifier && typescript.isStringLiteralLike(specifier) ? [{ specifier: written(specifier), name }] : [];
  if (typescript.isImportClause(node)) return to(node.parent.moduleSpecifier, DEFAULT);
  if (typescript.isNamespaceImport(node)) return to(node.parent.parent.moduleSpecifier, member);
  if (typescript.isNamespaceExport(node)) return to(node.parent.moduleSpecifier, member);
  if (typescript.isImportSpecifier(node)) {
    return to(node.parent.parent.parent.moduleSpecifier, askedName(typescript, node));
  }
  if (typescript.isExportSpecifier(node)) return to(node.parent.parent.moduleSpecifier, askedName(typescript, node));
  if (typescript.isImportEqualsDeclaration(node) && typescript.isExternalModuleReference(node.moduleReference))
    return to(node.moduleReference.expression, member);
  return [];
}

/**
 * Whether the members of a value count as the value itself: of an object, a list, a class, a namespace or an instance.
 */
function holds(typescript: TypeScript, node: ts.Node): boolean {
  return (
    typescript.isObjectLiteralExpression(node) ||
    typescript.isArrayLiteralExpression(node) ||
    typescript.isClassLike(node) ||
    typescript.isModuleDeclaration(node) ||
    typescript.isNewExpression(node)
  );
}

/**
 * Finds the exports of other files that a name of a file refers to, by declarations alone: imports, other names of
 * imports (`const pay = payments.pay`), and objects, lists and classes that contain them. A computed value is a new
 * value, and so is a function that returns an import.
 *
 * @param context - The program.
 * @param file - The file.
 * @param symbol - The name.
 * @param member - The member of the name's value; {@link ALL} for the value itself.
 */
export function findReferences(
  context: Pick<Context, "ts" | "syntaxOf">,
  file: ts.SourceFile,
  symbol: ts.Symbol | undefined,
  member: Name = ALL,
): readonly Reference[] {
  if (!symbol) return [];
  const { references } = context.syntaxOf(file);
  const known = references.get(symbol) ?? new Map<Name, readonly Reference[]>();
  references.set(symbol, known);
  const found = known.get(member) ?? followSymbol(context, file, symbol, member);
  known.set(member, found);
  return found;
}

function followSymbol(
  context: Pick<Context, "ts" | "syntaxOf">,
  file: ts.SourceFile,
  symbol: ts.Symbol,
  member: Name,
): readonly Reference[] {
  const { ts } = context;
  const { values, loads } = context.syntaxOf(file);
  const { flow, names } = values();
  const asked = member === ALL ? [] : [ts.unescapeLeadingUnderscores(member)];
  const seen = new Set<ts.Node>();

  const ofSource = ({ node, members: [first] }: Source): Reference[] => {
    if (ts.isTypeOnlyImportOrExportDeclaration(node as ts.Declaration)) return [];
    const name = first === undefined || first === "*" ? ALL : ts.escapeLeadingUnderscores(first);
    const load = ts.isCallExpression(node) ? loads().find((each) => each.node === node) : undefined;
    if (load) return specifiersOf(load).map((specifier) => ({ specifier, name }));
    if (first !== undefined) return ofImport(ts, node, name);
    if (seen.has(node)) return [];
    seen.add(node);
    const members = holds(ts, node) ? flow.sourcesIn(node) : flow.addedTo(node);
    return [...ofImport(ts, node, name), ...members.flatMap(ofSource)];
  };
  const ofExpression = (expression: ts.Expression) => flow.sourcesOf(expression, asked).flatMap(ofSource);

  const ofDeclaration = (node: ts.Declaration): Reference[] => {
    if (ts.isTypeOnlyImportOrExportDeclaration(node)) return [];
    if (ts.isExportAssignment(node)) return ofExpression(node.expression);
    if (ts.isExportSpecifier(node) && !node.parent.parent.moduleSpecifier) {
      const name = node.propertyName ?? node.name;
      return ts.isIdentifier(name) ? ofLocal(names.lookUp(name)) : [];
    }
    // JavaScript: `Object.defineProperty(exports, "pay", { get: () => payments.pay })`.
    if (ts.isCallExpression(node)) {
      const descriptor = node.arguments[2];
      return descriptor ? [...describedBy(ts, descriptor)].flatMap(ofExpression) : [];
    }
    // `module.exports = payments`, `exports.pay = payments.pay`.
    const assignment = ts.isPropertyAccessExpression(node) ? node.parent : node;
    if (ts.isBinaryExpression(assignment)) return ofExpression(assignment.right);
    return flow.sourcesOfDeclaration(node, asked).flatMap(ofSource);
  };

  const ofLocal = (local: ts.Symbol | undefined): Reference[] => {
    if (!local) return [];
    // `api.pay = pay` adds a member to the object.
    const added = asked.length ? [] : names.assignedTo(local).filter(({ path }) => path.length > 0);
    const sources = added.flatMap(({ value, members }) => flow.sourcesOf(value, members));
    return [...flow.sourcesOfSymbol(local, asked), ...sources].flatMap(ofSource);
  };

  return (symbol.declarations ?? []).flatMap((declaration) => {
    // Later assignments to an exported variable are found by its local name.
    const name = ts.getNameOfDeclaration(declaration);
    const local = name && ts.isIdentifier(name) ? names.lookUp(name) : undefined;
    const isLocal = local?.declarations?.includes(declaration) && !ts.isExportSpecifier(declaration);
    return isLocal ? ofLocal(local) : ofDeclaration(declaration);
  });
}
