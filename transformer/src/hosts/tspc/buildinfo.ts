import path from "node:path";
import type ts from "typescript";
import { patch } from "../../compiler/patch.js";
import { createManifestFinder, stateOfManifests } from "../../discover/identity.js";
import type { Solution } from "./references.js";
import type { Tsc } from "./tsc.js";
import { readVersion, type Version } from "./versions.js";

/** The used properties of a `.tsbuildinfo` file of an incremental project. File numbers are 1-based. */
interface BuildInfo {
  readonly version?: string;
  readonly fileNames?: readonly string[];
  readonly fileInfos?: readonly (string | { readonly version: string })[];
  /** File numbers, and ranges of them. */
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
    // TypeScript reports invalid files itself.
    return undefined;
  }
}

function isRoot({ root = [] }: BuildInfo, number: number): boolean {
  return root.some((each) => (typeof each === "number" ? each === number : each[0] <= number && number <= each[1]));
}

/** Creates a reader that reads a file again only after its modification time changed. */
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

/** The systems that are already patched. A build has one system, and several programs. */
const doubting = new WeakSet<ts.System>();

/**
 * Makes `-b` check a project again when one of its inputs has changed, not only when a referenced project reports a
 * change. TypeScript would miss changes of package.json, changes of declarations that are not reached through
 * references (through a project without files, through `node_modules`, by path), and output that another process has
 * built in the meantime.
 *
 * When a `.tsbuildinfo` is read, the listed files are compared with the disk. Changed files are added to the list of
 * files that TypeScript still has to check.
 *
 * @param tsc - The compiler.
 * @param system - The system that reads the files. It is patched in place, once.
 * @param solution - The projects of the build.
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
    // Files with our state are always compared, because TypeScript may update the time of a `.tsbuildinfo` without a
    // check of the files in it.
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
      // TypeScript compares the texts of root files itself.
      const isStale = isElsewhere || (!isRoot(info, index + 1) && isChanged(fileName, version, buildTime));
      return isStale ? [index + 1] : [];
    });
  };

  /** Whether a referenced project has newer declarations, listed here or not. */
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
    // One changed file is enough for TypeScript to check all of them.
    if (!stale.length && isBehind(fileName, buildTime)) stale.push(1);
    if (!stale.length) return text;
    const changeFileSet = [...new Set([...(info.changeFileSet ?? []), ...stale])];
    return JSON.stringify({ ...info, changeFileSet });
  });
}
