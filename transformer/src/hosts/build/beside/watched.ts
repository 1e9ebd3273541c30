/**
 * What a compiler that watches has emitted, and what becomes of it: each round, the guards of what was emitted, or of
 * everything where contracts or who imports them have changed.
 *
 * @module
 */
import path from "node:path";
import type ts from "typescript";
import { UnguardableError } from "../../../emit/text/input.js";
import { removeSidecars } from "../../../emit/write.js";
import { compareInputs, type Inputs } from "../../guards/inputs.js";
import { reportAll } from "../reporting.js";
import { isOfDisk, type Output } from "./held.js";
import { folderOf, lockFolder } from "./lock.js";
import { JAVASCRIPT } from "./outputNames.js";
import { findOutputs, type Outputs } from "./outputs.js";
import { removeAllPending } from "./pending.js";
import { type Prepared, prepare } from "./prepare.js";
import { createDeclarationsPublisher, type Publisher, publishScript } from "./publish.js";
import type { Reads } from "./reads.js";
import { readInputsOf } from "./recall.js";
import type { Staging } from "./staging.js";

/** What a project is built from in a round. */
export interface WatchedProject extends Publisher {
  readonly config: ts.ParsedCommandLine;
  /** When it was read. */
  readonly start: number;
  /** What is read of it. */
  readonly reads: Reads;
}

/** What is known of the project, as long as nothing changes that this was made from. */
interface Known extends WatchedProject {
  readonly prepared: Prepared;
  readonly outputs: Outputs;
  readonly plans: ReadonlyMap<string, Output>;
  inputs: Inputs | undefined;
}

const DECLARATIONS = /\.d\.[cm]?ts$/;

/** Publishes what a compiler emits, round by round. */
export interface WatchedOutputs {
  /**
   * Ends a round.
   *
   * @param emitted - What was emitted in it.
   * @returns How much is wrong with contracts; `undefined` where only the built-in compiler can go on.
   */
  finish(emitted: Iterable<string>): Promise<number | undefined>;
}

/**
 * Makes what publishes the outputs of a compiler that watches.
 *
 * @param staging - Where it emits to.
 * @param open - Reads the project as it is now: it may be one that cannot be built so, or its tsconfig.json may have
 * errors, of which the compiler tells.
 */
export function createWatchedOutputs(
  staging: Staging,
  open: () => WatchedProject | "broken" | "other",
): WatchedOutputs {
  let known: Known | undefined;
  /** By what everything was published the last time. */
  let published: Known | undefined;
  /** What was emitted and is not where it belongs yet. */
  const left = new Set<string>();
  /** The scripts that have a guard, with their sources. */
  const guarded = new Map<string, string>();

  const isAsBefore = (): boolean => {
    if (!known?.inputs) return false;
    const { changed, now } = compareInputs(process.cwd(), known.inputs);
    if (changed.length) return false;
    known.inputs = now;
    return true;
  };

  const read = (): Known | "broken" | "other" => {
    const project = open();
    if (typeof project === "string") return project;
    const prepared = prepare(project.build, project.config, () => true)!;
    if (project.config.options.noUnusedLocals && prepared.compilation.usesLocalNames()) return "other";
    const outputs = findOutputs(prepared);
    const plans = new Map(outputs.planned.map((output) => [output.fileName, output]));
    const inputs = readInputsOf(prepared, outputs, project.start, project.reads)();
    return { ...project, prepared, outputs, plans, inputs };
  };

  /** Everything that may be another one though it was not emitted again. */
  const takeAll = ({ build, outputs, plans }: Known) => {
    const all = outputs.emits ? outputs.sources.flatMap((source) => outputs.of(source)) : [];
    removeAllPending(all);
    // What is left of a source that is gone stays as it is, with its guard.
    for (const [name, source] of guarded) if (!build.system.fileExists(source)) guarded.delete(name);
    for (const name of [...guarded.keys(), ...plans.keys()]) left.add(name);
    for (const name of all) {
      if (DECLARATIONS.test(name)) left.add(name);
      else if (!plans.has(name) && !guarded.has(name)) removeSidecars(build.system, name);
    }
  };

  const publish = (now: Known, name: string, declare: (name: string) => void): void => {
    const { build, prepared, plans } = now;
    const script = name.replace(/\.map$/, "");
    const plan = plans.get(script);
    const file = staging.pending(name);
    const text = file.emitted();
    if (plan && script !== name) left.add(script);
    if (text === undefined || (plan && script !== name)) return;
    if (plan) {
      const map = staging.read(`${name}.map`);
      if (map !== undefined) staging.pending(`${name}.map`).publish(map);
      publishScript(now, prepared, { ...plan, pending: file }, undefined);
      guarded.set(name, plan.plan!.file.fileName);
      return;
    }
    file.publish(text);
    if (DECLARATIONS.test(name)) declare(name);
    if (!JAVASCRIPT.test(name)) return;
    removeSidecars(build.system, name);
    const map = guarded.delete(name) ? staging.read(`${name}.map`) : undefined;
    if (map !== undefined) staging.pending(`${name}.map`).publish(map);
  };

  const publishAll = (now: Known): void => {
    const publishDeclarations = createDeclarationsPublisher(now, now.prepared, undefined);
    const declare = (name: string) => {
      const source = now.outputs.sources.find((each) => now.outputs.of(each).includes(name));
      if (source !== undefined) publishDeclarations(source, name);
    };
    // A Set goes through what is added on the way.
    for (const name of left) {
      try {
        publish(now, name, declare);
        left.delete(name);
      } catch (error) {
        // It stays as it was, until the next round.
        if (!(error instanceof UnguardableError) && !isOfDisk(error)) throw error;
        now.tell(`${path.relative(process.cwd(), name)}: ${error.message}`);
      }
    }
  };

  return {
    async finish(emitted) {
      for (const name of emitted) left.add(staging.realNameOf(name));
      if (!isAsBefore()) {
        const now = read();
        if (typeof now === "string") return now === "other" ? undefined : 0;
        known = now;
      }
      const now = known!;
      const isNew = published !== now;
      const { diagnostics } = now.prepared;
      if (now.outputs.emits) {
        const unlock = await lockFolder(folderOf(now.config), now.tell);
        try {
          if (isNew) takeAll(now);
          publishAll(now);
        } finally {
          unlock();
        }
        published = now;
      }
      reportAll(now.build, now.config.options, diagnostics);
      return diagnostics.length;
    },
  };
}
