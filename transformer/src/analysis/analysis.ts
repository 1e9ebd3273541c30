/**
 * What the stages discover/, type/ and check/ find out about a program, found when asked for: an editor asks for one
 * file, a build for all of them.
 *
 * @module
 */
import type ts from "typescript";
import { checkContract } from "../check/contract.js";
import { createChecker, isJson, referencedSourceOf, type TypeScript, withinStack } from "../compiler/compiler.js";
import { isSeenToAdmitAll } from "../discover/admitting.js";
import { type CommentCache, createCommentFinder } from "../discover/cache.js";
import { createManifestFinder, findPackage, identify, type ManifestFinder } from "../discover/identity.js";
import { findContractedModules, isPublished } from "../discover/modules.js";
import { createChainFinder } from "../link/chains.js";
import {
  checkChainsOf,
  checkContractsOf,
  checkImportsOf,
  checkValuesOf,
  type Findings,
  projectFolderOf,
} from "../link/diagnose.js";
import { createEnforcementFinder } from "../link/enforcement.js";
import { findGuardedImports, type GuardedImport } from "../link/imports.js";
import { createReexportResolver } from "../link/reexports.js";
import { createSyntaxReader, type SyntaxCache } from "../link/syntax.js";
import { createEnvFinder } from "../link/values.js";
import { createDiagnosticBag, type DiagnosticBag } from "../messages/diagnostics.js";
import { type GraftedContract, graftContract, useNames } from "../type/graft.js";
import { declareVocabulary, type Vocabulary } from "../type/vocabulary.js";
import { type Context, tagSpanOf } from "./context.js";
import { memoize, once } from "./memoize.js";
import type { ContractMemory } from "./memory.js";
import type { CheckedContract, ContractComment, ContractedModule } from "./model.js";
import { createTermReader } from "./terms.js";

/** What a host gives the pipeline. */
export interface PipelineInput {
  readonly ts: TypeScript;
  readonly program: ts.Program;
  readonly host: ts.ModuleResolutionHost;
  /** The program lacks the types of some modules: refusals of importers are to be judged again with them. */
  readonly lacksTypes?: boolean;
  /** Types contracts, instead of a checker of their own: for hosts that emit nothing. */
  readonly checker?: ts.TypeChecker;
  /** Comments by file, from the programs before: for hosts that make a program for each edit. */
  readonly comments?: CommentCache;
  /** What the syntax of files tells, for the same hosts. */
  readonly syntax?: SyntaxCache;
  /** Contracts from the programs before, for the same hosts. */
  readonly memory?: ContractMemory;
  /** The vocabulary, for the same hosts. */
  readonly vocabulary?: () => Vocabulary;
  /** Finds package.json files, for the same hosts. */
  readonly findManifest?: ManifestFinder;
  /** The file that a file of the program stands for, where that is another one: the script of `App.vue`. */
  readonly nameOf?: (fileName: string) => string;
}

/** The findings, and what is wrong with them. */
export interface Analysis extends Findings {
  /** The contract comments of a file. */
  commentsOf(file: ts.SourceFile): readonly ContractComment[];
  /** Finds package.json files. */
  readonly findManifest: ManifestFinder;
  /** The diagnostics of the contracts that a file holds. */
  contractDiagnosticsOf(file: ts.SourceFile): readonly ts.Diagnostic[];
  /**
   * The diagnostics of a file, as a build would give them; those of generate/ only after it ran. To be asked for after
   * TypeScript has checked the file, since who elides an import is known by then only.
   */
  diagnosticsOf(file: ts.SourceFile): readonly ts.Diagnostic[];
}

function createContext(input: PipelineInput, { report }: DiagnosticBag): Context {
  const { ts, program, host, syntax, lacksTypes = false } = input;
  let { checker } = input;
  const options = program.getCompilerOptions();
  return {
    ts,
    program,
    get checker() {
      checker ??= createChecker(ts, program);
      return checker;
    },
    options,
    host,
    report,
    lacksTypes,
    syntaxOf: createSyntaxReader(ts, options, syntax ?? new WeakMap()),
  };
}

/** Whether a file of the program is one that a build turns into JavaScript. */
export function isEmitted(program: ts.Program, file: ts.SourceFile): boolean {
  return !file.isDeclarationFile && !isJson(file) && !program.isSourceFileFromExternalLibrary(file);
}

/** Contracts, each typed and checked when somebody first asks for it. */
function createContractChecker(
  context: Context,
  bag: DiagnosticBag,
  vocabularyOf: () => Vocabulary,
): (module: ContractedModule) => CheckedContract {
  const typesOf = ({ types }: GraftedContract) => types.map(({ type }) => type);
  const check = (module: ContractedModule): CheckedContract => {
    const { file, tags } = module.comment;
    const vocabulary = vocabularyOf();
    if (isPublished(module)) {
      // It was checked where it was built, and declarations may lack names that only the contract uses.
      const silent = { ...context, checker: context.checker, report: createDiagnosticBag(context.ts).report };
      const grafted = graftContract(silent, vocabulary, module);
      return { module, alternatives: checkContract(silent, grafted), types: typesOf(grafted), files: grafted.files };
    }
    const before = bag.of(file).length;
    const grafted = graftContract(context, vocabulary, module);
    bag.add(file, grafted.diagnostics);
    const alternatives = checkContract(context, grafted);
    const isBroken = bag.of(file).length > before || tags.some(({ broken }) => broken);
    return {
      module,
      alternatives: isBroken ? undefined : alternatives,
      types: typesOf(grafted),
      files: grafted.files,
    };
  };
  return (module) => {
    const checked = withinStack(() => check(module));
    if (!checked && !isPublished(module)) context.report("typeTooDeep", tagSpanOf(module.comment));
    return checked ?? { module, alternatives: undefined, types: [], files: undefined };
  };
}

/**
 * Finds the contracts of a program, without generating anything: all of an editor's work, and the first half of a
 * build's.
 *
 * @param input - The compiler, the program, and the file system to resolve modules with.
 */
export function analyseContracts(input: PipelineInput): Analysis {
  const { ts, program, host } = input;
  const bag = createDiagnosticBag(ts);
  const context = createContext(input, bag);

  const findManifest = input.findManifest ?? createManifestFinder(host);
  const manifestOf = (file: ts.SourceFile) => findManifest(file.fileName);
  const sourceOf = (file: ts.SourceFile) =>
    referencedSourceOf(program, file) ?? input.nameOf?.(file.fileName) ?? file.fileName;
  const identityOf = memoize((file: ts.SourceFile) => identify(sourceOf(file), findManifest, projectFolderOf(program)));
  const packageOf = (file: ts.SourceFile) => findPackage(sourceOf(file), findManifest);
  const findComments = createCommentFinder(ts, input.comments ?? new WeakMap());
  const modules = findContractedModules(context, findComments, identityOf, packageOf);

  const vocabularyOf = input.vocabulary ?? once(() => declareVocabulary(ts, context.options));
  const typeContract = createContractChecker(context, bag, vocabularyOf);
  input.memory?.enter(program);
  const contractOf = memoize((module: ContractedModule) => {
    const contract = typeContract(module);
    input.memory?.remember(program, contract);
    return contract;
  });
  const recall = (module: ContractedModule) => input.memory?.recall(program, module);
  const restrictsImporters = memoize((module: ContractedModule) => {
    const known = recall(module);
    if (!known && isSeenToAdmitAll(ts, module.comment)) return false;
    return (known ?? contractOf(module)).alternatives?.every(({ importer }) => importer) ?? false;
  });
  // To look at every file would take an editor too long, and it knows most of them from the programs before.
  const sources = once(() =>
    input.syntax ? undefined : program.getSourceFiles().filter((file) => isEmitted(program, file)),
  );
  const reexports = createReexportResolver(context, modules, restrictsImporters, sources);
  const importsOf = memoize((file: ts.SourceFile): readonly GuardedImport[] =>
    modules.isEmpty || !isEmitted(program, file) ? [] : findGuardedImports(context, modules, reexports, file),
  );

  const emitted = once(() => program.getSourceFiles().filter((file) => isEmitted(program, file)));
  const imports = (file: ts.SourceFile, module: ContractedModule) =>
    importsOf(file).some(({ target }) => target === module);

  const placeOf = (fileName: string) => {
    const { package: name, module } = identify(fileName, findManifest, projectFolderOf(program));
    return name ? `${module} of ${name}` : module;
  };

  const readTerms = createTermReader(context);
  const termsOf = memoize((module: ContractedModule) => {
    const known = recall(module);
    if (known?.terms) return known.terms;
    const terms = readTerms(contractOf(module));
    const settled = recall(module);
    if (settled && terms) settled.terms = terms;
    return terms;
  });
  const findEnv = createEnvFinder(context, findManifest);
  const envUsesOf = memoize((file: ts.SourceFile) => findEnv(file, modules.byFile.has(file)));
  const findings: Findings = {
    context,
    envUsesOf,
    modules,
    identityOf,
    manifestOf,
    packageOf: (manifest) => findPackage(manifest.fileName, findManifest) ?? manifest,
    manifests: once(() => new Set(emitted().map(manifestOf))),
    contractOf,
    termsOf,
    chains: createChainFinder({ context, modules, termsOf, manifestOf, emitted, imports }),
    recall,
    restrictsImporters,
    importsOf,
    emitted,
    imports,
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
    placeOf,
    useNames: (module) => useNames(context, vocabularyOf(), module.comment),
    hasDiagnostics: (file) => bag.of(file).length > 0,
  };
  const checkContracts = memoize((file: ts.SourceFile) => checkContractsOf(findings, file));
  const checkValues = memoize((file: ts.SourceFile) => checkValuesOf(findings, file));
  const checkChains = memoize((file: ts.SourceFile) => checkChainsOf(findings, file));
  const checkImports = memoize((file: ts.SourceFile) => checkImportsOf(findings, file));
  return {
    ...findings,
    findManifest,
    commentsOf: (file) => findComments(file).comments,
    contractDiagnosticsOf(file) {
      checkContracts(file);
      return bag.of(file);
    },
    diagnosticsOf(file) {
      checkContracts(file);
      checkValues(file);
      checkImports(file);
      checkChains(file);
      return bag.of(file);
    },
  };
}
