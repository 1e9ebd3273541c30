/**
 * What the stages discover/, type/ and check/ find out about a program, found when asked for: an editor asks for one
 * file, a build for all of them.
 *
 * @module
 */
import path from "node:path";
import type ts from "typescript";
import { admitsIdentity } from "./check/admission.js";
import { agrees, checkAgreement, type ImportingManifest } from "./check/agreement.js";
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
import { type ContractMemory, identityKey, type KnownFile, type SettledContract } from "./memory.js";
import type { CheckedContract, ContractedModule, ModuleIdentity } from "./model.js";
import { graftContract, useNames } from "./type/graft.js";
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
  /** Contracts from the programs before, for the same hosts. */
  readonly memory?: ContractMemory;
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
  /** The same without types, if it was typed for a program before and has not changed. */
  recall(module: ContractedModule): SettledContract | undefined;
  /** Whether a contract names, in all of its alternatives, who may import its module. */
  restrictsImporters(module: ContractedModule): boolean;
  /** The imports of a file that reach a contracted module. */
  importsOf(file: ts.SourceFile): readonly GuardedImport[];
  /** The files that a build turns into JavaScript. */
  emitted(): readonly ts.SourceFile[];
  /** Whether a file imports a contracted module. */
  imports(file: ts.SourceFile, module: ContractedModule): boolean;
  /** Lets the checker know what a contract names. */
  useNames(module: ContractedModule): void;
  /** Whether anything is wrong with a file's contracts so far. */
  hasDiagnostics(file: ts.SourceFile): boolean;
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
  return (module) => {
    const { file, tags } = module.comment;
    const vocabulary = vocabularyOf();
    if (isPublished(module)) {
      // It was checked where it was built, and declarations may lack names that only the contract uses.
      const silent = { ...context, checker: context.checker, report: createDiagnosticBag(context.ts).report };
      const grafted = graftContract(silent, vocabulary, module);
      return { module, alternatives: checkContract(silent, grafted), files: grafted.files };
    }
    const before = bag.of(file).length;
    const grafted = graftContract(context, vocabulary, module);
    bag.add(file, grafted.diagnostics);
    const alternatives = checkContract(context, grafted);
    const isBroken = bag.of(file).length > before || tags.some(({ broken }) => broken);
    return { module, alternatives: isBroken ? undefined : alternatives, files: grafted.files };
  };
}

/** The package.json files of the program, as messages name them. */
function importingManifests({ context, manifests }: Findings): (ImportingManifest & { readonly manifest: Manifest })[] {
  return [...manifests()].flatMap((manifest) => {
    if (!manifest) return [];
    const displayName = path.posix.relative(projectFolderOf(context.program), manifest.fileName);
    return { manifest, displayName, content: manifest.content };
  });
}

/** Whether nothing is wrong with a contract now as nothing was when it was typed, which takes no types to see. */
function isStillSettled(findings: Findings, module: ContractedModule): boolean {
  const { context, identityOf, recall } = findings;
  const known = recall(module);
  const isSame = ({ fileName, identity }: KnownFile) => {
    const file = context.program.getSourceFile(fileName);
    return file !== undefined && identityKey(identityOf(file)) === identity;
  };
  if (!known?.matched?.every(isSame)) return false;
  if (!importingManifests(findings).every((manifest) => agrees(module, known.alternatives, manifest))) return false;
  if (known.usesNames) findings.useNames(module);
  return true;
}

/** Checks the contracts that a file holds, also against the files that import their modules. */
function checkContractsOf(findings: Findings, file: ts.SourceFile): void {
  const { context, modules, identityOf, manifestOf, contractOf, recall, emitted, imports } = findings;
  for (const module of modules.heldBy(file)) {
    if (module.isUnenforced && emitted().some((each) => imports(each, module)))
      context.report("unenforcedContract", tagSpanOf(module.comment));
    if (isStillSettled(findings, module)) continue;
    const { alternatives } = contractOf(module);
    if (!alternatives) continue;
    const hasPatterns = alternatives.some(({ importer }) => importer);
    const isJudgedHere = hasPatterns && !isMade(context.program, file) && !isPublished(module);
    const others = () => emitted().filter((each) => each !== file);
    const matched = isJudgedHere ? checkPatterns(context, module, alternatives, others(), identityOf) : [];
    for (const { manifest, ...importing } of importingManifests(findings)) {
      checkAgreement(context, module, alternatives, importing, () =>
        emitted().some((each) => manifestOf(each) === manifest && imports(each, module)),
      );
    }
    const known = recall(module);
    if (!known || findings.hasDiagnostics(file)) continue;
    known.matched = matched.map((each) => ({ fileName: each.fileName, identity: identityKey(identityOf(each)) }));
  }
}

/** Judges the imports of a file that TypeScript keeps. */
function checkImportsOf(
  { context, identityOf, contractOf, recall, restrictsImporters, importsOf }: Findings,
  file: ts.SourceFile,
): void {
  const { ts, options, program } = context;
  const identity = identityOf(file);
  const isKnown = (target: ContractedModule) => recall(target)?.admitted.has(identityKey(identity)) ?? false;
  const restricted = importsOf(file).filter(({ target }) => restrictsImporters(target) && !isKnown(target));
  if (!restricted.length) return;
  const resolver = resolverFor(ts, program, file);
  for (const guarded of restricted.filter((each) => isKept(ts, options, resolver, each))) {
    const { target, specifier, way } = guarded;
    const judged = { target, span: spanOf(specifier, file), way: way.map((each) => identityOf(each).module) };
    const alternatives = contractOf(target).alternatives!;
    checkImport(context, alternatives, identity, judged);
    const known = recall(target);
    if (known && admitsIdentity(context, target, alternatives, identity)) known.admitted.add(identityKey(identity));
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
  const reexports = createReexportResolver(context, modules, restrictsImporters);
  const importsOf = memoize((file: ts.SourceFile): readonly GuardedImport[] =>
    modules.isEmpty || !isEmitted(program, file) ? [] : findGuardedImports(context, modules, reexports, file),
  );

  const emitted = once(() => program.getSourceFiles().filter((file) => isEmitted(program, file)));
  const imports = (file: ts.SourceFile, module: ContractedModule) =>
    importsOf(file).some(({ target }) => target === module);

  const findings: Findings = {
    context,
    modules,
    identityOf,
    manifestOf,
    manifests: once(() => new Set(emitted().map(manifestOf))),
    contractOf,
    recall,
    restrictsImporters,
    importsOf,
    emitted,
    imports,
    useNames: (module) => useNames(context, vocabularyOf(), module.comment),
    hasDiagnostics: (file) => bag.of(file).length > 0,
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
