import { basename, dirname, resolve, sep } from "node:path";
import type { Output } from "../../cli.js";
import { isFolder, readText, statsOf, UnreadableFile } from "../../files.js";
import type { FoundContract } from "./collect.js";
import { filesBelow, packageFolderOf, portable, type Selection, TYPESCRIPT } from "./find.js";

/** A line of a doc comment that begins with the tag. In a text that quotes one this is wrong; a build says what it is. */
const TAG = /^[ \t]*(?:\/\*\*+)?[ \t]*\*?[ \t]*@importspy(?![\w-])/gm;

/**
 * The lines on which a source has the tag of a contract, from 1.
 *
 * @param file - The source.
 * @returns `undefined` when there is no such file that can be read.
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
 * Why an argument led to no contract.
 *
 * @param selection - What the argument meant.
 * @param cwd - The folder that paths are shown from.
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

/** What a source says of a contract that was built from it. */
interface Staleness {
  /** It is certain that the output has another contract than the source. */
  readonly isCertain: boolean;
  /** What is the matter with the source. */
  readonly reason: string;
}

/**
 * Whether a source has changed since its contract was built.
 *
 * @param file - The source. Where its folder is not there either, as in a production image, nothing is known.
 * @param line - Where the built contract stood.
 * @param sidecar - What was built.
 */
function findStaleness(file: string, line: number, sidecar: string): Staleness | undefined {
  const lines = tagLinesOf(file);
  // A name with control characters, which is shown in another way than it is spelled on disk.
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
 * Tells on stderr which contracts are not what their sources say.
 *
 * @param command - The command's name.
 * @param contracts - The contracts.
 * @param cwd - The folder that paths are relative to.
 * @param stderr - Where to tell.
 * @returns Whether that is certain of one.
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
