/**
 * A build by the project's own TypeScript, where that is 7 or later: it checks and emits, with its own diagnostics.
 * importspy's compiler finds and types the contracts beside it; guards go as texts into what was emitted, before the
 * build says that it is done. Nothing that was emitted can be loaded before it has its guard (pending.ts).
 *
 * @module
 */

import { readTextGraph } from "../../../service/texts/graph.js";
import { type Ahead, decideFirst, hasNamesOfContracts, lookAhead } from "./ahead.js";
import { planHeld, type Started, startHeld, withdraw } from "./held.js";
import type { BesideInput } from "./input.js";
import { forget, hasKept, readKept } from "./kept.js";
import { folderOf, lockFolder } from "./lock.js";
import { JAVASCRIPT } from "./outputNames.js";
import type { Outputs } from "./outputs.js";
import type { Prepared } from "./prepare.js";
import type { Memory } from "./publish.js";

/** What finds, types and guards. Where the other compiler need not wait for contracts, it runs while this is loaded. */
const loadStages = async () => ({
  ...(await import("./prepare.js")),
  ...(await import("./outputs.js")),
  ...(await import("./finish.js")),
});

/** Where a project has its `.tsbuildinfo`, if it is built by one. */
function buildInfoOf({ build: { tsc }, config: { options } }: BesideInput): string | undefined {
  return tsc.isIncrementalCompilation(options) ? tsc.getTsBuildInfoEmitOutputFilePath(options) : undefined;
}

/** What is to be guarded in a project. */
interface Planned {
  readonly prepared: Prepared;
  readonly outputs: Outputs;
}

/** How the project's own compiler is to be run. */
interface Emission {
  readonly emits: boolean;
  /** The scripts that it may emit. */
  readonly scripts: readonly string[];
  /** Those that may get a guard. */
  readonly concerned: readonly string[];
  /** No source reads them. */
  readonly isUnread: boolean;
  /** Finds out which of them get one, while the compiler runs. */
  plan(): Promise<Planned>;
}

/**
 * What is known of the build before this one. Where the disk is not as that has left it, the compiler is made to emit
 * everything.
 */
function remember(buildInfo: string, emits: boolean): Memory {
  const before = readKept(buildInfo);
  if (!before && emits) forget(buildInfo);
  return { before, next: new Map() };
}

/** Holds back what may get a guard, and what had one, and starts the project's own compiler. */
function startCompiler(
  input: BesideInput,
  { emits, scripts, concerned, isUnread }: Emission,
  memory: Memory | undefined,
): Started | undefined {
  const hadGuard = (name: string) => memory?.before?.get(name)?.emitted !== undefined;
  const run = () => {
    input.build.observer.onReport?.();
    return input.run(emits ? [] : ["--noEmit"]);
  };
  return startHeld(scripts, [...concerned, ...scripts.filter(hadGuard)], run, !isUnread);
}

/** Lets the project's own compiler emit, and guards what it emits. */
async function emitGuarded(input: BesideInput, emission: Emission): Promise<number | undefined> {
  const buildInfo = buildInfoOf(input);
  const memory = buildInfo === undefined ? undefined : remember(buildInfo, emission.emits);
  const started = input.early?.take() ?? startCompiler(input, emission, memory);
  if (!started) return undefined;
  const { held, running } = started;
  let isHeld = true;
  try {
    const planned = await emission.plan();
    const keep = beginKeeping(input, planned);
    const code = await running;
    const all = planHeld(held, planned.outputs.planned);
    if (!all) return undefined;
    isHeld = false;
    const { finishBuild } = await loadStages();
    const status = finishBuild(input, { ...planned, held: all, memory, buildInfo, code });
    keep();
    return status;
  } finally {
    if (isHeld) {
      // It may be about to emit.
      await running.catch(() => {});
      withdraw(held);
      if (buildInfo !== undefined) forget(buildInfo);
    }
  }
}

/** Which outputs may get a guard, where texts tell. */
function lookAheadOf({ build, config }: BesideInput): Ahead | undefined {
  const { configFilePath } = config.options;
  const isKnown = typeof configFilePath === "string" && !decideFirst(config);
  const graph = isKnown ? readTextGraph(configFilePath) : undefined;
  return graph && !hasNamesOfContracts(build, [config], graph) ? lookAhead(config, graph) : undefined;
}

/** Makes what keeps for the next build what this one has found out. It reads now what can be read before the end. */
function beginKeeping(input: BesideInput, { prepared, outputs }: Planned): () => void {
  const folder = folderOf(input.config);
  const buildInfo = buildInfoOf(input);
  if (buildInfo === undefined) return input.recalling.begin({ prepared, outputs, folder });
  return () => {
    if (outputs.emits && !prepared.diagnostics.length && readKept(buildInfo))
      input.record({ inputs: prepared.inputs, buildInfos: [buildInfo], locked: [folder] });
  };
}

/**
 * Builds beside the project's own compiler.
 *
 * @param input - The build.
 * @returns The exit status of `tsc`; `undefined` when this project has to be built by the built-in compiler.
 */
export async function buildBeside(input: BesideInput): Promise<number | undefined> {
  const { build, config, recalling } = input;
  const buildInfo = buildInfoOf(input);
  const notes = buildInfo === undefined ? recalling.notes : undefined;
  // Two builds at once would publish what the other one holds back.
  const emitAlone = async (emission: Emission) => {
    const isAlone = emission.concerned.length > 0 || buildInfo !== undefined;
    const unlock = isAlone && !input.early ? await lockFolder(folderOf(config), input.tell) : () => {};
    try {
      return await emitGuarded({ ...input, notes }, emission);
    } finally {
      unlock();
    }
  };

  const ahead = input.early ?? lookAheadOf(input);
  if (ahead) {
    build.observer.onOptions?.(config.options);
    // What is shown on a terminal is the other compiler's then.
    const quiet = { ...build, observer: {} };
    const plan = async () => {
      const { prepare, findOutputs } = await loadStages();
      const prepared = prepare(quiet, config, () => true, ahead.graph)!;
      return { prepared, outputs: findOutputs(prepared) };
    };
    return emitAlone({ ...ahead, emits: !config.options.noEmit, isUnread: true, plan });
  }

  const { prepare, findOutputs } = await loadStages();
  const prepared = prepare(build, config, input.hasContracts);
  if (!prepared) {
    // What had a guard is emitted again, without one.
    if (buildInfo !== undefined && !config.options.noEmit && hasKept(buildInfo)) forget(buildInfo);
    return input.run([]);
  }
  // The other compiler would call names unused that only contracts use.
  if (config.options.noUnusedLocals && prepared.compilation.usesLocalNames()) return undefined;
  const outputs = findOutputs(prepared);
  const { emits, sources, planned } = outputs;
  const scripts = (emits ? sources : []).flatMap((source) =>
    outputs.of(source).filter((name) => JAVASCRIPT.test(name)),
  );
  const concerned = planned.map(({ fileName }) => fileName);
  return emitAlone({ emits, scripts, concerned, isUnread: false, plan: async () => ({ prepared, outputs }) });
}
