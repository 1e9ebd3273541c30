/**
 * One contract's way from comment to guard. The stages, in order:
 *
 * 1. discover/ finds contract comments, the modules they make contracted, and the imports that reach those;
 * 2. type/     gives each contract its TypeScript type, in the scope of its module;
 * 3. check/    checks that the type asks for things that an environment can have;
 * 4. generate/ turns it into a validator, and validators into sidecars;
 * 5. emit/     injects guards and writes sidecars.
 *
 * Stages share the nouns (model.ts), the messages and TypeScript, and do not know each other.
 *
 * @module
 */
import path from "node:path";
import type ts from "typescript";
import { checkAgreement } from "./check/agreement.js";
import { declaringFilesOf } from "./check/closure.js";
import { checkContract } from "./check/contract.js";
import { checkImport, checkPatterns } from "./check/importing.js";
import { createChecker, internalChecker, internalFile, internalProgram, isJson, type TypeScript } from "./compiler.js";
import { type Context, createDiagnostic, type Report, spanOf } from "./context.js";
import { isSeenToAdmitAll } from "./discover/admitting.js";
import { type CommentCache, createCommentFinder } from "./discover/cache.js";
import { isKept } from "./discover/elision.js";
import { createManifestFinder, identify, type ManifestFinder } from "./discover/identity.js";
import { findGuardedImports, type GuardedImport } from "./discover/imports.js";
import { type ContractedModules, findContractedModules } from "./discover/modules.js";
import { createReexportResolver } from "./discover/reexports.js";
import type { FilePlan, KeptImports } from "./emit/inject.js";
import { type GeneratedContract, generateContract } from "./generate/contract.js";
import {
  createSidecar,
  fingerprint,
  type ModuleFormat,
  type SidecarContent,
  sidecarNameOf,
} from "./generate/sidecar.js";
import { createValidatorGenerator } from "./generate/typia.js";
import type { CheckedContract, ContractedModule, ModuleIdentity } from "./model.js";
import { graftContract } from "./type/graft.js";
import { declareVocabulary, type Vocabulary } from "./type/vocabulary.js";

/** What a host gives the pipeline. */
export interface PipelineInput {
  readonly ts: TypeScript;
  readonly program: ts.Program;
  readonly host: ts.ModuleResolutionHost;
  /** Comments by file, from the programs before: for hosts that make a program for each edit. */
  readonly comments?: CommentCache;
  /** Types contracts, instead of a checker of their own: for hosts that emit nothing. */
  readonly checker?: ts.TypeChecker;
  /** The vocabulary, for hosts that make a program for each edit. */
  readonly vocabulary?: () => Vocabulary;
}

/** What the pipeline gives a host. */
export interface Compilation {
  /** The diagnostics of a file, to be asked for after TypeScript has checked it. */
  diagnosticsOf(file: ts.SourceFile): readonly ts.Diagnostic[];
  /** The plan of a file that has a contract or a guarded import. */
  planOf(fileName: string): FilePlan | undefined;
  /** Distinguishes the states of a planned file's sidecar. */
  fingerprintOf(plan: FilePlan): string;
  /** The text of a planned file's sidecar. */
  sidecarOf(plan: FilePlan, kept: KeptImports): string;
  readonly plans: Iterable<FilePlan>;
}

/** Collects diagnostics by file. */
function createDiagnosticBag(typescript: TypeScript) {
  const byFile = new Map<ts.SourceFile, ts.Diagnostic[]>();
  const add = (file: ts.SourceFile, ...diagnostics: readonly ts.Diagnostic[]) => {
    if (!diagnostics.length) return;
    const known = byFile.get(file);
    if (known) known.push(...diagnostics);
    else byFile.set(file, [...diagnostics]);
  };
  const report: Report = (key, at, ...values) => {
    const diagnostic = createDiagnostic(typescript, key, at, ...values);
    add(at.file, diagnostic);
    return diagnostic;
  };
  return { byFile, add, report, count: (file: ts.SourceFile) => byFile.get(file)?.length ?? 0 };
}

/** `module` as written in tsconfig.json decides by file what an emitted file is. */
function formatOf({ ts, program, options, report }: Context, file: ts.SourceFile): ModuleFormat {
  const kind = internalProgram(program).getEmitModuleFormatOfFile(file);
  if (kind === ts.ModuleKind.CommonJS) return "cjs";
  if (kind === ts.ModuleKind.AMD || kind === ts.ModuleKind.UMD || kind === ts.ModuleKind.System) {
    report("unsupportedModuleFormat", { file, start: 0, length: 0 }, ts.ModuleKind[options.module ?? kind] ?? kind);
  }
  return "esm";
}

function projectFolderOf(program: ts.Program): string {
  const { configFilePath } = program.getCompilerOptions() as { configFilePath?: string };
  return configFilePath ? path.posix.dirname(configFilePath) : program.getCurrentDirectory();
}

/** The specifier of the sidecar of `x.ts`, seen from `x.js`. */
function sidecarSpecifierOf(file: ts.SourceFile): string {
  const emitted = path.posix.basename(file.fileName).replace(/\.([cm]?)[jt]sx?$/, ".$1js");
  return `./${sidecarNameOf(emitted)}`;
}

/** Contracts, each typed and checked at most once, when somebody first asks for it. */
function createContractChecker(
  context: Context,
  bag: ReturnType<typeof createDiagnosticBag>,
  declare: () => Vocabulary,
): (module: ContractedModule) => CheckedContract {
  let vocabulary: Vocabulary | undefined;
  const check = (module: ContractedModule): CheckedContract => {
    const { file } = module.comment;
    vocabulary ??= declare();
    if (isPublished(module)) {
      // It was checked where it was built, and a declaration file may lack names that only its contract uses.
      const silent = { ...context, report: createDiagnosticBag(context.ts).report };
      return { module, alternatives: checkContract(silent, graftContract(silent, vocabulary, module).types) };
    }
    const before = bag.count(file);
    const { types, diagnostics } = graftContract(context, vocabulary, module);
    bag.add(file, ...diagnostics);
    const alternatives = checkContract(context, types);
    const isBroken = bag.count(file) > before || module.comment.tags.some(({ broken }) => broken);
    return { module, alternatives: isBroken ? undefined : alternatives };
  };
  return memoize(check);
}

/** Whether the module was built elsewhere: its contract is known from its declaration file. */
function isPublished({ comment, declaredIn }: ContractedModule): boolean {
  return comment.file.isDeclarationFile && declaredIn === undefined;
}

/** What the stages before generate/ find out about a program. Contracts and files are looked into when asked for. */
interface Findings {
  readonly context: Context;
  readonly modules: ContractedModules;
  identityOf(file: ts.SourceFile): ModuleIdentity;
  /** The contract of a module, checked. */
  contractOf(module: ContractedModule): CheckedContract;
  /** Whether a contract names, in all of its alternatives, who may import its module. */
  restrictsImporters(module: ContractedModule): boolean;
  /** The imports of a file that reach a contracted module. */
  importsOf(file: ts.SourceFile): readonly GuardedImport[];
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

/**
 * Finds the contracts of a program, without generating anything: for editors, and the first half of a build.
 *
 * @param input - The compiler, the program, and the file system to resolve modules with.
 */
export function analyseContracts({ ts, program, host, ...known }: PipelineInput): Analysis {
  const bag = createDiagnosticBag(ts);
  const options = program.getCompilerOptions();
  let { checker } = known;
  const context: Context = {
    ts,
    program,
    get checker() {
      checker ??= createChecker(ts, program);
      return checker;
    },
    options,
    host,
    report: bag.report,
  };

  const findManifest = createManifestFinder(host);
  const projectFolder = projectFolderOf(program);
  const identityOf = (file: ts.SourceFile) => identify(file.fileName, findManifest, projectFolder);
  const modules = findContractedModules(
    context,
    createCommentFinder(ts, bag.report, known.comments ?? new WeakMap()),
    identityOf,
  );
  const isEmpty = !modules.byFile.size && !modules.byName.size;

  const contractOf = createContractChecker(context, bag, known.vocabulary ?? (() => declareVocabulary(ts, options)));
  const restrictsImporters = memoize((module: ContractedModule) => {
    if (isSeenToAdmitAll(ts, module.comment)) return false;
    return contractOf(module).alternatives?.every(({ importer }) => importer) ?? false;
  });
  const reexports = createReexportResolver(context, (file) => {
    const module = modules.byFile.get(file);
    return module !== undefined && restrictsImporters(module);
  });
  const importsOf = memoize((file: ts.SourceFile): readonly GuardedImport[] =>
    isEmpty || !isEmitted(program, file) ? [] : findGuardedImports(context, modules, reexports, file),
  );
  const analysis = { context, modules, identityOf, contractOf, restrictsImporters, importsOf };
  const checkContracts = memoize((file: ts.SourceFile) => checkContractsOf(analysis, file, findManifest));
  const checkImports = memoize((file: ts.SourceFile) => checkImportsOf(analysis, file));
  const contractDiagnosticsOf = (file: ts.SourceFile) => {
    if (!isEmpty) checkContracts(file);
    return bag.byFile.get(file) ?? [];
  };
  const diagnosticsOf = (file: ts.SourceFile) => {
    if (!isEmpty) checkImports(file);
    return contractDiagnosticsOf(file);
  };
  return { ...analysis, contractDiagnosticsOf, diagnosticsOf };
}

/** Asks once a key. */
function memoize<Key, Value>(find: (key: Key) => Value): (key: Key) => Value {
  const known = new Map<Key, Value>();
  return (key) => {
    if (!known.has(key)) known.set(key, find(key));
    return known.get(key)!;
  };
}

/** Checks the contracts that a file holds, also against the files that import their modules. */
function checkContractsOf(
  { context, modules, identityOf, contractOf, importsOf }: Findings,
  file: ts.SourceFile,
  findManifest: ManifestFinder,
): void {
  const { program } = context;
  const held = [modules.byFile.get(file), ...modules.byName.values()].filter((module) => module?.comment.file === file);
  if (!held.length) return;
  const emitted = program.getSourceFiles().filter((each) => isEmitted(program, each));
  const manifests = new Set(emitted.map((each) => findManifest(each.fileName)));
  for (const module of held) {
    const { alternatives } = contractOf(module!);
    if (!alternatives) continue;
    if (!isPublished(module!)) {
      const others = emitted.filter((each) => each !== file);
      checkPatterns(context, module!, alternatives, () => others.map(identityOf));
    }
    for (const manifest of manifests) {
      if (!manifest) continue;
      const displayName = path.posix.relative(projectFolderOf(program), manifest.fileName);
      checkAgreement(context, module!, alternatives, { displayName, content: manifest.content }, () =>
        emitted.some(
          (each) => findManifest(each.fileName) === manifest && importsOf(each).some(({ target }) => target === module),
        ),
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
  // The program's own checker has checked the file by now, and so knows what is used.
  const resolver = internalChecker(program.getTypeChecker()).getEmitResolver(file, undefined, true);
  for (const guarded of restricted.filter((each) => isKept(ts, options, resolver, each))) {
    const { target, specifier, way } = guarded;
    const judged = { target, span: spanOf(specifier, file), way: way.map((each) => identityOf(each).module) };
    checkImport(context, contractOf(target).alternatives!, identityOf(file), judged);
  }
}

/**
 * Compiles the contracts of a program and plans the guards of its files. Emits nothing by itself.
 *
 * @param input - The compiler, the program, and the file system to resolve modules with.
 * @returns The diagnostics and, file by file, what to inject and which sidecar to write.
 */
export function compileContracts(input: PipelineInput): Compilation {
  const analysis = analyseContracts(input);
  const { context, modules, contractOf, contractDiagnosticsOf, diagnosticsOf } = analysis;

  let generate: ReturnType<typeof createValidatorGenerator> | undefined;
  const contracts = new Map<ContractedModule, GeneratedContract | undefined>();
  for (const module of [...modules.byFile.values(), ...modules.byName.values()]) {
    if (isPublished(module)) continue;
    const { alternatives } = contractOf(module);
    if (alternatives) generate ??= createValidatorGenerator(context);
    contracts.set(module, generate && alternatives && generateContract(context, generate, module, alternatives));
  }

  const plans = planFiles(analysis);
  const contentOf = (plan: FilePlan, kept: KeptImports) => createContent(analysis, plan.file, contracts, kept);
  return {
    diagnosticsOf,
    plans: plans.values(),
    planOf: (fileName) => plans.get(fileName),
    // Which imports are elided is not known yet; that depends on nothing that the compiler does not track itself.
    fingerprintOf: (plan) =>
      fingerprint(contentOf(plan, { imports: plan.imports, calls: [] }), [
        ...contractDiagnosticsOf(plan.file).map(({ messageText }) => JSON.stringify(messageText)),
        ...plan.imports.flatMap(({ target }) => restrictionOf(context, contractOf(target))),
      ]),
    sidecarOf: (plan, kept) => createSidecar(contentOf(plan, kept), plan.format),
  };
}

/** What an importer is judged by, as text that changes when it does. */
function restrictionOf(context: Context, { alternatives = [] }: CheckedContract): string[] {
  return alternatives.flatMap(({ importer, note }) => {
    const shapes = importer?.options.flatMap(({ exports }) => exports?.type ?? []) ?? [];
    const files = shapes.flatMap((type) => [...declaringFilesOf(context, type)]);
    return [importer?.expected ?? "", note ?? "", ...files.map((file) => internalFile(file).version ?? "")];
  });
}

/** Whether a file of the program is one that a build turns into JavaScript. */
function isEmitted(program: ts.Program, file: ts.SourceFile): boolean {
  return !file.isDeclarationFile && !isJson(file) && !program.isSourceFileFromExternalLibrary(file);
}

function planFiles({ context, modules, importsOf }: Analysis): Map<string, FilePlan> {
  const { program } = context;
  const plans = new Map<string, FilePlan>();
  for (const file of program.getSourceFiles()) {
    const imports = importsOf(file);
    const contract = isEmitted(program, file) ? modules.byFile.get(file)?.comment : undefined;
    if (!imports.length && !contract) continue;
    const format = formatOf(context, file);
    plans.set(file.fileName, { file, contract, imports, format, sidecarSpecifier: sidecarSpecifierOf(file) });
  }
  return plans;
}

function createContent(
  { identityOf, modules, contractOf }: Analysis,
  file: ts.SourceFile,
  contracts: ReadonlyMap<ContractedModule, GeneratedContract | undefined>,
  kept: KeptImports,
): SidecarContent {
  const module = modules.byFile.get(file);
  const toEdge = ({ target, line }: GuardedImport) => ({ key: target.key, line });
  const targets = [...new Set([...kept.imports, ...kept.calls].map(({ target }) => target))];
  const foreign = targets.filter(({ declaredIn }) => declaredIn !== undefined);
  const provided = foreign.map((target) => contracts.get(target));
  // Who imports a module whose contract could not be compiled is stopped like the module itself.
  const isBroken = (module && !contracts.get(module)) || provided.includes(undefined);
  const asksForPackages = (target: ContractedModule) =>
    contractOf(target).alternatives?.some(({ packages }) => packages.length) ?? false;
  return {
    identity: identityOf(file),
    contract: isBroken ? "broken" : module && contracts.get(module),
    provided: provided.filter((contract) => contract !== undefined),
    imports: kept.imports.map(toEdge),
    calls: kept.calls.map(toEdge),
    tellsLocation: targets.some(asksForPackages),
  };
}
