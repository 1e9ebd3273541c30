/**
 * `-b` by the project's own TypeScript. It builds all projects at once, so what each of them emits is held back before
 * anything of its contracts is known: those of a project can be read when the declarations of the ones that it references
 * have been published. Then the projects are guarded one by one, in the order in which they depend on each other.
 *
 * @module
 */
import { readFileSync } from "node:fs";
import path from "node:path";
import type ts from "typescript";
import { readTextGraph, type TextGraph } from "../../../service/texts/graph.js";
import { readSolution } from "../../tspc/references.js";
import { reportAll } from "../reporting.js";
import { hasNamesOfContracts, sourcesOf } from "./ahead.js";
import { holdAll, LAST_STATUS, type Output, planHeld, withdraw } from "./held.js";
import type { Built } from "./input.js";
import { forget, hashOfFile, type KeptOutputs, readKept, removeKept, writeKept } from "./kept.js";
import { lockFolder } from "./lock.js";
import { createOutputNamer, JAVASCRIPT } from "./outputNames.js";
import { findOutputs, publishAll } from "./outputs.js";
import { removeAllPending } from "./pending.js";
import { type Prepared, prepare } from "./prepare.js";
import type { HeldOutput, Memory, Publisher } from "./publish.js";
import type { Changes } from "./unchanged.js";

/** A build of a solution. */
export interface SolutionInput extends Publisher {
  readonly buildOptions: ts.BuildOptions;
  /** The names of the projects to build. */
  readonly names: readonly string[];
  /** What has changed since the last build that ended well. */
  readonly changes: Changes;
  /** Runs the project's own compiler; gives its exit code. */
  run(): Promise<number>;
  /** Keeps for the next build what this one was made from. */
  record(built: Built): void;
}

interface ReadSolution extends SolutionInput {
  /** What has been read past TypeScript's view of the machine. */
  readonly inputs: readonly string[];
}

/** A project of the solution. */
interface Project {
  readonly config: ts.ParsedCommandLine;
  readonly buildInfo: string;
  /** The scripts that it may emit. */
  readonly scripts: readonly string[];
  readonly emits: boolean;
}

/** A project while the compiler runs. */
interface HeldProject extends Project {
  readonly before: KeptOutputs | undefined;
  /** The hash of its `.tsbuildinfo`. */
  readonly info: string | undefined;
  readonly held: readonly HeldOutput[];
}

/** Options of `-b` that say how it is built, and not what. */
const OF_BUILD = new Set(["verbose", "dry", "force", "clean", "watch", "stopBuildOnErrors", "help", "pretty"]);

function parseProjects({ build, buildOptions, names }: SolutionInput): ts.ParsedCommandLine[] | undefined {
  const { tsc, system } = build;
  const options = Object.fromEntries(Object.entries(buildOptions).filter(([name]) => !OF_BUILD.has(name)));
  const host: ts.ParseConfigFileHost = { ...system, onUnRecoverableConfigFileDiagnostic: () => {} };
  const solution = readSolution(tsc, system, names);
  const configs = [...solution.values()].map(({ fileName }) =>
    tsc.getParsedCommandLineOfConfigFile(fileName, options as ts.CompilerOptions, host),
  );
  const isUsable = (config: ts.ParsedCommandLine | undefined) =>
    config !== undefined && !config.errors.length && !config.options.outFile;
  return configs.every(isUsable) ? (configs as ts.ParsedCommandLine[]) : undefined;
}

function findProjects(input: SolutionInput, configs: readonly ts.ParsedCommandLine[], graph: TextGraph): Project[] {
  const { tsc } = input.build;
  return configs.map((config) => {
    const { options } = config;
    const isOther = (each: ts.ParsedCommandLine) => each !== config;
    const others = new Set(configs.filter(isOther).flatMap(({ fileNames }) => fileNames));
    for (const name of config.fileNames) others.delete(name);
    const sources = [...sourcesOf(config, graph, others)];
    const emits = !options.noEmit;
    const namesOf = createOutputNamer(config);
    const scripts = sources.flatMap((source) => namesOf(source).filter((name) => JAVASCRIPT.test(name)));
    // `-b` builds every project by one.
    const built = { ...options, tscBuild: true } as ts.CompilerOptions;
    const buildInfo = tsc.getTsBuildInfoEmitOutputFilePath(built)!;
    return { config, buildInfo, scripts: emits ? scripts : [], emits };
  });
}

/** Holds back what a project may emit; where nothing of it has changed, what had a guard. */
function holdProject(project: Project, changes: Changes): HeldProject | undefined {
  removeAllPending(project.scripts);
  const before = project.emits ? readKept(project.buildInfo) : new Map();
  if (!before) forget(project.buildInfo);
  const info = hashOfFile(project.buildInfo);
  const isGuarded = (name: string) => before?.get(name)?.emitted !== undefined;
  const names = before && changes === "none" ? project.scripts.filter(isGuarded) : project.scripts;
  const held = holdAll(names.map((fileName): Output => ({ plan: undefined, fileName })));
  return held && { ...project, before, info, held };
}

function withdrawAll(projects: readonly HeldProject[]): void {
  for (const { held } of projects) withdraw(held);
}

/** What became of a project. */
interface Guarded {
  readonly prepared: Prepared;
  readonly isPublished: boolean;
  /** Its declarations are others than before. */
  readonly isOther: boolean;
}

interface BuildInfo {
  readonly affectedFilesPendingEmit?: readonly unknown[];
  readonly errors?: boolean;
}

function readBuildInfo(fileName: string): BuildInfo {
  try {
    return JSON.parse(readFileSync(fileName, "utf8")) as BuildInfo;
  } catch {
    // There is none, since nothing came to be built.
    return { errors: true };
  }
}

const isDeclaration = (name: string) => /\.d\.[cm]?ts$/.test(name);

/** Whether the compiler has put off to emit a project, because of errors. */
function isPutOff({ config, buildInfo, held }: HeldProject): boolean {
  if (!config.options.noEmitOnError || held.some(({ pending }) => pending.emitted() !== undefined)) return false;
  const { affectedFilesPendingEmit = [], errors = false } = readBuildInfo(buildInfo);
  return errors || affectedFilesPendingEmit.length > 0;
}

function isOtherThan(before: KeptOutputs | undefined, next: KeptOutputs): boolean {
  const names = [...(before?.keys() ?? []), ...next.keys()].filter((name) => isDeclaration(name));
  return names.some((name) => before?.get(name)?.published !== next.get(name)?.published);
}

/** Leaves a project as it was before the compiler ran. */
function leave({ buildInfo, before, held }: HeldProject): void {
  withdraw(held);
  if (before) writeKept(buildInfo, before);
  else forget(buildInfo);
}

function guardProject(input: SolutionInput, project: HeldProject): Guarded {
  const { build } = input;
  const { before, buildInfo } = project;
  const prepared = prepare(build, project.config, () => true)!;
  const outputs = findOutputs(prepared);
  if (!project.emits || isPutOff(project)) {
    leave(project);
    return { prepared, isPublished: true, isOther: false };
  }
  if (!outputs.emits) {
    // Errors in contracts, with `noEmitOnError`: the compiler is to emit it when they are gone.
    withdraw(project.held);
    forget(buildInfo);
    return { prepared, isPublished: true, isOther: false };
  }
  const held = planHeld(project.held, outputs.planned);
  const memory: Memory = { before, next: new Map() };
  const isPublished = held !== undefined && publishAll(input, prepared, outputs, held, memory);
  if (!held) withdraw(project.held);
  if (isPublished) writeKept(buildInfo, memory.next);
  else forget(buildInfo);
  return { prepared, isPublished, isOther: isOtherThan(before, memory.next) };
}

/** Whether a project is as it was: the compiler has read all its sources, and has nothing emitted. */
function isAsItWas({ before, info, buildInfo, held }: HeldProject): boolean {
  return (
    before !== undefined &&
    info === hashOfFile(buildInfo) &&
    held.every(({ pending }) => pending.emitted() === undefined)
  );
}

/** Guards what the compiler has emitted, and gives the exit status. */
function guardAll(input: ReadSolution, projects: readonly HeldProject[], code: number): number {
  const { build, buildOptions, changes } = input;
  const {
    Success,
    DiagnosticsPresent_OutputsSkipped: none,
    DiagnosticsPresent_OutputsGenerated: some,
  } = build.tsc.ExitStatus;
  const left = new Set(projects);
  const diagnostics: ts.Diagnostic[] = [];
  const inputs = new Set(input.inputs);
  let isAllPublished = true;
  let isOther = changes === "all";
  try {
    for (const project of projects) {
      if (!isOther && isAsItWas(project)) continue;
      const guarded = guardProject(input, project);
      left.delete(project);
      diagnostics.push(...guarded.prepared.diagnostics);
      for (const each of guarded.prepared.inputs) inputs.add(each);
      isAllPublished &&= guarded.isPublished;
      isOther ||= guarded.isOther;
    }
  } finally {
    withdrawAll([...left]);
  }
  reportAll(build, buildOptions, diagnostics);
  if (!isAllPublished) return none;
  if (diagnostics.length) return code === Success ? some : code;
  const buildInfos = projects.map(({ buildInfo }) => buildInfo);
  const kept = buildInfos.map((name) => readKept(name));
  if (kept.every((each) => each?.size === 0)) for (const name of buildInfos) removeKept(name);
  else if (kept.every((each) => each !== undefined) && !buildOptions.force)
    input.record({ inputs: [...inputs], buildInfos, locked: lockedBy(projects) });
  return code;
}

/** The folders of which one build at a time has the outputs, always in the same order. */
function lockedBy(projects: readonly Project[]): string[] {
  const folders = projects.map(
    ({ config: { options } }) => options.outDir ?? path.posix.dirname(String(options.configFilePath)),
  );
  return [...new Set(folders)].sort();
}

/**
 * Builds a solution beside the project's own compiler.
 *
 * @param input - The build.
 * @returns The exit status of `tsc`; `undefined` when it has to be built by the built-in compiler.
 */
export async function buildSolutionBeside(input: SolutionInput): Promise<number | undefined> {
  const { build, buildOptions, names, tell } = input;
  if (buildOptions.dry) return input.run();
  const configs = parseProjects(input);
  const graphs = names.map((name) =>
    readTextGraph(
      build.tsc.resolveProjectReferencePath({
        path: build.tsc.getNormalizedAbsolutePath(name, build.system.getCurrentDirectory()),
      }),
    ),
  );
  const [graph] = graphs;
  if (!configs || !graph || graphs.length > 1) return undefined;
  if (hasNamesOfContracts(build, configs, graph)) return undefined;
  const projects = findProjects(input, configs, graph);
  const unlocks: (() => void)[] = [];
  for (const folder of lockedBy(projects)) unlocks.push(await lockFolder(folder, tell));
  try {
    return await buildHeld({ ...input, inputs: graph.inputs() }, projects);
  } finally {
    for (const unlock of unlocks) unlock();
  }
}

async function buildHeld(input: ReadSolution, projects: readonly Project[]): Promise<number | undefined> {
  const held: HeldProject[] = [];
  for (const project of projects) {
    const each = holdProject(project, input.changes);
    if (!each) {
      withdrawAll(held);
      return undefined;
    }
    held.push(each);
  }
  input.build.observer.onReport?.();
  let code: number;
  try {
    code = await input.run();
  } catch (error) {
    withdrawAll(held);
    throw error;
  }
  if (code <= LAST_STATUS) return guardAll(input, held, code);
  withdrawAll(held);
  for (const { buildInfo } of held) forget(buildInfo);
  return code;
}
