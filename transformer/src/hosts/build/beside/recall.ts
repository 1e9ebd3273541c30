/**
 * What a build has found out, for the next one by the same arguments: by what became of each text, where nothing has
 * changed that this was made from, guards are put in without TypeScript. What is wrong is not remembered.
 *
 * @module
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { isSidecarName, sidecarNameOf } from "../../../artifacts/sidecarNames.js";
import { beginInputs, compareInputs, hashOf, type Inputs } from "../../guards/inputs.js";
import { findManifests } from "../../guards/manifests.js";
import { otherTransformersIn } from "../patched.js";
import { holdAll, isOfDisk, LAST_STATUS, withdraw } from "./held.js";
import { lockFolder } from "./lock.js";
import type { Outputs } from "./outputs.js";
import { isPendingName } from "./pending.js";
import type { Prepared } from "./prepare.js";
import type { Emitted, HeldOutput, Notes } from "./publish.js";
import type { Reads } from "./reads.js";
import { entryOf, storeOf } from "./unchanged.js";
import { writeOutput } from "./writing.js";

/** What became of an emitted text. */
interface Answer {
  /** The hash of what was emitted. */
  readonly emitted: string;
  readonly code: string;
  readonly map?: string;
  readonly sidecars: readonly string[];
}

/** What is known of a build. Names are relative to the folder in which it is started. */
interface KnownBuild {
  readonly inputs: Inputs;
  /** The folder of which one build at a time has the outputs. */
  readonly locked: string;
  /** All folders that it emits to. */
  readonly folders: readonly string[];
  readonly hasMaps: boolean;
  readonly scripts: Readonly<Record<string, Answer>>;
  readonly declarations: Readonly<Record<string, Answer>>;
}

/** A build of which something is to be kept. */
interface PlannedBuild {
  readonly prepared: Prepared;
  readonly outputs: Outputs;
  /** The folder that was locked. */
  readonly folder: string;
}

/** Keeps what a build finds out. */
export interface Recalling {
  readonly notes: Notes;
  /**
   * Reads what plans were made from, while the compiler runs.
   *
   * @returns Keeps what was found out, when all is published.
   */
  begin(build: PlannedBuild): () => void;
}

const MARK = "\uFEFF";
const relative = (name: string) => path.relative(process.cwd(), name).replaceAll("\\", "/");
const absolute = (name: string) => path.resolve(name).replaceAll("\\", "/");
const keyOf = ({ code, map = "" }: Emitted) => hashOf(`${code}\0${map}`);

/** The folders that a project emits to. */
function foldersOf(outputs: Outputs): string[] {
  const names = outputs.emits ? outputs.sources.flatMap((source) => outputs.of(source)) : [];
  return [...new Set(names.map((name) => path.posix.dirname(name)))];
}

/**
 * What plans were made from, as it is on disk.
 *
 * @param start - When it was begun to read it.
 * @param reads - What has been read.
 * @returns Adds the folders, when everything is emitted.
 */
export function readInputsOf(
  prepared: Prepared,
  outputs: Outputs,
  start: number,
  reads: Reads,
): () => Inputs | undefined {
  const emitted = new Set(outputs.emits ? outputs.sources.flatMap((source) => outputs.of(source)) : []);
  const isLibrary = (name: string) => /\/typescript\/lib\/lib\.[^/]*\.d\.ts$/.test(name);
  const isOutput = (name: string) => isSidecarName(name) || emitted.has(name.replace(/\.map$/, ""));
  const read = new Set([...reads.files, ...prepared.inputs]);
  const files = [...read].filter((name) => !isLibrary(name) && !isOutput(name));
  const all = new Set([...files, ...reads.missing, ...findManifests(files)]);
  return beginInputs(process.cwd(), start, {
    ...prepared.found,
    files: [...all].map(absolute),
    outputs: foldersOf(outputs).map(absolute),
  });
}

/**
 * Makes what keeps the findings of a build.
 *
 * @param args - The arguments of `tsc`.
 * @param compiler - The version of the project's compiler.
 * @param start - When the build began.
 * @param reads - What it has read.
 */
export function createRecalling(args: readonly string[], compiler: string, start: number, reads: Reads): Recalling {
  const scripts: Record<string, Answer> = {};
  const declarations: Record<string, Answer> = {};
  return {
    notes: {
      script(fileName, emitted, { code, map, sidecars }) {
        const answer = { emitted: keyOf(emitted), code, sidecars };
        scripts[relative(fileName)] = map === undefined ? answer : { ...answer, map };
      },
      declarations(fileName, emitted, code) {
        declarations[relative(fileName)] = { emitted: hashOf(emitted), code, sidecars: [] };
      },
    },
    begin({ prepared, outputs, folder }) {
      const { config } = prepared;
      // Every build reports the transformers that it does not run.
      if (prepared.diagnostics.length || otherTransformersIn(config.options).length) return () => {};
      const finishInputs = readInputsOf(prepared, outputs, start, reads);
      return () => {
        const isKnown = outputs.planned.every(({ fileName }) => scripts[relative(fileName)]);
        const inputs = isKnown ? finishInputs() : undefined;
        const folders = foldersOf(outputs).map(relative);
        const hasMaps = config.options.sourceMap === true;
        if (!inputs) return;
        const known: KnownBuild = { inputs, locked: relative(folder), folders, hasMaps, scripts, declarations };
        storeOf(compiler).write(entryOf("guards", args), known);
      };
    },
  };
}

/** Whether an earlier build has left something that this one would not write over: it was killed, or had other contracts. */
function hasLeftovers({ folders, scripts }: KnownBuild): boolean {
  const sidecars = Object.entries(scripts).flatMap(([name, answer]) =>
    answer.sidecars.map((_, number) => path.normalize(sidecarNameOf(name, number))),
  );
  const own = new Set(sidecars);
  return folders.some((folder) =>
    readdirSync(folder, { withFileTypes: true }).some(
      (entry) =>
        entry.isSymbolicLink() ||
        isPendingName(entry.name) ||
        (isSidecarName(entry.name) && !own.has(path.join(folder, entry.name))),
    ),
  );
}

function readText(fileName: string): string | undefined {
  try {
    return readFileSync(fileName, "utf8");
  } catch {
    // Nothing was emitted.
    return undefined;
  }
}

type Held = Omit<HeldOutput, "plan">;

/** How a compiler is run, and what follows where texts are not known. */
export interface RecalledInput {
  run(): Promise<number>;
  /** Goes on when the compiler has emitted other texts than before. */
  finish(held: readonly Held[], code: number): Promise<number | undefined>;
  /** Says something to the user. */
  tell(text: string): void;
}

/** Puts the texts that are known in the place of what was emitted; whether all of them are. */
function publishKnown({ hasMaps, scripts, declarations }: KnownBuild, held: readonly Held[]): boolean {
  const known = held.map((output) => {
    const code = output.pending.emitted();
    const map = hasMaps ? readText(`${output.fileName}.map`) : undefined;
    const answer = scripts[relative(output.fileName)]!;
    return { output, map, answer, isKnown: code !== undefined && keyOf({ code, map }) === answer.emitted };
  });
  const declared = Object.entries(declarations).map(([name, { emitted, code }]) => {
    const text = readText(name) ?? "";
    const mark = text.startsWith(MARK) ? MARK : "";
    return { name, code: mark + code, isKnown: hashOf(text.slice(mark.length)) === emitted };
  });
  if (![...known, ...declared].every(({ isKnown }) => isKnown)) return false;
  const left = new Set(held);
  try {
    for (const { output, map, answer } of known) {
      for (const [number, text] of answer.sidecars.entries()) writeOutput(sidecarNameOf(output.fileName, number), text);
      if (answer.map !== undefined && answer.map !== map) writeOutput(`${output.fileName}.map`, answer.map);
      output.pending.publish(answer.code);
      left.delete(output);
    }
  } finally {
    withdraw([...left]);
  }
  for (const { name, code } of declared) writeFileSync(name, code);
  return true;
}

/**
 * Builds where nothing has changed that guards are made from.
 *
 * @param args - The arguments of `tsc`.
 * @param compiler - The version of the project's compiler.
 * @param input - How it is run.
 * @returns The exit status of `tsc`; `undefined` where something has changed, and nothing was built.
 */
export async function buildRecalled(
  args: readonly string[],
  compiler: string,
  input: RecalledInput,
): Promise<number | undefined> {
  const store = storeOf(compiler);
  const read = store.read(entryOf("guards", args)) as KnownBuild | undefined;
  if (!read) return undefined;
  // As they were then, had somebody taken them away.
  for (const folder of read.folders) mkdirSync(folder, { recursive: true });
  const { changed, isStale, now } = compareInputs(process.cwd(), read.inputs);
  if (changed.length) return undefined;
  if (isStale) store.write(entryOf("guards", args), { ...read, inputs: now });
  const names = Object.keys(read.scripts);
  const unlock = names.length ? await lockFolder(absolute(read.locked), input.tell) : () => {};
  try {
    return hasLeftovers(read) ? undefined : await buildHeld(read, names, input);
  } finally {
    unlock();
  }
}

async function buildHeld(
  known: KnownBuild,
  names: readonly string[],
  { run, finish, tell }: RecalledInput,
): Promise<number | undefined> {
  const held = holdAll(names.map((name) => ({ plan: undefined, fileName: absolute(name) })));
  if (!held) return undefined;
  let code: number;
  try {
    code = await run();
  } catch (error) {
    withdraw(held);
    throw error;
  }
  const isSkipped = code === 1 && held.every(({ pending }) => pending.emitted() === undefined);
  if (isSkipped || code > LAST_STATUS) {
    withdraw(held);
    return code;
  }
  try {
    return publishKnown(known, held) ? code : await finish(held, code);
  } catch (error) {
    if (!isOfDisk(error)) throw error;
    tell(error.message);
    return 1;
  }
}
