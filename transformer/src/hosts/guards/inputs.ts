/**
 * What answers about guards were made from, as it is on disk: by this a process knows whether the answers of an earlier
 * one still hold, without TypeScript.
 *
 * @module
 */

import { lstatSync, readdirSync, readFileSync, type Stats, statSync } from "node:fs";
import path from "node:path";
import { once } from "../../analysis/memoize.js";
import { joinPath } from "../../analysis/paths.js";

// Where nothing has changed it is not needed, and a process that has no file with a contract should load little.
const plain = once(() => require("../../service/texts/plain.js") as typeof import("../../service/texts/plain.js"));

/** A file, and what it was like. Times and sizes decide quickly; where they differ, contents do. */
export type Input = readonly [
  name: string,
  size: number,
  modified: number,
  changed: number,
  content: string,
  /** What a file may load that has nothing to do with contracts. */
  loads?: readonly string[],
];

/**
 * What of a folder counts: `sources` where files of the project are, `types` where none is and one may come to be, and
 * `packages` of a folder that packages are installed in.
 */
type FolderKind = "sources" | "types" | "packages";

/** A folder, and which names were in it. */
export type FolderInput = readonly [
  name: string,
  size: number,
  modified: number,
  changed: number,
  content: string,
  kind: FolderKind,
];

/** Everything that answers were made from. Names are relative to a folder. */
export interface Inputs {
  /** Before they were read: what has changed since, or in the two seconds before, is compared by its content. */
  readonly at: number;
  readonly files: readonly Input[];
  readonly folders: readonly FolderInput[];
}

/** File systems that count in whole seconds do not tell two changes within one of them. */
const COARSE = 2000;
/** How far the time of a change may lie behind the clock: the kernel's tick. */
const TICK = 20;
/** So many inputs are compared by their contents in less time than it takes to write down all of them. */
const FEW = 20;
/** More folders than a project has: some program puts its data there. */
const MANY_FOLDERS = 5000;

/** A path through a folder whose name begins with a dot: `.next/types`. */
const HIDDEN = /(?:^|\/)\.[^./]/;

/** The path of a name that is relative to a folder; a project has a thousand of them. */
const fullName = (root: string, name: string): string =>
  name.startsWith(".") || root.endsWith("/") ? path.join(root, name) : `${root}/${name}`;

/** A folder above: without a file of the project, all that is in it is beside the project. */
const ABOVE = /^\.\.(?:\/\.\.)*$/;

/** A short hash of a text. */
export function hashOf(text: string): string {
  // Where times tell all, nothing is hashed.
  const { createHash, hash } = require("node:crypto") as typeof import("node:crypto");
  // Node.js has it since 20.12; it takes a third of the time.
  return hash?.("sha1", text, "base64url") ?? createHash("sha1").update(text).digest("base64url");
}

/** Runs what asks the file system about something that may have gone away meanwhile, or be closed to us. */
function attempt<Value>(ask: () => Value): Value | undefined {
  try {
    return ask();
  } catch {
    // What cannot be read is as good as missing: the answers are found out again, and that says what is wrong.
    return undefined;
  }
}

const SILENT = { throwIfNoEntry: false } as const;

/** Each start of a process asks for a thousand files, and runs this as code that V8 has not compiled yet. */
function statOf(name: string): Stats | undefined {
  try {
    return statSync(name, SILENT);
  } catch {
    // As in `attempt`.
    return undefined;
  }
}

/** The text of a file, as TypeScript reads it; `undefined` for none. */
export const textIn = (name: string): string | undefined =>
  attempt(() => readFileSync(name, "utf8").replace(/^\uFEFF/, ""));

/** Whether something has changed since a time, or so shortly before that nobody can tell. */
function isNewerThan(at: number, { ctimeMs }: Stats): boolean {
  const slack = Math.floor(ctimeMs) % 1000 === 0 ? COARSE : TICK;
  return ctimeMs >= at - slack;
}

const MATTERS: Readonly<Record<FolderKind, RegExp>> = {
  sources: /\.(?:[cm]?[jt]sx?|json)$/,
  types: /\.[cm]?tsx?$|^package\.json$/,
  packages: /./,
};

/** The names in a folder that decide where modules resolve to, and which files are of a project. */
function namesIn(folder: string, kind: FolderKind): readonly string[] | undefined {
  return attempt(() =>
    readdirSync(folder, { withFileTypes: true })
      .filter((each) => !each.name.startsWith(".") && (!each.isFile() || MATTERS[kind].test(each.name)))
      .map(({ name }) => name)
      .sort(),
  );
}

const listingOf = (names: readonly string[] | undefined) => names && hashOf(names.join("\n"));

/**
 * Whether a folder has got something since a time that may matter: what is there that answers do not know of.
 *
 * @param folder - The folder.
 * @param names - What is in it.
 * @param known - What the answers know of, by full names.
 */
function hasNews(
  at: number,
  folder: string,
  names: readonly string[],
  kind: FolderKind,
  known: ReadonlySet<string>,
): boolean {
  const matters = kind === "packages" ? MATTERS.packages : MATTERS.types;
  return names.some((name) => {
    const full = fullName(folder, name);
    const stats = known.has(full) ? undefined : attempt(() => lstatSync(full));
    const isFolder = stats?.isDirectory() && kind !== "packages";
    return stats !== undefined && !isFolder && matters.test(name) && isNewerThan(at, stats);
  });
}

/** `..`, `../..` and so on, up to where the file system begins. */
function parentsOf(root: string): string[] {
  const above = path.relative(root, path.parse(root).root).replaceAll("\\", "/");
  return above ? above.split("/").map((_, index) => "../".repeat(index + 1).slice(0, -1)) : [];
}

/** The folders that files are in, with all in which one may come to be. */
function foldersOf(
  root: string,
  files: readonly string[],
  outputs: ReadonlySet<string>,
): ReadonlyMap<string, FolderKind> | undefined {
  const folders = new Map<string, FolderKind>();
  for (const name of files) {
    if (name.includes("node_modules")) continue;
    const own = path.posix.dirname(name);
    for (let folder = own; !folders.has(folder); folder = path.posix.dirname(folder))
      if (folder === own || !ABOVE.test(folder)) folders.set(folder, "sources");
  }
  // A Map goes through what is added on the way.
  for (const [folder, kind] of folders) {
    if (folders.size > MANY_FOLDERS) return undefined;
    // Beside the project there may be anything, and in hidden folders is what others make anew: `.next/static/<hash>`.
    if (kind === "packages" || folder.startsWith("..") || HIDDEN.test(folder)) continue;
    const entries = attempt(() => readdirSync(path.join(root, folder), { withFileTypes: true })) ?? [];
    for (const { name } of entries.filter((each) => each.isDirectory())) {
      const full = joinPath(folder, name);
      const isOther = name.startsWith(".") || name === "node_modules" || outputs.has(full);
      if (!isOther && !folders.has(full)) folders.set(full, "types");
    }
  }
  const isOwn = ([, kind]: readonly [string, FolderKind]) => kind === "sources";
  for (const folder of [...[...folders].filter(isOwn).map(([name]) => name), ...parentsOf(root)]) {
    const installed = joinPath(folder, "node_modules");
    folders.set(installed, "packages");
    for (const name of namesIn(path.join(root, installed), "packages") ?? [])
      if (name.startsWith("@")) folders.set(`${installed}/${name}`, "packages");
  }
  return folders;
}

/** What those who found the answers know of the files. */
export interface FoundInputs {
  /** Absolute paths of the files. */
  readonly files: readonly string[];
  /** A text that answers were made from; by default the file is read. */
  textOf?(fileName: string): string | undefined;
  /** Absolute paths of folders that the host itself writes to: where no source is, nothing counts in them. */
  readonly outputs?: readonly string[];
  /** What a file loads that has nothing to do with contracts; `undefined` for others. */
  loadsOf?(fileName: string): readonly string[] | undefined;
}

/**
 * Begins to read inputs: the files, as they are now.
 *
 * @param root - The folder that names are relative to.
 * @param at - The time before anything of them was read.
 * @param found - The files.
 * @returns Adds the folders in which others may come to be, as they are then; `undefined` where these are too many.
 */
export function beginInputs(root: string, at: number, found: FoundInputs): () => Inputs | undefined {
  const relative = (name: string) => path.relative(root, name).replaceAll("\\", "/");
  const byName = new Map(found.files.map((each) => [relative(each), each]));
  const listed = [...byName.keys()];
  // A package.json further up is nobody's as long as it is not there.
  for (const parent of parentsOf(root)) byName.set(`${parent}/package.json`, path.join(root, parent, "package.json"));
  const names = [...byName.keys()].sort();
  const files = names.map((name): Input => {
    const stats = statOf(fullName(root, name));
    const own = found.textOf?.(byName.get(name)!)?.replace(/^\uFEFF/, "");
    // What was read and is gone by now has no size that a missing file has: the answers are about what it was.
    const gone = own === undefined ? -1 : 0;
    const times = [stats?.size ?? gone, stats?.mtimeMs ?? 0, stats?.ctimeMs ?? 0] as const;
    const text = own ?? (stats && textIn(fullName(root, name)));
    // What was written meanwhile may be another text than the one that was read first.
    const isKnown = stats && text !== undefined && (own !== undefined || !isNewerThan(at, stats));
    const loads = own === undefined ? undefined : found.loadsOf?.(byName.get(name)!);
    const content = isKnown ? hashOf(text) : "";
    return loads ? [name, ...times, content, loads] : [name, ...times, content];
  });
  return () => {
    const folders = foldersOf(root, listed, new Set(found.outputs?.map(relative)));
    const known = new Set(names.map((each) => fullName(root, each)));
    const read = ([name, kind]: readonly [string, FolderKind]): FolderInput => {
      const full = fullName(root, name);
      const stats = statOf(full);
      const inside = stats && namesIn(full, kind);
      const isKnown = inside && (!isNewerThan(at, stats) || !hasNews(at, full, inside, kind, known));
      const times = [stats?.size ?? -1, stats?.mtimeMs ?? 0, stats?.ctimeMs ?? 0] as const;
      return [name, ...times, isKnown ? listingOf(inside)! : "", kind];
    };
    return folders && { at, files, folders: [...folders].sort().map(read) };
  };
}

/**
 * Reads inputs as they are now.
 *
 * @param root - The folder that names are relative to.
 * @param at - The time before anything of them was read.
 * @param found - The files.
 * @returns The files, and the folders in which others may come to be; `undefined` where these are too many.
 */
export const readInputs = (root: string, at: number, found: FoundInputs): Inputs | undefined =>
  beginInputs(root, at, found)();

/**
 * Whether an input is known to be as it was, without its content. It takes nothing apart: nearly all inputs are, and
 * processes that start compare each of them once.
 *
 * @param settled - What changed later may be another one in spite of its times.
 */
function isStill(stats: Stats | undefined, input: Input | FolderInput, settled: number): boolean {
  if (!stats) return input[1] === -1 && input[2] === 0 && input[3] === 0;
  return (
    stats.size === input[1] &&
    stats.mtimeMs === input[2] &&
    stats.ctimeMs === input[3] &&
    input[2] < settled &&
    input[3] < settled &&
    input[4] !== ""
  );
}

/** How inputs compare with the disk. */
export interface Comparison {
  /** Absolute paths of what is another one now. */
  readonly changed: readonly string[];
  /** Absolute paths of files that are other ones in what does not matter. */
  readonly plain: readonly string[];
  /** Whether the time or size of an input differs, even if its content does not. */
  readonly isTouched: boolean;
  /** Whether the times of so many inputs differ that to compare their contents again takes longer than to keep new ones. */
  readonly isStale: boolean;
  /** The inputs as they are now; of what has changed, as they were. */
  readonly now: Inputs;
}

/**
 * Compares inputs with the disk.
 *
 * @param root - The folder that names are relative to.
 * @param inputs - What was there.
 */
export function compareInputs(root: string, inputs: Inputs): Comparison {
  const changed: string[] = [];
  const edited: string[] = [];
  let touched = 0;
  const now = Date.now();
  const settled = inputs.at - COARSE;
  const files = inputs.files.map((input): Input => {
    const full = fullName(root, input[0]);
    const stats = statOf(full);
    if (isStill(stats, input, settled)) return input;
    const [name, , , , content, loads] = input;
    touched++;
    const text = stats && textIn(full);
    const hash = text === undefined ? "" : hashOf(text);
    const isSame = text === undefined ? !stats && input[1] < 0 : hash === content;
    if (!isSame && !(text !== undefined && loads && plain().staysPlain(new Set(loads), text))) {
      changed.push(full);
      return input;
    }
    if (!isSame) edited.push(full);
    const times = [stats?.size ?? -1, stats?.mtimeMs ?? 0, stats?.ctimeMs ?? 0] as const;
    return loads ? [name, ...times, hash, loads] : [name, ...times, hash];
  });
  const folders = inputs.folders.map((input): FolderInput => {
    const full = fullName(root, input[0]);
    const stats = statOf(full);
    if (isStill(stats, input, settled)) return input;
    const [name, , , , content, kind] = input;
    touched++;
    const listing = stats && listingOf(namesIn(full, kind));
    if (listing === undefined ? stats !== undefined || input[1] >= 0 : listing !== content) changed.push(full);
    return [name, stats?.size ?? -1, stats?.mtimeMs ?? 0, stats?.ctimeMs ?? 0, content, kind];
  });
  return { changed, plain: edited, isTouched: touched > 0, isStale: touched > FEW, now: { at: now, files, folders } };
}
