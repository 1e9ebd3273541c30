import { type Dirent, existsSync, readdirSync, realpathSync } from "node:fs";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { isFile, isFolder, readText, statsOf, unreadable } from "../../files.js";
import { printableLine } from "../../printable.js";
import { CommandFailure } from "../failure.js";

export const SIDECAR = /\.importspy\.[cm]?js$/;

/** Sidecars of files, and the additional ones (`x.importspy-1.js`) that ES modules import between other imports. */
export const ANY_SIDECAR = /\.importspy(?:-\d+)?\.[cm]?js$/;
const JAVASCRIPT = /\.([cm]?js)x?$/;
export const TYPESCRIPT = /\.[cm]?tsx?$/;

/** The sidecars that an argument selects, and which of their contracts. */
export interface Selection {
  /** The argument. */
  readonly operand: string;
  /** The argument as an absolute path. */
  readonly path: string;
  /** What the argument is. `sources`: a folder of TypeScript without any sidecar, so its output is searched. */
  readonly kind: "output" | "emitted file" | "sources" | "source";
  /** The sidecars, as absolute paths. */
  readonly files: readonly string[];
}

/** Whether a sidecar belongs to the emitted file of a TypeScript module, by name. */
export function isSidecarOf(sidecar: string, source: string): boolean {
  return basename(sidecar).replace(SIDECAR, "") === basename(source).replace(TYPESCRIPT, "");
}

/** A path for output: relative to a folder, with `/`. */
export function portable(folder: string, file: string): string {
  const below = folder + sep;
  // Most files are below the folder. `relative` is slow until V8 has compiled it.
  const path = file.startsWith(below) ? file.slice(below.length) : relative(folder, file) || ".";
  return printableLine(path.replaceAll(sep, "/"));
}

/**
 * The nearest folder above a file with a package.json, and with this package name if one is given. Build output may
 * have a package.json without a name that only sets `type`.
 */
export function packageFolderOf(file: string, name?: string): string | undefined {
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    const manifest = join(folder, "package.json");
    if (isFile(manifest) && (name === undefined || name === nameIn(manifest))) return folder;
    if (folder === dirname(folder)) return undefined;
  }
}

/** The name in a package.json; `""` when it has none. */
export function nameIn(manifest: string): string {
  try {
    const { name } = JSON.parse(readText(manifest)) as { name?: unknown };
    return typeof name === "string" ? name : "";
  } catch (error) {
    // Invalid JSON counts as a package without a name, as in the compiler plugin.
    if (error instanceof SyntaxError) return "";
    throw error;
  }
}

/** The entries of a folder, sorted, and the real path of the folder. */
function readFolder(folder: string): { readonly own: string; readonly entries: readonly Dirent[] } {
  try {
    const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
    return { own: realpathSync.native(folder), entries };
  } catch (error) {
    throw unreadable(folder, error);
  }
}

/**
 * The files below a folder, sorted. Links to folders are followed unless they lead back to an enclosing folder.
 * `node_modules` is skipped unless the path names it.
 */
export function filesBelow(folder: string, names: RegExp, above: readonly string[] = []): string[] {
  const { own, entries } = readFolder(folder);
  if (above.includes(own)) return [];
  // Not `join`: until V8 has compiled it, it takes half of the time of this function.
  const prefix = folder.endsWith(sep) ? folder : folder + sep;
  return entries.flatMap((entry) => {
    const path = prefix + entry.name;
    const isLinked = entry.isSymbolicLink() && isFolder(path);
    if (!entry.isDirectory() && !isLinked) return names.test(entry.name) ? [path] : [];
    return entry.name === "node_modules" || entry.name === ".git" ? [] : filesBelow(path, names, [...above, own]);
  });
}

function namesFolder(operand: string, path: string): boolean {
  const stats = statsOf(path);
  if (stats) return stats.isDirectory();
  // A production image has no sources, but its sidecars have their names.
  if (TYPESCRIPT.test(path)) return false;
  const [name, value] = operand.split("=");
  // The message leaves out the value, which may be a secret.
  if (value !== undefined) throw new CommandFailure(`${name}=… is no file or folder; did you mean --env ${name}=…?`);
  throw new CommandFailure(`there is no file or folder ${operand}; build first, or name the folder of the output`);
}

/** The package of the sources; its output is below its folder. */
function packageOf(operand: string, path: string): string {
  const folder = packageFolderOf(path);
  if (folder) return folder;
  throw new CommandFailure(`${operand} has no package.json above it; name the emitted file instead`);
}

function selectFile(operand: string, path: string): Selection {
  const emitted = { operand, path, kind: "emitted file" } as const;
  if (SIDECAR.test(path)) return { ...emitted, files: [path] };
  if (JAVASCRIPT.test(path)) {
    const sidecar = path.replace(JAVASCRIPT, ".importspy.$1");
    if (existsSync(sidecar)) return { ...emitted, files: [sidecar] };
    throw new CommandFailure(`${operand} has no sidecar beside it: it has no contract, or was built without importspy`);
  }
  if (!TYPESCRIPT.test(path)) throw new CommandFailure(`${operand} is no emitted JavaScript, sidecar or TypeScript`);
  return { operand, path, kind: "source", files: filesBelow(packageOf(operand, path), SIDECAR) };
}

/** Whether a package depends on importspy; otherwise it has no contracts. */
function hasContracts(folder: string): boolean {
  const manifest = join(folder, "package.json");
  if (!isFile(manifest)) return false;
  try {
    const { dependencies, peerDependencies } = JSON.parse(readText(manifest)) as Readonly<Record<string, object>>;
    return Object.hasOwn({ ...dependencies, ...peerDependencies }, "importspy");
  } catch (error) {
    // With an invalid package.json, the package cannot be imported by name.
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}

/**
 * The sidecars of all packages in a `node_modules`, including nested `node_modules` and the store of pnpm. Each package
 * is read once, even when several links lead to it.
 */
function sidecarsInstalled(folder: string, seen: Set<string> = new Set()): string[] {
  return readFolder(folder).entries.flatMap(({ name }) => {
    const path = join(folder, name);
    if (!isFolder(path) || name === ".bin") return [];
    if (name === ".pnpm") {
      const stores = readFolder(path).entries.map((entry) => join(path, entry.name, "node_modules"));
      return stores.filter(isFolder).flatMap((store) => sidecarsInstalled(store, seen));
    }
    if (name.startsWith("@")) return sidecarsInstalled(path, seen);
    const own = realpathSync.native(path);
    if (seen.has(own)) return [];
    seen.add(own);
    const nested = join(path, "node_modules");
    return [
      ...(hasContracts(path) ? filesBelow(path, SIDECAR) : []),
      ...(isFolder(nested) ? sidecarsInstalled(nested, seen) : []),
    ];
  });
}

function selectFolder(operand: string, path: string): Selection {
  if (basename(path) === "node_modules") return { operand, path, kind: "output", files: sidecarsInstalled(path) };
  const files = filesBelow(path, SIDECAR);
  if (files.length || !filesBelow(path, TYPESCRIPT).length) return { operand, path, kind: "output", files };
  return { operand, path, kind: "sources", files: filesBelow(packageOf(operand, join(path, "x")), SIDECAR) };
}

/**
 * Finds the sidecars for an argument: all below a folder, the one of an emitted file, or those that may have the
 * contract of a TypeScript module or of a folder of modules.
 *
 * @param operand - The argument.
 * @param cwd - The folder for relative paths.
 * @throws CommandFailure when the file does not exist or cannot have a sidecar.
 * @throws UnreadableFile when a folder cannot be read.
 */
export function select(operand: string, cwd: string): Selection {
  const path = resolve(cwd, operand);
  return namesFolder(operand, path) ? selectFolder(operand, path) : selectFile(operand, path);
}
