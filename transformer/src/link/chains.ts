/**
 * Finds contracts that exclude each other in one program. When a contracted module is evaluated, it loads other
 * modules, also through files without a contract. Their contracts must be able to hold together with its own.
 *
 * @module
 */
import type { LockedAlternative, Term } from "importspy/dist/artifacts.cjs";
import type ts from "typescript";
import type { Context } from "../analysis/context.js";
import { memoize } from "../analysis/memoize.js";
import type { ContractedModule } from "../analysis/model.js";
import { resolveSpecifier } from "../analysis/resolution.js";
import type { ModuleSpecifier } from "../analysis/specifier.js";
import { type Conflict, findConflict } from "../compare/conflicts.js";
import { isMade } from "../compiler/compiler.js";
import type { Manifest } from "../discover/identity.js";
import type { ContractedModules } from "../discover/modules.js";
import { checkedResolverFor, isKept } from "./elision.js";
import { importsIn, type WrittenImport } from "./written.js";

/** One import on the path from one contracted module to another. */
interface Step {
  readonly from: ts.SourceFile;
  readonly specifier: ModuleSpecifier;
  readonly node: WrittenImport["node"];
  readonly resolved: ts.SourceFile | undefined;
  readonly targets: readonly ContractedModule[];
  /** A deferred import, a worker or a call in a function: it may run later, when variables have changed. */
  readonly isLate: boolean;
}

/** A path from a contracted module to another one whose contract can never hold together with its own. */
export interface Chain {
  readonly target: ContractedModule;
  /** The import in the contracted module itself. */
  readonly specifier: ModuleSpecifier;
  /** The files between the two. */
  readonly way: readonly ts.SourceFile[];
  readonly conflict: Conflict;
}

/** Finds the chains of a file. */
export interface ChainFinder {
  /** The chains by syntax alone. Some may not exist, because TypeScript elides an import of them. */
  possible(file: ts.SourceFile): readonly Chain[];
  /** The chains without elided imports. Type-checks the files of the chains. */
  of(file: ts.SourceFile): readonly Chain[];
}

/** The program, as the finder needs it. */
export interface ChainQuestions {
  readonly context: Context;
  readonly modules: ContractedModules;
  termsOf(module: ContractedModule): readonly LockedAlternative[] | undefined;
  manifestOf(file: ts.SourceFile): Manifest | undefined;
  emitted(): readonly ts.SourceFile[];
  imports(file: ts.SourceFile, module: ContractedModule): boolean;
}

/**
 * Which conditions of two contracts are compared: those that never change in a process (`"machine"`), these and
 * variables (`"environment"`), or packages as well (`"all"`).
 */
type Compared = "machine" | "environment" | "all";

function isCompared({ path }: Term, compared: Compared): boolean {
  if (path.startsWith("packages.")) return compared === "all";
  return compared !== "machine" || !path.startsWith("env.");
}

/** Whether a call runs whenever its file is evaluated: it is not in a function, a branch or the like. */
function isCertain({ ts }: Context, call: ts.Node): boolean {
  for (let node = call; !ts.isSourceFile(node.parent); node = node.parent) {
    const { parent } = node;
    const isPassed =
      ts.isFunctionLike(parent) ||
      ts.isClassLike(parent) ||
      ts.isConditionalExpression(parent) ||
      (ts.isStatement(parent) && !ts.isVariableStatement(parent) && !ts.isExpressionStatement(parent)) ||
      (ts.isBinaryExpression(parent) &&
        parent.left !== node &&
        parent.operatorToken.kind !== ts.SyntaxKind.EqualsToken);
    if (isPassed) return ts.isExportAssignment(parent);
  }
  return true;
}

/**
 * Makes the finder of chains.
 *
 * @param questions - The program.
 */
export function createChainFinder(questions: ChainQuestions): ChainFinder {
  const { context, modules, termsOf, manifestOf, emitted, imports } = questions;
  const { ts, program, options } = context;

  const stepsFrom = memoize((from: ts.SourceFile): readonly Step[] =>
    importsIn(context, from).flatMap((each): Step[] => {
      const { specifier, node, load } = each;
      // The imports of a declaration file are for types only.
      if (from.isDeclarationFile && !ts.isExportDeclaration(node)) return [];
      if (load && (!load.isClosed || load.texts.length > 1)) return [];
      const isDeferred =
        ts.isImportDeclaration(node) && node.importClause?.phaseModifier === ts.SyntaxKind.DeferKeyword;
      const resolved = resolveSpecifier(context, from, specifier);
      const targets = from.isDeclarationFile
        ? [modules.byFile.get(resolved!) ?? []].flat()
        : modules.named(specifier.text, resolved);
      const isLate = isDeferred || (load ? load.form === "worker" || !isCertain(context, node) : false);
      return resolved || targets.length ? [{ from, specifier, node, resolved, targets, isLate }] : [];
    }),
  );

  const alternativesOf = (module: ContractedModule, compared: Compared) =>
    termsOf(module)?.map((alternative) => ({
      ...alternative,
      terms: alternative.terms.filter((term) => isCompared(term, compared)),
    }));

  const conflicts = memoize((left: ContractedModule) =>
    memoize((right: ContractedModule) =>
      memoize((compared: Compared): Conflict | undefined => {
        const [own, others] = [alternativesOf(left, compared), alternativesOf(right, compared)];
        if (!own?.length || !others?.length) return undefined;
        const pairs = own.flatMap((each) => others.map((other) => findConflict(each, other)));
        return pairs.every((conflict) => conflict !== undefined) ? pairs[0] : undefined;
      }),
    ),
  );
  const conflictOf = (left: ContractedModule, right: ContractedModule, compared: Compared) =>
    conflicts(left)(right)(compared);

  /** Whether some files, and all importers of the module, have the same package.json above them. */
  const shareInstallation = (module: ContractedModule, files: readonly ts.SourceFile[]) => {
    const manifest = manifestOf(module.comment.file);
    const importers = emitted().filter((file) => imports(file, module));
    return [...files, ...importers].every((file) => manifestOf(file) === manifest);
  };

  const findConflictAlong = (module: ContractedModule, target: ContractedModule, steps: readonly Step[]) => {
    const compared = steps.some((step) => step.isLate) ? "machine" : "environment";
    const conflict = conflictOf(module, target, compared);
    if (conflict || compared === "machine") return conflict;
    const found = conflictOf(module, target, "all");
    const files = steps.map(({ from }) => from);
    return found && shareInstallation(module, files) ? found : undefined;
  };

  /** The chains of a file without the given elided imports, each with its imports. */
  const search = (
    file: ts.SourceFile,
    dropped: ReadonlySet<ts.Node>,
  ): readonly (Chain & { steps: readonly Step[] })[] => {
    const module = modules.byFile.get(file);
    if (!module || modules.all.length < 2 || file.isDeclarationFile || isMade(program, file)) return [];
    const found = new Map<ContractedModule, Chain & { steps: readonly Step[] }>();
    const ways = new Map<ts.SourceFile, readonly Step[]>([[file, []]]);
    const judge = (target: ContractedModule, steps: readonly Step[]) => {
      if (target === module || found.has(target)) return;
      const between = steps.slice(1).map(({ from }) => from);
      // A contracted module on the path that conflicts with one of the two is reported instead.
      const isToldThere = between
        .flatMap((each) => modules.byFile.get(each) ?? [])
        .some(
          (each) =>
            found.has(each) || (!each.comment.file.isDeclarationFile && conflictOf(each, target, "environment")),
        );
      if (isToldThere) return;
      const conflict = findConflictAlong(module, target, steps);
      if (conflict) found.set(target, { target, specifier: steps[0]!.specifier, way: between, conflict, steps });
    };
    // A `for` loop over a Map also visits what is added during the loop.
    for (const [at, steps] of ways) {
      for (const step of stepsFrom(at)) {
        // In other files, only imports that run at evaluation count.
        if (dropped.has(step.node) || (step.isLate && at !== file)) continue;
        const way = [...steps, step];
        for (const target of step.targets) judge(target, way);
        const { resolved } = step;
        if (resolved && !ways.has(resolved) && !program.isSourceFileDefaultLibrary(resolved)) ways.set(resolved, way);
      }
    }
    return [...found.values()];
  };
  const resolverOf = memoize((file: ts.SourceFile) => checkedResolverFor(ts, program, file));
  const isLoaded = ({ from, specifier, node }: Step) =>
    ts.isCallExpression(node) || ts.isNewExpression(node) || isKept(ts, options, resolverOf(from), { specifier, node });

  return {
    possible: memoize((file: ts.SourceFile) => search(file, new Set())),
    of(file) {
      const dropped = new Set<ts.Node>();
      for (;;) {
        const found = search(file, dropped);
        const elided = found.flatMap(({ steps }) => steps).filter((step) => !isLoaded(step));
        if (!elided.length) return found;
        for (const { node } of elided) dropped.add(node);
      }
    },
  };
}
