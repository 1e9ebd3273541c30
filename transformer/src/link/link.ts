import type { LockedAlternative } from "importspy/dist/artifacts.cjs";
import type ts from "typescript";
import type { Context } from "../analysis/context.js";
import type { PipelineInput } from "../analysis/input.js";
import { memoize } from "../analysis/memoize.js";
import type { ContractedModule, TermReader } from "../analysis/model.js";
import type { Contracts } from "../check/contracts.js";
import { isEmitted } from "../compiler/compiler.js";
import type { Discovery } from "../discover/discover.js";
import { type ChainFinder, createChainFinder } from "./chains.js";
import { createEnforcementFinder, type EnforcementGap } from "./enforcement.js";
import { findGuardedImports, type GuardedImport } from "./imports.js";
import { type CheckedLoads, createLoadChecker } from "./loading.js";
import { createReexportResolver } from "./reexports.js";
import { type CallUses, createCallFinder } from "./values.js";

/** The imports of contracted modules, and what is found out about them. */
export interface Links {
  /** The imports of a file that reach a contracted module. */
  importsOf(file: ts.SourceFile): readonly GuardedImport[];
  /** Whether a file imports a contracted module, also through re-exports. */
  imports(file: ts.SourceFile, module: ContractedModule): boolean;
  /** The uses of `env<C>()` in a file. */
  envUsesOf(file: ts.SourceFile): CallUses;
  /** The uses of `importers<C>()` in a file. */
  listingOf(file: ts.SourceFile): CallUses;
  /** The calls of `load<T>()` in a file, checked. Mistakes are reported. */
  loadsOf(file: ts.SourceFile): CheckedLoads;
  /** The conditions of a contract as data; `undefined` when it has mistakes. */
  termsOf(module: ContractedModule): readonly LockedAlternative[] | undefined;
  /** Finds import chains between contracted modules whose contracts exclude each other. */
  readonly chains: ChainFinder;
  /** Why no guard enforces a contract; `undefined` when one does. */
  enforcementOf(module: ContractedModule): EnforcementGap | undefined;
}

/**
 * Finds the imports of a program that reach contracted modules.
 *
 * @param context - The program.
 * @param discovery - The contracted modules.
 * @param contracts - Their contracts.
 * @param readTerms - Reads the conditions of a contract as data.
 * @param input - The host's options, and what it kept from earlier programs.
 */
export function linkImports(
  context: Context,
  discovery: Discovery,
  contracts: Contracts,
  readTerms: TermReader,
  input: PipelineInput,
): Links {
  const { program } = context;
  const { modules, manifestOf, findManifest, emitted } = discovery;
  const { contractOf, recall, restrictsImporters } = contracts;
  // An editor does not look at all files for this, since that takes too long. It knows most re-exports from earlier
  // programs.
  const sources = () => (input.syntax ? undefined : emitted());
  const reexports = createReexportResolver(context, modules, restrictsImporters, sources);
  const importsOf = memoize((file: ts.SourceFile): readonly GuardedImport[] =>
    modules.isEmpty || !isEmitted(program, file) ? [] : findGuardedImports(context, modules, reexports, file),
  );
  const imports = (file: ts.SourceFile, module: ContractedModule) =>
    importsOf(file).some(({ target }) => target === module);
  const termsOf = memoize((module: ContractedModule) => {
    const known = recall(module);
    if (known?.terms) return known.terms;
    const terms = readTerms(contractOf(module));
    const settled = recall(module);
    if (settled && terms) settled.terms = terms;
    return terms;
  });
  const findEnv = createCallFinder(context, findManifest, "env");
  const findListing = createCallFinder(context, findManifest, "importers");
  const findLoading = createCallFinder(context, findManifest, "load");
  return {
    importsOf,
    imports,
    loadsOf: createLoadChecker(context, (file) => findLoading(file, modules.byFile.has(file))),
    envUsesOf: memoize((file) => findEnv(file, modules.byFile.has(file))),
    listingOf: memoize((file) => findListing(file, modules.byFile.has(file))),
    termsOf,
    chains: createChainFinder({ context, modules, termsOf, manifestOf, emitted, imports }),
    enforcementOf: createEnforcementFinder({
      context,
      modules,
      emitted,
      isEmitted: (file) => isEmitted(program, file),
      importsOf,
      manifestOf,
      findManifest,
      emits: !context.options.noEmit && input.checker === undefined,
    }),
  };
}
