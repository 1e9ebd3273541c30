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
import { checkContract } from "./check/contract.js";
import { internalProgram, isJson, referencedSourceOf, type TypeScript } from "./compiler.js";
import { type Context, createDiagnostic, type Report, spanOf, tagSpanOf } from "./context.js";
import { createManifestFinder, identify } from "./discover/identity.js";
import { findGuardedImports, type GuardedImport } from "./discover/imports.js";
import { createInstallationCheck } from "./discover/installation.js";
import { type ContractedModules, findContractedModules } from "./discover/modules.js";
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
import type { ContractedModule, ModuleIdentity } from "./model.js";
import { graftContract } from "./type/graft.js";
import { declareVocabulary } from "./type/vocabulary.js";

/** What a host gives the pipeline. */
export interface PipelineInput {
  readonly ts: TypeScript;
  readonly program: ts.Program;
  readonly host: ts.ModuleResolutionHost;
}

/** What the pipeline gives a host. */
export interface Compilation {
  /** The diagnostics of every file that has some. */
  readonly diagnostics: ReadonlyMap<ts.SourceFile, readonly ts.Diagnostic[]>;
  /** The plan of a file that has a contract or a guarded import. */
  planOf(file: ts.SourceFile): FilePlan | undefined;
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
function formatOf({ ts, program }: Context, file: ts.SourceFile): ModuleFormat {
  return internalProgram(program).getEmitModuleFormatOfFile(file) === ts.ModuleKind.CommonJS ? "cjs" : "esm";
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

/** Contracts, each compiled at most once, when its sidecar or that of an importer first needs it. */
function createContractCompiler(
  context: Context,
  bag: ReturnType<typeof createDiagnosticBag>,
): (module: ContractedModule) => GeneratedContract | undefined {
  let vocabulary: ReturnType<typeof declareVocabulary> | undefined;
  let generate: ReturnType<typeof createValidatorGenerator> | undefined;
  return (module) => {
    const { file } = module.comment;
    const before = bag.count(file);
    vocabulary ??= declareVocabulary(context.ts, context.options);
    const { types, diagnostics } = graftContract(context, vocabulary, module);
    bag.add(file, ...diagnostics);
    const alternatives = checkContract(context, types);
    if (bag.count(file) > before || module.comment.tags.some(({ broken }) => broken)) return undefined;
    generate ??= createValidatorGenerator(context);
    return generateContract(context, generate, module, alternatives);
  };
}

/**
 * Compiles the contracts of a program and plans the guards of its files. Emits nothing by itself.
 *
 * @param input - The compiler, the program, and the file system to resolve modules with.
 * @returns The diagnostics and, file by file, what to inject and which sidecar to write.
 */
export function compileContracts({ ts, program, host }: PipelineInput): Compilation {
  const bag = createDiagnosticBag(ts);
  const options = program.getCompilerOptions();
  const context: Context = { ts, program, checker: program.getTypeChecker(), options, host, report: bag.report };

  const findManifest = createManifestFinder(host);
  const projectFolder = projectFolderOf(program);
  const identityOf = (file: ts.SourceFile) =>
    identify(referencedSourceOf(program, file) ?? file.fileName, findManifest, projectFolder);
  const modules = findContractedModules(context, identityOf);

  const compile = createContractCompiler(context, bag);
  const contracts = new Map<ContractedModule, GeneratedContract | undefined>();
  for (const module of [...modules.byFile.values(), ...modules.byName.values()]) {
    if (!isBuiltElsewhere(module)) contracts.set(module, compile(module));
  }

  const plans = planFiles(context, modules, identityOf);
  const contentOf = (plan: FilePlan, kept: KeptImports) =>
    createContent(identityOf(plan.file), modules.byFile.get(plan.file), contracts, kept);
  return {
    diagnostics: bag.byFile,
    plans: plans.values(),
    planOf: (file) => plans.get(file),
    // Which imports are elided is not known yet; that depends on nothing that the compiler does not track itself.
    fingerprintOf: (plan) =>
      fingerprint(contentOf(plan, { imports: plan.imports, calls: [] }), modules.byFile.get(plan.file)),
    sidecarOf: (plan, kept) => createSidecar(contentOf(plan, kept), plan.format),
  };
}

/** A module that the program knows by its declarations only: its contract is compiled, and judged, where its source is. */
function isBuiltElsewhere({ comment, declaredIn }: ContractedModule): boolean {
  return comment.file.isDeclarationFile && declaredIn === undefined;
}

function planFiles(
  context: Context,
  modules: ContractedModules,
  identityOf: (file: ts.SourceFile) => ModuleIdentity,
): Map<ts.SourceFile, FilePlan> {
  const { program } = context;
  const checkInstallation = createInstallationCheck(context, identityOf);
  const plans = new Map<ts.SourceFile, FilePlan>();
  if (!modules.byFile.size && !modules.byName.size) return plans;
  for (const file of program.getSourceFiles()) {
    if (file.isDeclarationFile || isJson(file) || program.isSourceFileFromExternalLibrary(file)) continue;
    const imports = findGuardedImports(context, modules, file);
    const contract = modules.byFile.get(file);
    if (!imports.length && !contract) continue;
    checkInstallation(file, contract ? tagSpanOf(contract.comment) : spanOf(imports[0]!.specifier, file));
    const format = formatOf(context, file);
    const hasContract = contract !== undefined;
    plans.set(file, { file, hasContract, imports, format, sidecarSpecifier: sidecarSpecifierOf(file) });
  }
  return plans;
}

function createContent(
  identity: ModuleIdentity,
  module: ContractedModule | undefined,
  contracts: ReadonlyMap<ContractedModule, GeneratedContract | undefined>,
  kept: KeptImports,
): SidecarContent {
  const toEdge = ({ target, line }: GuardedImport) => ({ key: target.key, line });
  const targets = [...new Set([...kept.imports, ...kept.calls].map(({ target }) => target))];
  const foreign = targets.filter(({ declaredIn }) => declaredIn !== undefined);
  const provided = foreign.map((target) => contracts.get(target));
  // Who imports a module whose contract could not be compiled is stopped like the module itself.
  const mayAskForPackages = (target: ContractedModule) =>
    isBuiltElsewhere(target) || (contracts.get(target)?.asksForPackages ?? false);
  const isBroken = (module && !contracts.get(module)) || provided.includes(undefined);
  return {
    identity,
    contract: isBroken ? "broken" : module && contracts.get(module),
    provided: provided.filter((contract) => contract !== undefined),
    imports: kept.imports.map(toEdge),
    calls: kept.calls.map(toEdge),
    tellsLocation: targets.some(mayAskForPackages),
  };
}
