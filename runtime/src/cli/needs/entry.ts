import { basename, resolve } from "node:path";
import { type Sidecar, UnreadableSidecar } from "../../artifacts.js";
import { isFile, isFolder } from "../../files.js";
import { CommandFailure } from "../failure.js";
import { filesBelow, isSidecarOf, packageFolderOf, portable, SIDECAR, TYPESCRIPT } from "../sidecars/find.js";
import { createSidecarReader, type SidecarReader } from "../sidecars/read.js";

const JAVASCRIPT = /\.[cm]?jsx?$/;

/** The emitted file next to a sidecar. */
function emittedOf(sidecar: string): string | undefined {
  const [, start, ending] = /^(.*)\.importspy\.([cm]?js)$/s.exec(sidecar) ?? [];
  return [`${start}.${ending}`, `${start}.${ending}x`].find(isFile);
}

function tryToRead(read: SidecarReader, sidecar: string): Sidecar | undefined {
  try {
    return read(sidecar);
  } catch (error) {
    if (error instanceof UnreadableSidecar) return undefined;
    throw error;
  }
}

/** How many segments two paths share at their ends. The last segment, the file name, is not compared. */
function commonEnd(a: string, b: string): number {
  const [first, second] = [a, b].map((path) => path.split("/").reverse()) as [string[], string[]];
  const length = first.findIndex((name, index) => index > 0 && name !== second[index]);
  return length < 0 ? first.length : length;
}

/** The emitted file of a source: found through the sidecars, or by name when there are none. */
function emittedFrom(source: string, folder: string): string | undefined {
  const read = createSidecarReader();
  const module = portable(folder, source);
  for (const sidecar of filesBelow(folder, SIDECAR).filter((file) => isSidecarOf(file, source))) {
    const { contract, importer } = tryToRead(read, sidecar) ?? {};
    if (contract?.data.module === module || importer?.module === module) return emittedOf(sidecar);
  }
  const name = basename(source).replace(TYPESCRIPT, "");
  const candidates = filesBelow(folder, JAVASCRIPT).filter((file) => basename(file).replace(JAVASCRIPT, "") === name);
  const rank = (file: string) => commonEnd(module, portable(folder, file));
  return candidates.sort((a, b) => rank(b) - rank(a))[0];
}

/**
 * The emitted file to start from.
 *
 * @param operand - An emitted file, or a TypeScript module.
 * @param cwd - The folder for relative paths.
 * @param option - The option that named the file.
 * @throws CommandFailure for any other file, or when it has no output.
 */
export function findEntry(operand: string, cwd: string, option = "--needs"): string {
  const path = resolve(cwd, operand);
  if (isFolder(path)) throw new CommandFailure(`${option} takes a file, and ${operand} is a folder`);
  if (TYPESCRIPT.test(path)) {
    const folder = packageFolderOf(path);
    const emitted = folder === undefined ? undefined : emittedFrom(path, folder);
    if (emitted !== undefined) return emitted;
    throw new CommandFailure(`there is no output of ${operand} here; build first, or name the emitted file`);
  }
  if (!JAVASCRIPT.test(path) || SIDECAR.test(path)) {
    throw new CommandFailure(`${option} takes an emitted file or a TypeScript module, and ${operand} is neither`);
  }
  if (!isFile(path)) throw new CommandFailure(`there is no file ${operand}; build first`);
  return path;
}

/**
 * Finds emitted files by the key of their contract in the output of a package. The first call reads all sidecars.
 *
 *
 * @param file - A file of the package.
 * @param read - Reads a sidecar.
 */
export function createIndex(file: string, read: SidecarReader): (key: string) => string | undefined {
  let files: Map<string, string> | undefined;
  const readAll = () => {
    const known = new Map<string, string>();
    const folder = packageFolderOf(file);
    for (const sidecar of folder === undefined ? [] : filesBelow(folder, SIDECAR)) {
      const key = tryToRead(read, sidecar)?.contract?.data.key;
      const emitted = key === undefined ? undefined : emittedOf(sidecar);
      if (key !== undefined && emitted !== undefined && !known.has(key)) known.set(key, emitted);
    }
    return known;
  };
  return (key) => {
    files ??= readAll();
    return files.get(key);
  };
}
