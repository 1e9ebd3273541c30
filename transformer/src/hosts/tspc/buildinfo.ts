import path from "node:path";
import type ts from "typescript";
import { patch } from "../../compiler/patch.js";
import { createManifestFinder, stateOfManifests } from "../../discover/identity.js";
import type { Solution } from "./references.js";
import type { Tsc } from "./tsc.js";
import { readVersion, type Version } from "./versions.js";

/** What is used here of a `.tsbuildinfo` file of an incremental project. Files are numbered from 1. */
interface BuildInfo {
  readonly version?: string;
  readonly fileNames?: readonly string[];
  readonly fileInfos?: readonly (string | { readonly version: string })[];
  /** Numbers, and pairs of the first and the last of a row of them. */
  readonly root?: readonly (number | readonly [first: number, last: number])[];
  readonly changeFileSet?: readonly number[];
  readonly latestChangedDtsFile?: string;
}

const BUILD_INFO = ".tsbuildinfo";
const LIBRARY = /\/typescript\/lib\/lib\.[^/]*\.d\.[cm]?ts$/;

export function parseBuildInfo(text: string): BuildInfo | undefined {
  try {
    const info: unknown = JSON.parse(text);
    return info && typeof info === "object" ? info : undefined;
  } catch {
    // TypeScript says what it thinks of it.
    return undefined;
  }
}

function isRoot({ root = [] }: BuildInfo, number: number): boolean {
  return root.some((each) => (typeof each === "number" ? each === number : each[0] <= number && number <= each[1]));
}

/** What of a file matters here, read once while the file stays as it is. */
export function createFileReader<Value>(
  timeOf: (fileName: string) => number | undefined,
  read: (fileName: string) => Value,
): (fileName: string) => Value {
  const known = new Map<string, { readonly time: number | undefined; readonly value: Value }>();
  return (fileName) => {
    const time = timeOf(fileName);
    const before = known.get(fileName);
    if (before && before.time === time) return before.value;
    const value = read(fileName);
    known.set(fileName, { time, value });
    return value;
  };
}

/** The systems that are changed already: a build has one, and a program for each project. */
const doubting = new WeakSet<ts.System>();

/**
 * Makes a build with `-b` look at a project again when what it was built from has changed, and not only when a project that it
 * references says so. Otherwise it does not see a change of package.json, of declarations that reach the project past
 * its references (through a project without files, through `node_modules`, by a path), and of those that another
 * process has built again in the meantime.
 *
 * When a `.tsbuildinfo` is read, the files that it lists are compared with the disk, and those that have changed are
 * added to those that it says are still to be checked.
 *
 * @param tsc - The compiler.
 * @param system - Through which it reads; changed in place, once.
 * @param solution - What is built.
 */
export function doubtBuildInfos(tsc: Tsc, system: ts.System, solution: () => Solution): void {
  if (doubting.has(system)) return;
  doubting.add(system);
  const read = system.readFile.bind(system);
  const timeOf = (fileName: string) => system.getModifiedTime?.(fileName)?.getTime();
  const versionOf = createFileReader(timeOf, (fileName) => {
    const text = read(fileName);
    return text === undefined ? undefined : tsc.getSourceFileVersionAsHashFromText(system, text);
  });
  const latestDeclarationsOf = createFileReader(timeOf, (fileName) => {
    const { latestChangedDtsFile } = parseBuildInfo(read(fileName) ?? "") ?? {};
    return latestChangedDtsFile && tsc.getNormalizedAbsolutePath(latestChangedDtsFile, path.posix.dirname(fileName));
  });

  const isChanged = (fileName: string, { text, manifest }: Version, buildTime: number): boolean => {
    const time = timeOf(fileName);
    if (time === undefined) return true;
    // What is ours is read in any case: TypeScript makes a `.tsbuildinfo` newer without looking at what it lists.
    return (manifest !== undefined || time > buildTime) && versionOf(fileName) !== text;
  };

  const findStale = (info: BuildInfo, folder: string, buildTime: number): number[] => {
    const findManifest = createManifestFinder(system);
    const { fileNames = [], fileInfos = [] } = info;
    return fileInfos.flatMap((fileInfo, index) => {
      const fileName = tsc.getNormalizedAbsolutePath(fileNames[index]!, folder);
      if (LIBRARY.test(fileName)) return [];
      const version = readVersion(typeof fileInfo === "string" ? fileInfo : fileInfo.version);
      const { manifest } = version;
      const isElsewhere = manifest !== undefined && stateOfManifests(fileName, findManifest) !== manifest;
      // TypeScript compares the texts of roots itself.
      const isStale = isElsewhere || (!isRoot(info, index + 1) && isChanged(fileName, version, buildTime));
      return isStale ? [index + 1] : [];
    });
  };

  /** Whether a project that is referenced has declarations that are newer, be they among those that are listed or not. */
  const isBehind = (buildInfo: string, buildTime: number): boolean =>
    (solution().get(buildInfo)?.references ?? []).some((reference) => {
      const declarations = latestDeclarationsOf(reference.buildInfo);
      return declarations !== undefined && (timeOf(declarations) ?? 0) > buildTime;
    });

  patch(system, "readFile", () => (fileName, encoding) => {
    const text = read(fileName, encoding);
    const info = text && fileName.endsWith(BUILD_INFO) ? parseBuildInfo(text) : undefined;
    if (!info?.fileNames || info.version !== tsc.version) return text;
    const folder = path.posix.dirname(tsc.getNormalizedAbsolutePath(fileName, system.getCurrentDirectory()));
    const buildTime = timeOf(fileName) ?? 0;
    const stale = findStale(info, folder, buildTime);
    // Any file will do for TypeScript to look at all of them.
    if (!stale.length && isBehind(fileName, buildTime)) stale.push(1);
    if (!stale.length) return text;
    const changeFileSet = [...new Set([...(info.changeFileSet ?? []), ...stale])];
    return JSON.stringify({ ...info, changeFileSet });
  });
}
