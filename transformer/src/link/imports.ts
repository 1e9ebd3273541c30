import type ts from "typescript";
import type { Context } from "../analysis/context.js";
import type { ContractedModule } from "../analysis/model.js";
import { resolveSpecifier } from "../analysis/resolution.js";
import type { ModuleSpecifier } from "../analysis/specifier.js";
import type { ContractedModules } from "../discover/modules.js";
import type { Call } from "./assigned.js";
import type { Load } from "./loads.js";
import { readsOf } from "./reads.js";
import type { ReexportResolver } from "./reexports.js";
import { ALL, DEFAULT, type Name, specifiersOf } from "./reference.js";
import { askedName } from "./references.js";
import { createTypedTexts, findPossibleLoads } from "./typed.js";
import { type ImportDeclaration, importsIn, type WrittenImport } from "./written.js";

/** How a call loads a contracted module. */
export interface GuardedCall {
  readonly node: Call;
  readonly form: Load["form"];
  readonly isOwnRequire: boolean;
  /** The argument that contains the specifier. */
  readonly argument?: ts.Expression;
  /** The specifier's text in this case, when the argument may have other values: `import(a ? "./b.js" : "./c.js")`. */
  readonly when?: string;
}

/** An import that loads a contracted module at run time, unless TypeScript elides it. */
export interface GuardedImport {
  readonly target: ContractedModule;
  readonly specifier: ModuleSpecifier;
  /** The declaration of a static import, or the call. */
  readonly node: ImportDeclaration | Call;
  readonly call?: GuardedCall;
  /** 1-based line of the module specifier. */
  readonly line: number;
  /** The files between, when the import reaches its target through re-exports. */
  readonly way: readonly ts.SourceFile[];
  /** The imported names that lead to the target, when not all names of the import do. */
  readonly names?: readonly ts.Node[];
}

/** A name that an import takes from the other module, with its node. */
interface AskedName {
  readonly name: Name;
  readonly node?: ts.Node;
  /** The local name in the importing file. */
  readonly local?: ts.Node;
}

/** The names that a file reads from a module's namespace object. */
function readNames({ ts, syntaxOf }: Context, file: ts.SourceFile, whole: ts.Node, node?: ts.Node): AskedName[] {
  const reads = readsOf(ts, syntaxOf(file).values().names, whole);
  const names = reads ? [...reads].map((name) => ts.escapeLeadingUnderscores(name)) : [ALL];
  return names.map((name) => ({ name, ...(node && { node }) }));
}

function namesOf(context: Context, file: ts.SourceFile, node: GuardedImport["node"]): AskedName[] {
  const { ts } = context;
  if (ts.isImportDeclaration(node)) {
    const { name, namedBindings } = node.importClause ?? {};
    const own = name ? [{ name: DEFAULT, node: node.importClause!, local: name }] : [];
    if (!namedBindings) return own;
    if (ts.isNamespaceImport(namedBindings))
      return [...own, ...readNames(context, file, namedBindings.name, namedBindings)];
    const named = namedBindings.elements.map((element) => ({
      name: askedName(ts, element),
      node: element,
      local: element.name,
    }));
    return [...own, ...named];
  }
  if (ts.isExportDeclaration(node) && node.exportClause && ts.isNamedExports(node.exportClause)) {
    return node.exportClause.elements.map((element) => ({ name: askedName(ts, element), node: element }));
  }
  if (ts.isExportDeclaration(node)) return [{ name: ALL }];
  return readNames(context, file, ts.isImportEqualsDeclaration(node) ? node.name : node);
}

/** A contracted module that an import reaches. */
type Reached = Pick<GuardedImport, "target" | "way" | "names">;

/** The contracted modules that an import of `resolved` reaches through the re-exports of that file. */
function findThrough(
  context: Context,
  reexports: ReexportResolver,
  file: ts.SourceFile,
  resolved: ts.SourceFile,
  specifier: ModuleSpecifier,
  node: GuardedImport["node"],
): Reached[] {
  // Most files have no re-exports, and following each name would be slow.
  if (!reexports.exportsAgain(resolved)) return [];
  const found = new Map<ContractedModule, { way: readonly ts.SourceFile[]; names: ts.Node[] }>();
  // The default import of a CommonJS module is the object with all of its exports.
  const asked = namesOf(context, file, node).flatMap((each) =>
    each.local && each.name === DEFAULT && reexports.isWhole(file, { specifier, name: DEFAULT }, resolved)
      ? readNames(context, file, each.local, each.node)
      : each,
  );
  for (const { name, node: named } of asked) {
    for (const { target, way } of reexports.originsOf(file, { specifier, name }, resolved)) {
      const reached = found.get(target) ?? { way, names: [] };
      found.set(target, reached);
      if (named) reached.names.push(named);
    }
  }
  return [...found].map(([target, { way, names }]) => ({ target, way, ...(names.length && { names }) }));
}

/**
 * How a call is guarded for one of its specifiers; `undefined` when the guard could not tell which specifier it has.
 */
function guardedCallOf({ node, form, isOwnRequire, argument, texts, isClosed }: Load, text: string) {
  const call: GuardedCall = { node, form, isOwnRequire, ...(argument && { argument }) };
  if (isClosed && texts.length === 1) return call;
  const canTell = argument && texts.every(({ isPlace }) => !isPlace);
  return canTell ? { ...call, when: text } : undefined;
}

/**
 * Finds the imports of a file that reach a contracted module.
 *
 * @param context - The program.
 * @param modules - The contracted modules.
 * @param reexports - Follows re-exports to the contracted modules that restrict their importers.
 * @param file - The importing file.
 * @returns The imports in the order of the file. Imports that TypeScript elides are included, since that is known only
 *   at emit.
 */
export function findGuardedImports(
  context: Context,
  modules: ContractedModules,
  reexports: ReexportResolver,
  file: ts.SourceFile,
): GuardedImport[] {
  const found: GuardedImport[] = [];
  const reachedBy = (specifier: ModuleSpecifier, node: GuardedImport["node"]): Reached[] => {
    const resolved = resolveSpecifier(context, file, specifier);
    const direct = modules.named(specifier.text, resolved).map((target) => ({ target, way: [] }));
    // A worker runs a file. Its starter does not get the file's exports.
    const isWorker = specifier.load?.form === "worker";
    const through = resolved && !isWorker ? findThrough(context, reexports, file, resolved, specifier, node) : [];
    // A contracted module may import itself through a barrel file.
    const isOther = ({ target }: Reached) => target.comment.file !== file || target.declaredIn !== undefined;
    return [...direct, ...through].filter(isOther);
  };
  const add = ({ specifier, node, load }: WrittenImport, isLoad = () => true) => {
    const call = load && guardedCallOf(load, specifier.text);
    const reached = load && !call ? [] : reachedBy(specifier, node);
    if (!reached.length || !isLoad()) return;
    const line = file.getLineAndCharacterOfPosition(specifier.node.getStart(file)).line + 1;
    found.push(...reached.map((each) => ({ ...each, specifier, node, line, ...(call && { call }) })));
  };
  const typed = createTypedTexts(context);
  for (const each of importsIn(context, file)) if (!each.load || each.load.isClosed) add(each);
  for (const load of file.isDeclarationFile ? [] : context.syntaxOf(file).loads()) {
    // A specifier that is unknown by its syntax may have a type with a few literals.
    const full = load.isClosed
      ? undefined
      : { ...load, ...context.syntaxOf(file).values().textsOf(load.specifier, typed) };
    for (const specifier of full ? specifiersOf(full) : []) add({ specifier, node: load.node, load: full! });
  }
  for (const { load, isLoad } of findPossibleLoads(context, file)) {
    for (const specifier of specifiersOf(load)) add({ specifier, node: load.node, load }, isLoad);
  }
  return found.sort((a, b) => a.specifier.node.pos - b.specifier.node.pos);
}
