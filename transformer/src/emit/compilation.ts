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

/** What distinguishes two states of a file. */
export interface FileState {
  /** A hash of its guard, its diagnostics from importspy, and the published part of its declarations. */
  readonly guard: string;
  /** A hash of the package.json above it. */
  readonly manifest: string;
}

/** The result of the pipeline, for a host. */
export interface Compilation {
  /** The diagnostics of a file. Call it after TypeScript has checked the file. */
  diagnosticsOf(file: ts.SourceFile): readonly ts.Diagnostic[];
  /** The plan of a file that has a contract or a guarded import. */
  planOf(fileName: string): FilePlan | undefined;
  /** The contracted modules whose contracts are in a file, with the file itself first. */
  contractsIn(fileName: string): readonly ContractedModule[];
  /** The state of a file as far as importspy is concerned; `undefined` when the file has nothing to do with it. */
  stateOf(file: ts.SourceFile): FileState | undefined;
  /** The hash that a file's declarations publish for referencing projects. Only one file of a program has it. */
  reachOf(file: ts.SourceFile): string | undefined;
  /** Whether a file imports a module that restricts its importers. Then TypeScript must check the file first. */
  judgesImportsOf(file: ts.SourceFile): boolean;
  /** Whether a contract uses names that its own file declares or imports. */
  usesLocalNames(): boolean;
  /** The texts of a planned file's sidecar and further sidecars. */
  sidecarsOf(plan: FilePlan, kept: KeptImports): readonly string[];
}

/**
 * Plans the guards and sidecars of a program. Does not write files.
 *
 * @param analysis - The results of the stages before.
 * @param contracts - The generated contracts.
 * @returns The diagnostics, and for each file what to inject and which sidecars to write.
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
    // It is not yet known which imports are elided. That depends only on what the compiler tracks itself, so all are
    // included.
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
