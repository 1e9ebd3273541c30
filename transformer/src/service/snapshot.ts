import type ts from "typescript";
import { memoize, once } from "../analysis/memoize.js";
import { type ContractMemory, createContractMemory, type SettledContract } from "../analysis/memory.js";
import { type ContractedModule, keyOf } from "../analysis/model.js";
import { fingerprint } from "../artifacts/fingerprint.js";
import type { TypeScript } from "../compiler/compiler.js";
import type { CommentCache } from "../discover/cache.js";
import { createManifestFinder, type ManifestFinder } from "../discover/identity.js";
import type { FilePlan } from "../emit/inject.js";
import { allMoments } from "../emit/moments.js";
import { createContent, createPlanner } from "../emit/plan.js";
import type { GeneratedContract } from "../generate/contract.js";
import { createContractGenerator, type GeneratedContracts } from "../generate/contracts.js";
import { createLoadGenerator } from "../generate/loads.js";
import type { Analysis } from "../link/diagnose.js";
import { isKept, resolverFor } from "../link/elision.js";
import type { GuardedImport } from "../link/imports.js";
import type { SyntaxCache } from "../link/syntax.js";
import { analyseContracts } from "../pipeline.js";
import { declareVocabulary, type Vocabulary } from "../type/vocabulary.js";
import type { Project } from "./project.js";

/** The state of a service for one program. */
export interface Snapshot {
  readonly program: ts.Program;
  readonly analysis: Analysis;
  planOf(file: ts.SourceFile): FilePlan | undefined;
  /** The generated contracts. */
  readonly contracts: GeneratedContracts;
  diagnosticsOf(file: ts.SourceFile): readonly ts.Diagnostic[];
  /** Whether TypeScript keeps an import of a file. */
  keeperOf(file: ts.SourceFile): (guarded: GuardedImport) => boolean;
  /** A text that changes with a file's guard, sidecars and diagnostics; empty when it has none. */
  stateOf(file: ts.SourceFile): string;
}

/** The results kept from program to program, so that an edit costs only what it changes. They hold no program. */
export interface Remembered {
  readonly comments: CommentCache;
  readonly syntax: SyntaxCache;
  readonly memory: ContractMemory;
  readonly generated: WeakMap<SettledContract, GeneratedContract>;
  vocabulary?: Vocabulary;
  findManifest: ManifestFinder;
}

/**
 * Makes an empty store of results.
 *
 * @param typescript - The compiler.
 * @param project - The project.
 */
export function rememberNothing(typescript: TypeScript, project: Project): Remembered {
  return {
    comments: new WeakMap(),
    syntax: new WeakMap(),
    memory: createContractMemory(typescript),
    generated: new WeakMap(),
    findManifest: createManifestFinder(project.host),
  };
}

/** Makes the generator of contracts. It reuses an earlier result as long as the contract has not changed. */
function createContracts(analysis: Analysis, { generated }: Remembered): Snapshot["contracts"] {
  const generate = createContractGenerator(analysis);
  const get = memoize((module: ContractedModule) => {
    const known = analysis.recall(module);
    const before = known && generated.get(known);
    const { file } = module.comment;
    const reads = analysis.modules.byFile.get(file) === module && analysis.envUsesOf(file).calls.length > 0;
    const isSame = before?.data.line === module.line && before.data.key === keyOf(module);
    if (isSame && before.readsValues === reads) return before;
    const contract = generate(module);
    const settled = analysis.recall(module);
    if (settled && contract) generated.set(settled, contract);
    return contract;
  });
  return { get, loadsIn: memoize(createLoadGenerator(analysis.context, analysis.loadsOf)) };
}

/**
 * Makes the snapshot of a program.
 *
 * @param typescript - The compiler.
 * @param program - The program.
 * @param project - Its files.
 * @param remembered - The results of earlier programs.
 * @param lacksTypes - The program lacks the types of some modules, so its diagnostics may be wrong.
 */
export function createSnapshot(
  typescript: TypeScript,
  program: ts.Program,
  project: Project,
  remembered: Remembered,
  lacksTypes = false,
): Snapshot {
  const { comments, syntax, memory, findManifest } = remembered;
  const analysis = analyseContracts({
    ts: typescript,
    program,
    lacksTypes,
    host: project.host,
    emits: true,
    comments,
    syntax,
    memory,
    findManifest,
    nameOf: project.nameOf,
    vocabulary: () => {
      remembered.vocabulary ??= declareVocabulary(typescript, program.getCompilerOptions());
      return remembered.vocabulary;
    },
  });
  const contracts = createContracts(analysis, remembered);
  const planOf = createPlanner(analysis);
  // TypeScript must check a file before it is known which imports are elided.
  const check = memoize((file: ts.SourceFile) => (lacksTypes ? [] : program.getSemanticDiagnostics(file)));
  const diagnosticsOf = memoize((file: ts.SourceFile): readonly ts.Diagnostic[] => {
    planOf(file);
    for (const module of analysis.modules.heldBy(file)) contracts.get(module);
    contracts.loadsIn(file);
    if (analysis.importsOf(file).some(({ target }) => analysis.restrictsImporters(target))) check(file);
    return [...analysis.diagnosticsOf(file), ...analysis.strayTagsOf(file)];
  });
  const keeperOf = memoize((file: ts.SourceFile) => {
    const resolver = once(() => {
      check(file);
      return resolverFor(typescript, program, file, !lacksTypes);
    });
    return (guarded: GuardedImport) => isKept(typescript, program.getCompilerOptions(), resolver(), guarded);
  });
  const stateOf = (file: ts.SourceFile): string => {
    const plan = planOf(file);
    const diagnostics = diagnosticsOf(file);
    if (!plan && !diagnostics.length) return "";
    const content = plan && createContent(analysis, contracts, file, allMoments(plan.imports));
    return fingerprint(
      content,
      diagnostics.map(({ start, messageText }) => JSON.stringify([start, messageText])),
    );
  };
  return { program, analysis, planOf, contracts, diagnosticsOf, keeperOf, stateOf };
}
