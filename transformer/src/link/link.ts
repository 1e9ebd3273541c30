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

/** Who imports whom. */
export interface Links {
  /** The imports of a file that reach a contracted module. */
  importsOf(file: ts.SourceFile): readonly GuardedImport[];
  /** Whether a file imports a contracted module. */
  imports(file: ts.SourceFile, module: ContractedModule): boolean;
  /** What a file does with `env<C>()`. */
  envUsesOf(file: ts.SourceFile): CallUses;
  /** What a file does with `importers<C>()`. */
  listingOf(file: ts.SourceFile): CallUses;
  /** What a file loads by `load<T>()`. Mistakes are reported on the way. */
  loadsOf(file: ts.SourceFile): CheckedLoads;
  /** What the alternatives of a contract ask for, as data; `undefined` where it has mistakes. */
  termsOf(module: ContractedModule): readonly LockedAlternative[] | undefined;
  /** What contracted modules load that can never be loaded together with them. */
  readonly chains: ChainFinder;
  /** What is wrong with the enforcement of a contract, if anything. */
  enforcementOf(module: ContractedModule): EnforcementGap | undefined;
}

/**
 * Finds the imports of a program that reach contracted modules.
 *
 * @param context - The program.
 * @param discovery - What was found in it.
 * @param contracts - Its contracts.
 * @param readTerms - Reads what a contract asks for, as data.
 * @param input - What the host is, and what it remembers of the programs before.
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
  // To look at every file would take an editor too long, and it knows most of them from the programs before.
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
