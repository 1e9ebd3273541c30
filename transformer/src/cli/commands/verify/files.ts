import { type Dirent, readdirSync, realpathSync } from "node:fs";
import path from "node:path";
import { MANIFEST_NAME } from "importspy/dist/artifacts.cjs";
import { isFile, isFolder, readText, unreadable } from "importspy/dist/files.cjs";
import { memoize } from "../../../analysis/memoize.js";
import { isNextOutput, NOT_SERVED } from "../../../artifacts/nextOutput.js";
import { isSidecarName, SIDECAR_HEADER, sidecarNameOf } from "../../../artifacts/sidecarNames.js";

/** One of the files and folders that `verify` was given. */
export interface Operand {
  readonly path: string;
  readonly isFolder: boolean;
  /** Its JavaScript, without sidecars, as absolute paths in order. */
  readonly modules: readonly string[];
  /** The sidecars found in it. */
  readonly sidecars: readonly string[];
  /** Further sidecars, which are read where they are imported. */
  readonly further: readonly string[];
  /** Manifests of bundlers in it, those of inner folders first. */
  readonly manifests: readonly string[];
  /** Those of its modules that a bundler made of sidecars, each as a file of its own. */
  readonly bundled: readonly string[];
}

const isFurther = (file: string) => /\.importspy-\d+\.[cm]?js$/.test(file);

const JAVASCRIPT = /\.[cm]?jsx?$/;

/** Whether a file is JavaScript, by its name. */
export const isJavaScript = (name: string): boolean => JAVASCRIPT.test(name);

/** The entries of a folder, and where its files are. */
function readFolder(folder: string): { readonly own: string; readonly entries: readonly Dirent[] } {
  try {
    return { own: realpathSync(folder), entries: readdirSync(folder, { withFileTypes: true }) };
  } catch (error) {
    throw unreadable(folder, error);
  }
}

/** Follows links to folders, but not back to an enclosing folder. Files are at the target, as for Node.js. */
function listFiles(folder: string, above: readonly string[] = []): string[] {
  const { own, entries } = readFolder(folder);
  if (above.includes(own)) return [];
  const isOfNext = isNextOutput(folder);
  return entries.flatMap((entry) => {
    const name = path.join(folder, entry.name);
    const isLinked = entry.isSymbolicLink() && isFolder(name);
    if (!entry.isDirectory() && !isLinked)
      return isJavaScript(entry.name) || entry.name === MANIFEST_NAME ? [name] : [];
    // Installed packages were built elsewhere.
    const isLeftOut = entry.name === "node_modules" || entry.name === ".git";
    return isLeftOut || (isOfNext && NOT_SERVED.includes(entry.name))
      ? []
      : listFiles(isLinked ? realpathSync(name) : name, [...above, own]);
  });
}

/**
 * Lists the JavaScript of a file or folder, and the manifests that belong to it.
 *
 * @param name - Its absolute path.
 * @throws UnreadableFile when it is not there or cannot be read.
 */
export function readOperand(name: string): Operand {
  const isDirectory = isFolder(name);
  const files = isDirectory ? [...new Set(listFiles(name))].sort() : [name];
  return {
    path: name,
    isFolder: isDirectory,
    modules: files.filter((file) => !isSidecarName(file) && isJavaScript(file)),
    sidecars: files.filter((file) => isSidecarName(file) && !isFurther(file)),
    further: files.filter(isFurther),
    manifests: isDirectory
      ? files.filter((file) => path.basename(file) === MANIFEST_NAME).sort((left, right) => right.length - left.length)
      : [path.join(path.dirname(name), MANIFEST_NAME)].filter(isFile),
    bundled: [],
  };
}

/**
 * Tells the sidecars of a build from what a bundler made of them, which keeps each module as a file (`preserveModules`):
 * where another operand has sidecars, an operand without any first line of a sidecar is a bundler's output.
 */
export function withBundled(operands: readonly Operand[]): readonly Operand[] {
  const hasSidecars = ({ sidecars, further }: Operand) =>
    [...sidecars, ...further].some((each) => readText(each).startsWith(SIDECAR_HEADER));
  const built = operands.map(hasSidecars);
  if (!built.includes(true)) return operands;
  return operands.map((operand, index) => {
    const bundled = built[index] ? [] : [...operand.sidecars, ...operand.further];
    if (!bundled.length) return operand;
    return { ...operand, modules: [...operand.modules, ...bundled].sort(), sidecars: [], further: [], bundled };
  });
}

/** The sidecar that may lie beside an emitted file. */
export const sidecarPathOf = (fileName: string, further?: number): string => sidecarNameOf(fileName, further);

/** The emitted file that a sidecar lies beside; the first of those there can be when there is none. */
export function modulePathOf(sidecar: string): string {
  const fileName = sidecar.replace(/\.importspy(\.[cm]?js)$/, "$1");
  const jsx = fileName.replace(/\.js$/, ".jsx");
  return !isFile(fileName) && isFile(jsx) ? jsx : fileName;
}

/**
 * Makes a test for files. Folders that were listed are not asked again: most specifiers lead into them.
 *
 * @param operands - What was listed.
 */
export function createFileTest(operands: readonly Operand[]): (fileName: string) => boolean {
  const listed = new Set(operands.flatMap(({ modules, sidecars, further }) => [...modules, ...sidecars, ...further]));
  const folders = operands.filter(({ isFolder }) => isFolder).map(({ path: folder }) => folder + path.sep);
  return (fileName) => {
    if (listed.has(fileName)) return true;
    const isListed = folders.some((folder) => fileName.startsWith(folder)) && !fileName.includes("node_modules");
    return !isListed && isFile(fileName);
  };
}

/** Reads files once each; throws UnreadableFile for one that is not there or cannot be read. */
export function createReader(): (fileName: string) => string {
  return memoize(readText);
}
