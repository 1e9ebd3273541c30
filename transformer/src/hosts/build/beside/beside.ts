/**
 * A build by the project's own TypeScript, where that is 7 or later: it checks and emits, with its own diagnostics.
 * importspy's compiler finds and types the contracts beside it; guards go as texts into what was emitted, before the
 * build says that it is done. Nothing that was emitted can be loaded before it has its guard (pending.ts).
 *
 * @module
 */

import type ts from "typescript";
import { reportAll } from "../reporting.js";
import { forget, hasKept, readKept, writeKept } from "./kept.js";
import { folderOf, lockFolder } from "./lock.js";
import { findOutputs, findUnplanned, holdAll, LAST_STATUS, type Outputs, publishAll } from "./outputs.js";
import { removeAllPending } from "./pending.js";
import { type Prepared, prepare } from "./prepare.js";
import type { HeldOutput, Memory, Publisher } from "./publish.js";
import type { Recalling } from "./recall.js";

/** What tells the next build that nothing has changed. */
export interface Built {
  /** What was read past TypeScript's view of the machine. */
  readonly inputs: readonly string[];
  readonly buildInfos: readonly string[];
  /** The folders that were locked. */
  readonly locked: readonly string[];
}

/** A build beside the project's own compiler. */
export interface BesideInput extends Publisher {
  readonly config: ts.ParsedCommandLine;
  /** Whether anything is to be guarded, by the texts that the compiler finds. */
  hasContracts(): boolean;
  /** Runs the project's own compiler, with these arguments added; gives its exit code. */
  run(added: readonly string[]): Promise<number>;
  /** Keeps for the next build what this one was made from. */
  record(built: Built): void;
  /** Takes note of what becomes of texts, where no `.tsbuildinfo` has it. */
  readonly recalling: Recalling;
}

/** Where a project has its `.tsbuildinfo`, if it is built by one. */
function buildInfoOf({ build: { tsc }, config: { options } }: BesideInput): string | undefined {
  return tsc.isIncrementalCompilation(options) ? tsc.getTsBuildInfoEmitOutputFilePath(options) : undefined;
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
  const prepared = prepare(build, config, input.hasContracts);
  if (!prepared) {
    // What had a guard is emitted again, without one.
    if (buildInfo !== undefined && !config.options.noEmit && hasKept(buildInfo)) forget(buildInfo);
    return input.run([]);
  }
  // The other compiler would call names unused that only contracts use.
  if (config.options.noUnusedLocals && prepared.compilation.usesLocalNames()) return undefined;
  const outputs = findOutputs(build, prepared);
  // Two builds at once would publish what the other one holds back.
  const folder = folderOf(config);
  const unlock = outputs.planned.length || buildInfo !== undefined ? await lockFolder(folder, input.tell) : () => {};
  try {
    const notes = buildInfo === undefined ? recalling.notes : undefined;
    const code = await emitGuarded({ ...input, notes }, prepared, outputs, buildInfo);
    if (notes && code !== undefined) recalling.keep({ prepared, outputs, folder });
    const isRecorded = code !== undefined && outputs.emits && buildInfo !== undefined && readKept(buildInfo);
    if (isRecorded && !prepared.diagnostics.length)
      input.record({ inputs: prepared.inputs, buildInfos: [buildInfo], locked: [folder] });
    return code;
  } finally {
    unlock();
  }
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

/** Lets the project's own compiler emit, and guards what it emits. */
async function emitGuarded(
  input: BesideInput,
  prepared: Prepared,
  outputs: Outputs,
  buildInfo: string | undefined,
): Promise<number | undefined> {
  const { build } = input;
  const { emits, sources, planned } = outputs;
  const names = new Set(planned.map(({ fileName }) => fileName));
  const all = (emits ? sources : []).flatMap((source) => outputs.of(source));
  removeAllPending(all.filter((name) => !names.has(name)));
  const memory = buildInfo === undefined ? undefined : remember(buildInfo, emits);
  const held = holdAll([...planned, ...(memory && emits ? findUnplanned(outputs, memory) : [])]);
  if (!held) return undefined;
  build.observer.onReport?.();
  let code: number;
  try {
    code = await input.run(emits ? [] : ["--noEmit"]);
  } catch (error) {
    for (const { pending } of held) pending.withdraw();
    throw error;
  }
  return finishBuild(input, { prepared, outputs, held, memory, buildInfo, code });
}

/** A build whose compiler has ended. */
interface Ended {
  readonly prepared: Prepared;
  readonly outputs: Outputs;
  readonly held: readonly HeldOutput[];
  readonly memory: Memory | undefined;
  readonly buildInfo: string | undefined;
  readonly code: number;
}

/** Publishes, prints what is wrong with contracts, and gives the exit status. */
function finishBuild(input: BesideInput, ended: Ended): number {
  const { build, config } = input;
  const { code, outputs, prepared } = ended;
  const { diagnostics } = prepared;
  const {
    Success,
    DiagnosticsPresent_OutputsSkipped: none,
    DiagnosticsPresent_OutputsGenerated: some,
  } = build.tsc.ExitStatus;
  const isPublished = publishWhatIs(input, ended);
  reportAll(build, config.options, diagnostics);
  if (!isPublished) return none;
  return code === Success && diagnostics.length ? (outputs.emits ? some : none) : code;
}

/**
 * Goes on with a build whose compiler has ended, after it was held back what had a guard in the build before.
 *
 * @param input - The build.
 * @param held - What was held back.
 * @param code - The exit code of the compiler.
 * @returns The exit status of `tsc`; `undefined` when something else is to be held back, and all is withdrawn.
 */
export function publishHeld(
  input: BesideInput,
  held: readonly Omit<HeldOutput, "plan">[],
  code: number,
): number | undefined {
  const prepared = prepare(input.build, input.config, input.hasContracts);
  const outputs = prepared && findOutputs(input.build, prepared);
  const plans = new Map(outputs?.planned.map(({ fileName, plan }) => [fileName, plan]));
  if (!outputs || plans.size !== held.length || !held.every(({ fileName }) => plans.has(fileName))) {
    for (const { pending } of held) pending.withdraw();
    return undefined;
  }
  const planned = held.map((each) => ({ ...each, plan: plans.get(each.fileName) }));
  const { notes } = input.recalling;
  const ended = { prepared, outputs, held: planned, memory: undefined, buildInfo: undefined, code };
  const status = finishBuild({ ...input, notes }, ended);
  input.recalling.keep({ prepared, outputs, folder: folderOf(input.config) });
  return status;
}

/** Publishes what a compiler has emitted, and keeps it for the next build; whether all of it has its guards. */
function publishWhatIs(input: BesideInput, ended: Ended): boolean {
  const { prepared, outputs, held, memory, buildInfo, code } = ended;
  const { DiagnosticsPresent_OutputsSkipped: skipped } = input.build.tsc.ExitStatus;
  const isSkipped = code === skipped && held.every(({ pending }) => pending.emitted() === undefined);
  if (isSkipped || !outputs.emits || code > LAST_STATUS) {
    for (const { pending } of held) pending.withdraw();
    if (buildInfo === undefined || !memory) return true;
    // Of what was emitted half, the compiler may believe that it is done.
    if (code > LAST_STATUS) forget(buildInfo);
    else if (memory.before) writeKept(buildInfo, memory.before);
    return true;
  }
  const isPublished = publishAll(input, prepared, outputs, held, memory);
  if (buildInfo === undefined || !memory) return isPublished;
  if (isPublished) writeKept(buildInfo, memory.next);
  else forget(buildInfo);
  return isPublished;
}
