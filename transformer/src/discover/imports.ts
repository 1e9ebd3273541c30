import type ts from "typescript";
import { internalFile } from "../compiler.js";
import type { Context } from "../context.js";
import type { ContractedModule } from "../model.js";
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

/** `createRequire(import.meta.url)` of `node:module`. */
function isCreateRequire(context: Context, node: ts.Node): boolean {
  const { ts } = context;
  if (!ts.isCallExpression(node)) return false;
  const { expression } = node;
  const name = ts.isPropertyAccessExpression(expression) ? expression.name : expression;
  return ts.isIdentifier(name) && name.text === "createRequire";
}

/** Whether a callee is Node's `require`, and no function of the user's that happens to have the name. */
function isRequire(context: Context, callee: ts.Expression): boolean {
  const { ts } = context;
  if (!ts.isIdentifier(callee)) return isCreateRequire(context, callee);
  if (callee.text !== "require" && !callee.getSourceFile().text.includes("createRequire")) return false;
  const isAmbient = (declaration: ts.Declaration) =>
    (ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Ambient) !== 0;
  const declarations = context.checker.getSymbolAtLocation(callee)?.declarations ?? [];
  const own = declarations.filter((each) => !each.getSourceFile().isDeclarationFile && !isAmbient(each));
  if (!own.length) return callee.text === "require";
  return own.some(
    (each) => ts.isVariableDeclaration(each) && each.initializer && isCreateRequire(context, each.initializer),
  );
}

/** The calls of `require` in a file. TypeScript itself counts them among the imports in JavaScript files only. */
function findRequireCalls(context: Context, file: ts.SourceFile): ts.StringLiteralLike[] {
  const { ts } = context;
  if (!/require/i.test(file.text)) return [];
  const specifiers: ts.StringLiteralLike[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node)) {
      const [specifier] = node.arguments;
      if (specifier && ts.isStringLiteralLike(specifier) && isRequire(context, node.expression)) {
        specifiers.push(specifier);
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return specifiers;
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
  for (const specifier of findRequireCalls(context, file)) add(specifier);
  return found;
}
