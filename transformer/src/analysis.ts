/**
 * What the stages discover/, type/ and check/ find out about a program, found when asked for: an editor asks for one
 * file, a build for all of them.
 *
 * @module
 */
import path from "node:path";
import type ts from "typescript";
import { checkAgreement } from "./check/agreement.js";
import { checkContract } from "./check/contract.js";
import { checkImport, checkPatterns } from "./check/importing.js";
import { createChecker, isJson, isMade, referencedSourceOf, type TypeScript } from "./compiler.js";
import { type Context, spanOf, tagSpanOf } from "./context.js";
import { createDiagnosticBag, type DiagnosticBag } from "./diagnostics.js";
import { isSeenToAdmitAll } from "./discover/admitting.js";
import { type CommentCache, createCommentFinder } from "./discover/cache.js";
import { isKept, resolverFor } from "./discover/elision.js";
import { createManifestFinder, identify, type Manifest } from "./discover/identity.js";
import { findGuardedImports, type GuardedImport } from "./discover/imports.js";
import { type ContractedModules, findContractedModules } from "./discover/modules.js";
import { createReexportResolver } from "./discover/reexports.js";
import type { CheckedContract, ContractedModule, ModuleIdentity } from "./model.js";
import { graftContract } from "./type/graft.js";
import { declareVocabulary, type Vocabulary } from "./type/vocabulary.js";

/** What a host gives the pipeline. */
export interface PipelineInput {
  readonly ts: TypeScript;
  readonly program: ts.Program;
  readonly host: ts.ModuleResolutionHost;
  /** Types contracts, instead of a checker of their own: for hosts that emit nothing. */
  readonly checker?: ts.TypeChecker;
  /** Comments by file, from the programs before: for hosts that make a program for each edit. */
  readonly comments?: CommentCache;
  /** The vocabulary, for the same hosts. */
  readonly vocabulary?: () => Vocabulary;
}

/** What is known about a program. */
interface Findings {
  readonly context: Context;
  readonly modules: ContractedModules;
  identityOf(file: ts.SourceFile): ModuleIdentity;
  manifestOf(file: ts.SourceFile): Manifest | undefined;
  /** The package.json files above the files that a build turns into JavaScript. */
  manifests(): ReadonlySet<Manifest | undefined>;
  /** The contract of a module, checked. */
  contractOf(module: ContractedModule): CheckedContract;
  /** Whether a contract names, in all of its alternatives, who may import its module. */
  restrictsImporters(module: ContractedModule): boolean;
  /** The imports of a file that reach a contracted module. */
  importsOf(file: ts.SourceFile): readonly GuardedImport[];
  /** The files that a build turns into JavaScript. */
  emitted(): readonly ts.SourceFile[];
  /** The files that import a contracted module. */
  importersOf(module: ContractedModule): ReadonlySet<ts.SourceFile>;
}

/** The findings, and what is wrong with them. */
export interface Analysis extends Findings {
  /** The diagnostics of the contracts that a file holds. */
  contractDiagnosticsOf(file: ts.SourceFile): readonly ts.Diagnostic[];
  /**
   * The diagnostics of a file, as a build would give them; those of generate/ only after it ran. To be asked for after
   * TypeScript has checked the file, since who elides an import is known by then only.
   */
  diagnosticsOf(file: ts.SourceFile): readonly ts.Diagnostic[];
}

/** Asks once for each key. */
function memoize<Key, Value>(find: (key: Key) => Value): (key: Key) => Value {
  const known = new Map<Key, Value>();
  return (key) => {
    if (!known.has(key)) known.set(key, find(key));
    return known.get(key)!;
  };
}

/** Asks once. */
function once<Value>(find: () => Value): () => Value {
  let found: { readonly value: Value } | undefined;
  return () => {
    found ??= { value: find() };
    return found.value;
  };
}

/** The folder of tsconfig.json. */
function projectFolderOf(program: ts.Program): string {
  const { configFilePath } = program.getCompilerOptions() as { configFilePath?: string };
  return configFilePath ? path.posix.dirname(configFilePath) : program.getCurrentDirectory();
}

function createContext({ ts, program, host, checker }: PipelineInput, { report }: DiagnosticBag): Context {
  return {
    ts,
    program,
    get checker() {
      checker ??= createChecker(ts, program);
      return checker;
    },
    options: program.getCompilerOptions(),
    host,
    report,
  };
}

/** Whether a file of the program is one that a build turns into JavaScript. */
export function isEmitted(program: ts.Program, file: ts.SourceFile): boolean {
  return !file.isDeclarationFile && !isJson(file) && !program.isSourceFileFromExternalLibrary(file);
}

/** Whether a module is known by its declarations only: its contract was compiled, and is judged, where its source is. */
export function isPublished({ comment, declaredIn }: ContractedModule): boolean {
  return comment.file.isDeclarationFile && declaredIn === undefined;
}

/** Contracts, each typed and checked when somebody first asks for it. */
function createContractChecker(
  context: Context,
  bag: DiagnosticBag,
  vocabularyOf: () => Vocabulary,
): (module: ContractedModule) => CheckedContract {
  return memoize((module) => {
    const { file, tags } = module.comment;
    const vocabulary = vocabularyOf();
    if (isPublished(module)) {
      // It was checked where it was built, and declarations may lack names that only the contract uses.
      const silent = { ...context, checker: context.checker, report: createDiagnosticBag(context.ts).report };
      return { module, alternatives: checkContract(silent, graftContract(silent, vocabulary, module)) };
    }
    const before = bag.of(file).length;
    const grafted = graftContract(context, vocabulary, module);
    bag.add(file, grafted.diagnostics);
    const alternatives = checkContract(context, grafted);
    const isBroken = bag.of(file).length > before || tags.some(({ broken }) => broken);
    return { module, alternatives: isBroken ? undefined : alternatives };
  });
}

/** Checks the contracts that a file holds, also against the files that import their modules. */
function checkContractsOf(findings: Findings, file: ts.SourceFile): void {
  const { context, modules, identityOf, manifestOf, manifests, contractOf, emitted, importersOf } = findings;
  for (const module of modules.heldBy(file)) {
    if (module.isUnenforced && importersOf(module).size)
      context.report("unenforcedContract", tagSpanOf(module.comment));
    const { alternatives } = contractOf(module);
    if (!alternatives) continue;
    if (!isMade(context.program, file) && !isPublished(module) && alternatives.some(({ importer }) => importer)) {
      // Who does import it most probably matches, so those come first.
      const candidates = () => [...importersOf(module), ...emitted()].filter((each) => each !== file);
      checkPatterns(context, module, alternatives, candidates, identityOf);
    }
    for (const manifest of manifests()) {
      if (!manifest) continue;
      const displayName = path.posix.relative(projectFolderOf(context.program), manifest.fileName);
      checkAgreement(context, module, alternatives, { displayName, content: manifest.content }, () =>
        [...importersOf(module)].some((each) => manifestOf(each) === manifest),
      );
    }
  }
}

/** Judges the imports of a file that TypeScript keeps. */
function checkImportsOf(
  { context, identityOf, contractOf, restrictsImporters, importsOf }: Findings,
  file: ts.SourceFile,
): void {
  const { ts, options, program } = context;
  const restricted = importsOf(file).filter(({ target }) => restrictsImporters(target));
  if (!restricted.length) return;
  const resolver = resolverFor(ts, program, file);
  for (const guarded of restricted.filter((each) => isKept(ts, options, resolver, each))) {
    const { target, specifier, way } = guarded;
    const judged = { target, span: spanOf(specifier, file), way: way.map((each) => identityOf(each).module) };
    checkImport(context, contractOf(target).alternatives!, identityOf(file), judged);
  }
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

  const findManifest = createManifestFinder(host);
  const manifestOf = (file: ts.SourceFile) => findManifest(file.fileName);
  const identityOf = memoize((file: ts.SourceFile) =>
    identify(referencedSourceOf(program, file) ?? file.fileName, findManifest, projectFolderOf(program)),
  );
  const findComments = createCommentFinder(ts, input.comments ?? new WeakMap());
  const modules = findContractedModules(context, findComments, identityOf);

  const vocabularyOf = input.vocabulary ?? once(() => declareVocabulary(ts, context.options));
  const contractOf = createContractChecker(context, bag, vocabularyOf);
  const restrictsImporters = memoize((module: ContractedModule) => {
    if (isSeenToAdmitAll(ts, module.comment)) return false;
    return contractOf(module).alternatives?.every(({ importer }) => importer) ?? false;
  });
  const reexports = createReexportResolver(context, modules, restrictsImporters);
  const importsOf = memoize((file: ts.SourceFile): readonly GuardedImport[] =>
    modules.isEmpty || !isEmitted(program, file) ? [] : findGuardedImports(context, modules, reexports, file),
  );

  const emitted = once(() => program.getSourceFiles().filter((file) => isEmitted(program, file)));
  const findImporters = once(() => {
    const importers = new Map<ContractedModule, Set<ts.SourceFile>>();
    for (const file of emitted()) {
      for (const { target } of importsOf(file)) importers.set(target, (importers.get(target) ?? new Set()).add(file));
    }
    return importers;
  });
  const importersOf = (module: ContractedModule) => findImporters().get(module) ?? new Set<ts.SourceFile>();

  const findings: Findings = {
    context,
    modules,
    identityOf,
    manifestOf,
    manifests: once(() => new Set(emitted().map(manifestOf))),
    contractOf,
    restrictsImporters,
    importsOf,
    emitted,
    importersOf,
  };
  const checkContracts = memoize((file: ts.SourceFile) => checkContractsOf(findings, file));
  const checkImports = memoize((file: ts.SourceFile) => checkImportsOf(findings, file));
  return {
    ...findings,
    contractDiagnosticsOf(file) {
      checkContracts(file);
      return bag.of(file);
    },
    diagnosticsOf(file) {
      checkContracts(file);
      checkImports(file);
      return bag.of(file);
    },
  };
}
