/**
 * What answers about guards were made from, as it is on disk: by this a process knows whether the answers of an earlier
 * one still hold, without TypeScript.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, type Stats, statSync } from "node:fs";
import path from "node:path";

/** A file or a folder, and what it was like. Times and sizes decide quickly; where they differ, contents do. */
export type Input = readonly [name: string, size: number, modified: number, changed: number, content: string];

/** Everything that answers were made from. Names are relative to a folder. */
export interface Inputs {
  /** Before they were read: what has changed since, or in the two seconds before, is compared by its content. */
  readonly at: number;
  readonly files: readonly Input[];
  readonly folders: readonly Input[];
}

/** File systems that count in whole seconds do not tell two changes within one of them. */
const COARSE = 2000;

/** A short hash of a text. */
export function hashOf(text: string | Buffer): string {
  return createHash("sha1").update(text).digest("base64url");
}

function statOf(fileName: string): Stats | undefined {
  return statSync(fileName, { throwIfNoEntry: false });
}

/** What of a folder decides where modules resolve to: its sources, its folders, and package.json. */
function listingOf(folder: string): string {
  const isSource = (name: string) => /\.(?:[cm]?[jt]sx?|json)$/.test(name);
  const names = readdirSync(folder, { withFileTypes: true })
    .filter((each) => !each.name.startsWith(".") && (!each.isFile() || isSource(each.name)))
    .map(({ name }) => name);
  return hashOf(names.sort().join("\n"));
}

const contentOf = { files: (name: string) => hashOf(readFileSync(name)), folders: listingOf };

/** Runs what asks the file system about something that may have gone away meanwhile, or be closed to us. */
function attempt<Value>(ask: () => Value): Value | undefined {
  try {
    return ask();
  } catch {
    // What cannot be read is as good as missing: the answers are found out again, and that says what is wrong.
    return undefined;
  }
}

function read(root: string, name: string, kind: "files" | "folders"): Input {
  const full = path.join(root, name);
  const stats = attempt(() => statOf(full));
  const content = stats && attempt(() => contentOf[kind](full));
  return [name, stats?.size ?? -1, stats?.mtimeMs ?? 0, stats?.ctimeMs ?? 0, content ?? ""];
}

/**
 * Reads inputs as they are now.
 *
 * @param root - The folder that names are relative to.
 * @param at - The time before anything of them was read.
 * @param files - Absolute paths of the files.
 * @returns The files, and the folders that they are in.
 */
export function readInputs(root: string, at: number, files: readonly string[]): Inputs {
  const isInstalled = (name: string) => name.includes("node_modules");
  const names = [...new Set(files.map((each) => path.relative(root, each).replaceAll("\\", "/")))].sort();
  const folders = new Set<string>();
  for (const name of names) {
    if (isInstalled(name)) continue;
    for (let folder = path.posix.dirname(name); !folders.has(folder); folder = path.posix.dirname(folder))
      folders.add(folder);
  }
  return {
    at,
    files: names.map((each) => read(root, each, "files")),
    folders: [...folders].sort().map((each) => read(root, each, "folders")),
  };
}

/** How inputs compare with the disk. */
export interface Comparison {
  /** Absolute paths of what is another one now. */
  readonly changed: readonly string[];
  /** Whether times or sizes differ where contents do not. */
  readonly isTouched: boolean;
}

/**
 * Compares inputs with the disk.
 *
 * @param root - The folder that names are relative to.
 * @param inputs - What was there.
 */
export function compareInputs(root: string, inputs: Inputs): Comparison {
  const changed: string[] = [];
  let isTouched = false;
  const compare = (kind: "files" | "folders") => {
    for (const [name, size, modified, ctime, content] of inputs[kind]) {
      const full = path.join(root, name);
      const stats = attempt(() => statOf(full));
      const isSame = stats?.size === size && stats.mtimeMs === modified && stats.ctimeMs === ctime;
      if (isSame && Math.max(modified, ctime) < inputs.at - COARSE) continue;
      if (!isSame) isTouched = true;
      if ((stats && attempt(() => contentOf[kind](full))) !== (content || undefined)) changed.push(full);
    }
  };
  compare("files");
  compare("folders");
  return { changed, isTouched };
}
