import { basename, dirname, resolve, sep } from "node:path";
import type { Output } from "../../cli.js";
import { isFolder, readText, statsOf, UnreadableFile } from "../../files.js";
import type { FoundContract } from "./collect.js";
import { filesBelow, packageFolderOf, portable, type Selection, TYPESCRIPT } from "./find.js";

// A line of a doc comment that starts with the tag. It also matches a quoted comment inside a string, which a build
// would not take for a contract.
const TAG = /^[ \t]*(?:\/\*\*+)?[ \t]*\*?[ \t]*@importspy(?![\w-])/gm;

/**
 * The lines on which a source has the tag of a contract, from 1.
 *
 * @param file - The source.
 * @returns `undefined` when the file cannot be read.
 */
export function tagLinesOf(file: string): readonly number[] | undefined {
  try {
    const text = readText(file);
    return [...text.matchAll(TAG)].map(({ index }) => text.slice(0, index).split("\n").length);
  } catch (error) {
    if (error instanceof UnreadableFile) return undefined;
    throw error;
  }
}

const BUILD = "build first, or name the folder of the output";

function describeSource({ operand, path, files }: Selection, cwd: string): string {
  const lines = tagLinesOf(path);
  if (!lines) return `there is no file ${operand}, and no output that was built from it; ${BUILD}`;
  if (!lines.length) return `${operand} has no contract`;
  const folder = portable(cwd, packageFolderOf(path)!);
  const output = folder === "." ? "here" : `in ${folder}`;
  return files.length
    ? `${operand} has a contract that the output ${output} does not have: it is stale; build again`
    : `${operand} has a contract, but there is no output with sidecars ${output}; ${BUILD}`;
}

function describeFolder({ operand, path, kind, files }: Selection): string {
  if (kind === "sources") {
    const hasContract = filesBelow(path, TYPESCRIPT).some((file) => tagLinesOf(file)?.length);
    if (!hasContract) return `${operand} holds sources, and none of them has a contract`;
    const output = files.length
      ? "the output does not have their contracts: it is stale"
      : "nothing is built from them";
    return `${operand} holds sources, and ${output}; ${BUILD}`;
  }
  if (basename(path) === "node_modules") return `no package in ${operand} brings a contract`;
  if (files.length) return `the output in ${operand} has no contract`;
  return filesBelow(path, /\.[cm]?js$/).length
    ? `${operand} holds JavaScript without sidecars: it has no contract, or was built without importspy`
    : `${operand} holds no output; ${BUILD}`;
}

/**
 * Explains why an argument selects no contract.
 *
 * @param selection - What the argument selects.
 * @param cwd - The folder that paths are relative to.
 */
export function describeAbsence(selection: Selection, cwd: string): string {
  switch (selection.kind) {
    case "source":
      return describeSource(selection, cwd);
    case "emitted file":
      return `${selection.operand} has no contract`;
    default:
      return describeFolder(selection);
  }
}

/** How a source differs from the contract that was built from it. */
interface Staleness {
  /** Whether the source certainly has another contract than the output. */
  readonly isCertain: boolean;
  /** The difference, in words. */
  readonly reason: string;
}

/**
 * Whether a source has changed since its contract was built.
 *
 * @param file - The source. When its folder does not exist either, as in a production image, nothing is known.
 * @param line - The line of the contract when it was built.
 * @param sidecar - The sidecar.
 */
function findStaleness(file: string, line: number, sidecar: string): Staleness | undefined {
  const lines = tagLinesOf(file);
  // The name was escaped for printing, so the real file name is unknown.
  if (!lines && /\\u[0-9a-f]{4}/.test(basename(file)) && sep === "/") return undefined;
  if (!lines) return isFolder(dirname(file)) ? { isCertain: true, reason: "is not there any more" } : undefined;
  if (!lines.length) return { isCertain: true, reason: "has no contract any more" };
  if (!lines.includes(line)) {
    return { isCertain: true, reason: `has its contract on line ${lines[0]}, and not on line ${line} any more` };
  }
  const [source, built] = [statsOf(file), statsOf(sidecar)];
  const isNewer = source && built && source.mtimeMs > built.mtimeMs;
  return isNewer ? { isCertain: false, reason: "was written after the last build" } : undefined;
}

/**
 * Reports contracts that differ from their sources on stderr.
 *
 * @param command - The command's name.
 * @param contracts - The contracts.
 * @param cwd - The folder that paths are relative to.
 * @param stderr - The stream.
 * @returns Whether at least one certainly differs.
 */
export function reportStale(
  command: string,
  contracts: readonly FoundContract[],
  cwd: string,
  stderr: Output,
): boolean {
  let isStale = false;
  for (const { contract, source, sidecars, location } of contracts) {
    const found = findStaleness(resolve(cwd, source), contract.line, location);
    if (!found) continue;
    isStale ||= found.isCertain;
    const verb = found.isCertain ? "is" : "may be";
    stderr.write(`importspy ${command}: ${source} ${found.reason}: ${sidecars[0]} ${verb} stale; build again\n`);
  }
  return isStale;
}
