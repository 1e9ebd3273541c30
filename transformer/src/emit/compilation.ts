import type ts from "typescript";
import { once } from "../analysis/memoize.js";
import { type ContractedModule, keyOf } from "../analysis/model.js";
import { fingerprint } from "../artifacts/fingerprint.js";
import { stateOfManifests } from "../discover/identity.js";
import { isPublished } from "../discover/modules.js";
import { scopeTextOf } from "../discover/scope.js";
import type { GeneratedContracts } from "../generate/contracts.js";
import { createFurtherSidecar, createSidecar } from "../generate/sidecar.js";
import type { Analysis } from "../link/diagnose.js";
import { findReach } from "../link/reach.js";
import type { FilePlan } from "./inject.js";
import { allMoments, type KeptImports } from "./moments.js";
import { createContent, meaningOf, ownSpecifierFor, planFiles, restrictionOf, versionOf } from "./plan.js";

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

/**
 * Plans what a program emits of contracts. Emits nothing by itself.
 *
 * @param analysis - What is known about the program.
 * @param contracts - Its contracts, generated.
 * @returns The diagnostics and, file by file, what to inject and which sidecars to write.
 */
export function planEmit(analysis: Analysis, contracts: GeneratedContracts): Compilation {
  const { context, contractOf, contractDiagnosticsOf, findManifest, identityOf } = analysis;
  const { modules, importsOf, restrictsImporters, chains } = analysis;
  const plans = planFiles(analysis);

  const sidecarsOf = (plan: FilePlan, kept: KeptImports) => [
    createSidecar(
      createContent(analysis, contracts, plan.file, kept),
      plan.format,
      ownSpecifierFor(plan.file, plan.format),
    ),
    ...kept.further.map((moment) => createFurtherSidecar(plan.sidecarSpecifier(), moment)),
  ];
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
      ...chains
        .possible(file)
        .map(({ target, way, conflict }) =>
          JSON.stringify([keyOf(target), way.map((each) => [identityOf(each), versionOf(each)]), conflict]),
        ),
      carried ?? "",
    ]);
    return { guard, manifest: stateOfManifests(file.fileName, findManifest) };
  };
  const diagnosticsOf = (file: ts.SourceFile) => [...analysis.diagnosticsOf(file), ...analysis.strayTagsOf(file)];
  const contractsIn = (fileName: string) => {
    const file = context.program.getSourceFile(fileName);
    return file ? modules.heldBy(file) : [];
  };
  const judgesImportsOf = (file: ts.SourceFile) => importsOf(file).some(({ target }) => restrictsImporters(target));
  const usesLocalNames = () =>
    modules.all.some(
      (module) => !isPublished(module) && scopeTextOf(context.ts, context.options, module.comment) !== "",
    );
  const planOf = (fileName: string) => plans.get(fileName);
  return { diagnosticsOf, planOf, contractsIn, stateOf, reachOf, judgesImportsOf, usesLocalNames, sidecarsOf };
}
