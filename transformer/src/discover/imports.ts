import type ts from "typescript";
import { bind, internalFile, parentOf } from "../compiler.js";
import type { Context } from "../context.js";
import type { ContractedModule } from "../model.js";
import { findUncounted, specifierOf } from "./calls.js";
import type { ContractedModules } from "./modules.js";
import type { ReexportResolver } from "./reexports.js";
import { ALL, askedName, DEFAULT, type Name } from "./references.js";
import { isRequireCall, resolveSpecifier } from "./resolution.js";

/** An import that loads, unless TypeScript elides it, a contracted module at run time. */
export interface GuardedImport {
  readonly target: ContractedModule;
  readonly specifier: ts.StringLiteralLike;
  /** The declaration of a static import, or the call of `import()` and `require()`. */
  readonly node: ts.ImportDeclaration | ts.ExportDeclaration | ts.ImportEqualsDeclaration | ts.CallExpression;
  /** 1-based line of the module specifier. */
  readonly line: number;
  /** The files between, when the import reaches its target through files that export the target's exports again. */
  readonly way: readonly ts.SourceFile[];
  /** The imported names that reach the target, when not all of the import does. */
  readonly names?: readonly ts.Node[];
}

type ImportNode = GuardedImport["node"];

/** Whether an import is written as one of types alone. */
export function isTypeOnly(context: Context, node: ImportNode): boolean {
  const { ts } = context;
  if (ts.isImportDeclaration(node)) return node.importClause?.isTypeOnly ?? false;
  if (ts.isExportDeclaration(node) || ts.isImportEqualsDeclaration(node)) return node.isTypeOnly;
  return false;
}

/** The import that a module specifier belongs to; not for types: `import("x").T`, `declare module "x"`. */
export function importOf(context: Context, specifier: ts.StringLiteralLike): ImportNode | undefined {
  const { ts } = context;
  const parent = parentOf(ts, specifier);
  if (ts.isImportDeclaration(parent) || ts.isExportDeclaration(parent)) return parent;
  if (ts.isExternalModuleReference(parent)) return parent.parent;
  if (ts.isCallExpression(parent) && specifierOf(context, parent) === specifier) return parent;
  return undefined;
}

/** The names that an import asks the other module for, with the nodes that stand for them. */
function namesOf({ ts }: Context, node: ImportNode): { name: Name; node?: ts.Node }[] {
  if (ts.isImportDeclaration(node)) {
    const { name, namedBindings } = node.importClause ?? {};
    const own = name ? [{ name: DEFAULT, node: node.importClause! }] : [];
    if (!namedBindings) return own;
    if (ts.isNamespaceImport(namedBindings)) return [...own, { name: ALL, node: namedBindings }];
    return [...own, ...namedBindings.elements.map((element) => ({ name: askedName(ts, element), node: element }))];
  }
  if (ts.isExportDeclaration(node) && node.exportClause && ts.isNamedExports(node.exportClause)) {
    return node.exportClause.elements.map((element) => ({ name: askedName(ts, element), node: element }));
  }
  return [{ name: ALL }];
}

/** The contracted modules that an import of `resolved` reaches through what that file exports again. */
function findThrough(
  context: Context,
  reexports: ReexportResolver,
  resolved: ts.SourceFile,
  specifier: ts.StringLiteralLike,
  node: ImportNode,
): Pick<GuardedImport, "target" | "way" | "names">[] {
  // Most files declare what they export, and to ask for each name would take long.
  if (!reexports.exportsAgain(resolved)) return [];
  const found = new Map<ContractedModule, { way: readonly ts.SourceFile[]; names: ts.Node[] }>();
  for (const { name, node: named } of namesOf(context, node)) {
    for (const { target, way } of reexports.originsOf(specifier.getSourceFile(), { specifier, name }, resolved)) {
      const reached = found.get(target) ?? { way, names: [] };
      found.set(target, reached);
      if (named) reached.names.push(named);
    }
  }
  return [...found].map(([target, { way, names }]) => ({ target, way, ...(names.length && { names }) }));
}

/**
 * Finds the imports of a file that reach a contracted module.
 *
 * @param context - The program.
 * @param modules - The contracted modules.
 * @param reexports - Follows re-exports to the contracted modules that restrict their importers.
 * @param file - The importing file.
 * @returns In the order of the file. Whether TypeScript elides an import is known at emit only.
 */
export function findGuardedImports(
  context: Context,
  modules: ContractedModules,
  reexports: ReexportResolver,
  file: ts.SourceFile,
): GuardedImport[] {
  bind(context.ts, file, context.options);
  const found: GuardedImport[] = [];
  const add = (specifier: ts.StringLiteralLike) => {
    const resolved = resolveSpecifier(context, file, specifier);
    const direct = modules.named(specifier.text, resolved);
    const node = direct.length || resolved ? importOf(context, specifier) : undefined;
    if (!node || isTypeOnly(context, node)) return;
    const through = resolved ? findThrough(context, reexports, resolved, specifier, node) : [];
    const reached = [...direct.map((target) => ({ target, way: [] })), ...through];
    if (!reached.length) return;
    const line = file.getLineAndCharacterOfPosition(specifier.getStart(file)).line + 1;
    // What a contracted module imports of itself, through a barrel, is its own affair.
    const others = reached.filter(({ target }) => target.comment.file !== file || target.declaredIn !== undefined);
    found.push(...others.map((each) => ({ ...each, specifier, node, line })));
  };
  for (const specifier of internalFile(file).imports ?? []) {
    // Imports that the compiler itself adds (of a JSX runtime, of tslib) have no place in the file.
    if (specifier.pos >= 0 && !isRequireCall(context, specifier.parent)) add(specifier);
  }
  for (const specifier of findUncounted(context, file)) add(specifier);
  return found;
}
