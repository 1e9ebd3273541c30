/**
 * One contract's way from comment to guard. The stages, in order:
 *
 * 1. discover/ finds contract comments and the modules that they make contracted;
 * 2. type/     gives each contract its TypeScript type, in the scope of its module;
 * 3. check/    checks that the type asks for things that an environment can have;
 * 4. link/     finds the imports that reach contracted modules, and judges who imports;
 * 5. generate/ turns contracts into validators, and validators into sidecars;
 * 6. emit/     injects guards and writes sidecars.
 *
 * Stages share the nouns (analysis/model.ts), the messages and TypeScript. analysis/analysis.ts leads a program through
 * the first four, this file through all of them; hosts/ hand the result to TypeScript.
 *
 * @module
 */
import type ts from "typescript";
import { type Analysis, analyseContracts, type PipelineInput } from "./analysis/analysis.js";
import { createDiagnostic, tagSpanOf } from "./analysis/context.js";
import { memoize, once } from "./analysis/memoize.js";
import { type ContractedModule, keyOf } from "./analysis/model.js";
import { fingerprint } from "./artifacts/fingerprint.js";
import { isJson, isMade, withinStack } from "./compiler/compiler.js";
import { stateOfManifests } from "./discover/identity.js";
import { isPublished } from "./discover/modules.js";
import { scopeTextOf } from "./discover/scope.js";
import { findStrayTags } from "./discover/strays.js";
import type { FilePlan } from "./emit/inject.js";
import { allMoments, type KeptImports } from "./emit/moments.js";
import { createContent, type GeneratedContracts, meaningOf, planFiles, restrictionOf, versionOf } from "./emit/plan.js";
import { type GeneratedContract, generateContract } from "./generate/contract.js";
import { createFurtherSidecar, createSidecar } from "./generate/sidecar.js";
import { createValidatorGenerator } from "./generate/typia.js";
import { findReach } from "./link/reach.js";

/** What tells one state of a file from another. */
export interface FileState {
  /** Of its guard, of our diagnostics of it, and of what its declarations publish. */
  readonly guard: string;
  /** Of the package.json above it. */
  readonly manifest: string;
}

/** What the pipeline gives a host. */
export interface Compilation {
  /** The diagnostics of a file, to be asked for after TypeScript has checked it. */
  diagnosticsOf(file: ts.SourceFile): readonly ts.Diagnostic[];
  /** The plan of a file that has a contract or a guarded import. */
  planOf(fileName: string): FilePlan | undefined;
  /** The contracted modules whose contracts stand in a file: its own one first. */
  contractsIn(fileName: string): readonly ContractedModule[];
  /** Distinguishes the states of all that is ours of a file; `undefined` when nothing is. */
  stateOf(file: ts.SourceFile): FileState | undefined;
  /** What a file's declarations tell the projects that reference this one; of one file only. */
  reachOf(file: ts.SourceFile): string | undefined;
  /** Whether a file imports a module that restricts its importers: then TypeScript must check it before it is judged. */
  judgesImportsOf(file: ts.SourceFile): boolean;
  /** Whether a contract names what only its own file declares or imports. */
  usesLocalNames(): boolean;
  /** The texts of a planned file's sidecars: that of the file, and further ones. */
  sidecarsOf(plan: FilePlan, kept: KeptImports): readonly string[];
}

/** Generates a contract; nothing comes of one that has errors, or that was generated where its module was built. */
export type ContractGenerator = (module: ContractedModule) => GeneratedContract | undefined;

/**
 * Makes the generator of a program's contracts. typia is loaded for the first of them.
 *
 * @param analysis - The program's contracts.
 */
export function createContractGenerator({ context, modules, contractOf, envUsesOf }: Analysis): ContractGenerator {
  let generate: ReturnType<typeof createValidatorGenerator> | undefined;
  return (module) => {
    if (isPublished(module)) return undefined;
    const { alternatives } = contractOf(module);
    if (alternatives) generate ??= createValidatorGenerator(context);
    const { file } = module.comment;
    const readsValues = modules.byFile.get(file) === module && envUsesOf(file).calls.length > 0;
    const generated = withinStack(() => ({
      contract: alternatives && generateContract(context, generate!, module, alternatives, readsValues),
    }));
    if (!generated) context.report("typeTooDeep", tagSpanOf(module.comment));
    return generated?.contract;
  };
}

function generateContracts(analysis: Analysis): GeneratedContracts {
  const generate = createContractGenerator(analysis);
  return new Map(analysis.modules.all.map((module) => [module, generate(module)]));
}

/** Finds the tags of a program's files that look like a contract's and are none. */
export function createStrayFinder(analysis: Analysis): (file: ts.SourceFile) => readonly ts.Diagnostic[] {
  const { context } = analysis;
  return memoize((file: ts.SourceFile): readonly ts.Diagnostic[] => {
    if (isJson(file) || isMade(context.program, file)) return [];
    const strays = findStrayTags(context.ts, file, analysis.commentsOf(file)).filter((stray) => stray.startsLine);
    return strays.map((stray) => createDiagnostic(context.ts, "strayTag", stray));
  });
}

/**
 * Compiles the contracts of a program and plans the guards of its files. Emits nothing by itself.
 *
 * @param input - The compiler, the program, and the file system to resolve modules with.
 * @returns The diagnostics and, file by file, what to inject and which sidecar to write.
 */
export function compileContracts(input: PipelineInput): Compilation {
  const analysis = analyseContracts(input);
  const { context, contractOf, contractDiagnosticsOf, findManifest, identityOf } = analysis;
  const contracts = generateContracts(analysis);
  const plans = planFiles(analysis);

  const sidecarsOf = (plan: FilePlan, kept: KeptImports) => [
    createSidecar(createContent(analysis, contracts, plan.file, kept), plan.format),
    ...kept.further.map((moment) => createFurtherSidecar(plan.sidecarSpecifier(), moment)),
  ];
  const { modules } = analysis;
  const reach = once(() =>
    findReach(
      context.program,
      context.host,
      modules.all.map((module) => meaningOf(context, contractOf(module))),
    ),
  );
  const reachOf = ({ fileName }: ts.SourceFile) => (fileName === reach()?.carrier.fileName ? reach()?.hash : undefined);
  const stateOf = (file: ts.SourceFile): FileState | undefined => {
    const plan = plans.get(file.fileName);
    const diagnostics = contractDiagnosticsOf(file);
    const held = modules.heldBy(file);
    const carried = reachOf(file);
    if (!plan && !diagnostics.length && !held.length && carried === undefined) return undefined;
    // Which imports are elided is not known yet; that depends on nothing that the compiler does not track itself.
    const content = plan && createContent(analysis, contracts, file, allMoments(plan.imports));
    const guard = fingerprint(content, [
      ...diagnostics.map(({ start, messageText }) => JSON.stringify([start, messageText])),
      ...held.map((module) => meaningOf(context, contractOf(module))),
      ...(plan?.imports ?? []).map(({ target, way }) =>
        JSON.stringify([
          target.package,
          target.module,
          way.map(identityOf),
          restrictionOf(context, contractOf(target)),
        ]),
      ),
      ...analysis.chains
        .possible(file)
        .map(({ target, way, conflict }) =>
          JSON.stringify([keyOf(target), way.map((each) => [identityOf(each), versionOf(each)]), conflict]),
        ),
      carried ?? "",
    ]);
    return { guard, manifest: stateOfManifests(file.fileName, findManifest) };
  };
  const strayDiagnosticsOf = createStrayFinder(analysis);
  const diagnosticsOf = (file: ts.SourceFile) => [...analysis.diagnosticsOf(file), ...strayDiagnosticsOf(file)];
  const contractsIn = (fileName: string) => {
    const file = context.program.getSourceFile(fileName);
    return file ? analysis.modules.heldBy(file) : [];
  };
  const judgesImportsOf = (file: ts.SourceFile) =>
    analysis.importsOf(file).some(({ target }) => analysis.restrictsImporters(target));
  const usesLocalNames = () =>
    modules.all.some(
      (module) => !isPublished(module) && scopeTextOf(context.ts, context.options, module.comment) !== "",
    );
  const planOf = (fileName: string) => plans.get(fileName);
  return { diagnosticsOf, planOf, contractsIn, stateOf, reachOf, judgesImportsOf, usesLocalNames, sidecarsOf };
}
