/**
 * What follows when the project's own compiler has ended.
 *
 * @module
 */
import { reportAll } from "../reporting.js";
import { LAST_STATUS, withdraw } from "./held.js";
import type { BesideInput } from "./input.js";
import { forget, writeKept } from "./kept.js";
import { folderOf } from "./lock.js";
import { findOutputs, type Outputs, publishAll } from "./outputs.js";
import { type Prepared, prepare } from "./prepare.js";
import type { HeldOutput, Memory } from "./publish.js";

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
export function finishBuild(input: BesideInput, ended: Ended): number {
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
  const outputs = prepared && findOutputs(prepared);
  const plans = new Map(outputs?.planned.map(({ fileName, plan }) => [fileName, plan]));
  if (!outputs || plans.size !== held.length || !held.every(({ fileName }) => plans.has(fileName))) {
    withdraw(held);
    return undefined;
  }
  const planned = held.map((each) => ({ ...each, plan: plans.get(each.fileName) }));
  const { notes } = input.recalling;
  const keep = input.recalling.begin({ prepared, outputs, folder: folderOf(input.config) });
  const ended = { prepared, outputs, held: planned, memory: undefined, buildInfo: undefined, code };
  const status = finishBuild({ ...input, notes }, ended);
  keep();
  return status;
}

/** Publishes what a compiler has emitted, and keeps it for the next build; whether all of it has its guards. */
function publishWhatIs(input: BesideInput, ended: Ended): boolean {
  const { prepared, outputs, held, memory, buildInfo, code } = ended;
  const { DiagnosticsPresent_OutputsSkipped: skipped } = input.build.tsc.ExitStatus;
  const isSkipped = code === skipped && held.every(({ pending }) => pending.emitted() === undefined);
  if (isSkipped || !outputs.emits || code > LAST_STATUS) {
    withdraw(held);
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
