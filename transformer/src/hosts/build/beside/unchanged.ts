/**
 * Tells without TypeScript that nothing has changed since the last build by these arguments. It is asked before the
 * compiler of the project runs, by the times of all that was read then, and again afterwards, when that has neither
 * emitted anything nor changed a `.tsbuildinfo`.
 *
 * @module
 */
import { readdirSync, statSync } from "node:fs";
import path from "node:path";
import { hash } from "../../../artifacts/fingerprint.js";
import { version } from "../../../artifacts/version.js";
import { openStore } from "../../guards/store.js";
import { forget, hashOfFile, type KeptOutputs, readKept } from "./kept.js";
import { lockFolder } from "./lock.js";
import { holdBack, type PendingFile } from "./pending.js";
import type { Reads } from "./reads.js";

/** What one build leaves for the next one by the same arguments. */
interface RunRecord {
  /** When it began. */
  readonly start: number;
  readonly files: readonly string[];
  readonly missing: readonly string[];
  /** What of a folder could be a part of the project. */
  readonly folders: Readonly<Record<string, string>>;
  readonly buildInfos: readonly string[];
  /** The folders of which one build at a time has the outputs. */
  readonly locked: readonly string[];
}

const statOf = (name: string) => statSync(name, { throwIfNoEntry: false });
const isInstalled = (name: string) => name.includes("/node_modules/");
const PART = /\.(?:[cm]?[jt]sx?|json)$/;

function listingOf(folder: string): string {
  const entries = readdirSync(folder, { withFileTypes: true });
  const isPart = ({ name }: (typeof entries)[number]) => !name.startsWith(".") && name !== "node_modules";
  return hash(
    entries
      .filter((entry) => isPart(entry) && (!entry.isFile() || PART.test(entry.name)))
      .map(({ name }) => name)
      .sort()
      .join("\0"),
  );
}

/** The folders of sources, and those between them and the project's. */
function foldersOf(files: readonly string[], root: string): Set<string> {
  const folders = new Set<string>();
  for (const file of files.filter((each) => !isInstalled(each))) {
    let folder = path.posix.dirname(file);
    for (; !folders.has(folder) && statOf(folder); folder = path.posix.dirname(folder)) {
      folders.add(folder);
      if (folder === root || !folder.startsWith(`${root}/`)) break;
    }
  }
  return folders;
}

/** The entry of a store for builds by some arguments. */
export const entryOf = (kind: string, args: readonly string[]) =>
  `${kind}-${hash(JSON.stringify([process.cwd(), args])).slice(0, 16)}.json`;
const nameOf = (args: readonly string[]) => entryOf("build", args);
export const storeOf = (compiler: string) => openStore(process.cwd(), `${version} ${compiler}`);

/** A build that has ended well. */
export interface FinishedBuild {
  readonly args: readonly string[];
  /** The version of the compiler. */
  readonly compiler: string;
  readonly start: number;
  readonly reads: Reads;
  readonly buildInfos: readonly string[];
  readonly locked: readonly string[];
  /** Some of it was not read again, since it had not changed. */
  readonly isPart?: boolean;
}

/** Keeps what tells the next build that nothing has changed. */
export function recordBuild(build: FinishedBuild): void {
  const { args, compiler, start, reads, buildInfos, locked } = build;
  const last = build.isPart ? readRecord(args, compiler) : undefined;
  const own = new Set(buildInfos);
  const isOwn = (name: string) => own.has(name) || /\/typescript\/lib\/lib\.[^/]*\.d\.ts$/.test(name);
  const files = [...new Set([...reads.files, ...(last?.files ?? [])])].filter(
    (name) => !isOwn(name) && statOf(name)?.isFile(),
  );
  const missing = [...new Set([...reads.missing, ...(last?.missing ?? [])])].filter((name) => !statOf(name));
  const root = process.cwd().replaceAll("\\", "/");
  const folders = Object.fromEntries([...foldersOf(files, root)].map((folder) => [folder, listingOf(folder)]));
  const record: RunRecord = { start, files, missing, folders, buildInfos, locked };
  storeOf(compiler).write(nameOf(args), record);
}

const SOURCE = /\.[cm]?tsx?$/;

/** What has changed, by the times of what was read: nothing, only texts of sources, or what may be anything. */
export type Changes = "none" | "sources" | "all";

function changesSince({ start, files, missing, folders }: RunRecord): Changes {
  const isOld = (name: string) => (statOf(name)?.ctimeMs ?? Number.POSITIVE_INFINITY) < start;
  const isAsListed = ([name, listing]: readonly [string, string]) =>
    isOld(name) || (statOf(name) !== undefined && listingOf(name) === listing);
  const isSame = missing.every((name) => !statOf(name)) && Object.entries(folders).every(isAsListed);
  const changed = files.filter((name) => !isOld(name));
  if (!isSame || !changed.every((name) => SOURCE.test(name))) return "all";
  return changed.length ? "sources" : "none";
}

const readRecord = (args: readonly string[], compiler: string) =>
  storeOf(compiler).read(nameOf(args)) as RunRecord | undefined;

/** What has changed since the last build by these arguments that ended well. */
export function findChanges(args: readonly string[], compiler: string): Changes {
  const record = readRecord(args, compiler);
  return record ? changesSince(record) : "all";
}

/** Holds back all that had a guard. */
function holdKept(kept: readonly KeptOutputs[]): PendingFile[] {
  const names = kept.flatMap((outputs) =>
    [...outputs].filter(([name, { emitted }]) => emitted && !isDeclaration(name)),
  );
  return names.map(([name]) => holdBack(name));
}

const isDeclaration = (name: string) => /\.d\.[cm]?ts$/.test(name);

/**
 * Builds where nothing seems to have changed.
 *
 * @param args - The arguments of `tsc`.
 * @param compiler - The version of the project's compiler.
 * @param run - Runs that compiler.
 * @param tell - Says something to the user.
 * @returns The exit status of `tsc`; `undefined` where something has changed, or may have.
 */
export async function buildUnchanged(
  args: readonly string[],
  compiler: string,
  run: () => Promise<number>,
  tell: (text: string) => void,
): Promise<number | undefined> {
  const record = readRecord(args, compiler);
  if (!record || changesSince(record) !== "none") return undefined;
  const unlocks: (() => void)[] = [];
  for (const folder of record.locked) unlocks.push(await lockFolder(folder, tell));
  try {
    return await buildHeld(record, run);
  } finally {
    for (const unlock of unlocks) unlock();
  }
}

async function buildHeld({ buildInfos }: RunRecord, run: () => Promise<number>): Promise<number | undefined> {
  const kept = buildInfos.map(readKept);
  if (!kept.every((each) => each !== undefined)) return undefined;
  const before = buildInfos.map(hashOfFile);
  const held = holdKept(kept);
  let code: number | undefined;
  let isSame = false;
  try {
    code = await run();
    isSame =
      held.every((each) => each.emitted() === undefined) &&
      buildInfos.every((name, index) => hashOfFile(name) === before[index]);
  } finally {
    for (const each of held) each.withdraw();
  }
  if (isSame) return code;
  // What is not seen by times alone. Then all is emitted again, since what was emitted by now is lost.
  for (const each of buildInfos) forget(each);
  return undefined;
}
