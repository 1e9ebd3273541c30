/**
 * Builds of projects that have nothing to do with contracts: they pay for a reading of their texts, and TypeScript's
 * JavaScript is not loaded.
 *
 * @module
 */
import { readdirSync, statSync } from "node:fs";
import path from "node:path";
import { isSidecarName } from "../../../artifacts/sidecarNames.js";
import { isKeptName } from "../../../hosts/build/beside/kept.js";
import { findExecutable, runCompiler } from "../../../hosts/build/beside/native.js";
import { isPendingName } from "../../../hosts/build/beside/pending.js";
import { createTextScan, type TextScan } from "../../../service/texts/scan.js";
import type { InstalledCompiler } from "../../project/compilers.js";

/** Options with which it is not one build of a project, by their names in lower case. */
const OTHER = new Set(
  ["b", "build", "w", "watch", "init", "h", "?", "help", "all", "v", "version", "showconfig", "listfilesonly"].concat([
    "locale",
    "outfile",
    "ignoreconfig",
  ]),
);
/** Options that take a path or a text, so that what follows is not a file to compile. */
const PROJECT = new Set(["p", "project"]);

/** The tsconfig.json that an argument names. */
function configOf(name: string): string {
  const named = path.resolve(name);
  const isFolder = statSync(named, { throwIfNoEntry: false })?.isDirectory();
  return isFolder ? path.join(named, "tsconfig.json") : named;
}

/** The tsconfig.json of a solution that is built once; `undefined` where there are several, or something else is asked. */
function findSolution(args: readonly string[]): string | undefined {
  const flags = args.filter((arg) => arg.startsWith("-")).map((arg) => arg.replace(/^--?/, "").toLowerCase());
  const names = args.filter((arg) => !arg.startsWith("-"));
  const isOther = flags.some((flag) => OTHER.has(flag) || flag === "clean") || names.length > 1;
  return isOther || names[0]?.startsWith("@") ? undefined : configOf(names[0] ?? ".");
}

/** The tsconfig.json of a build; `undefined` where the arguments say something else, or might. */
function findConfig(args: readonly string[]): string | undefined {
  if (/^--?b(?:uild)?$/i.test(args[0] ?? "")) return findSolution(args.slice(1));
  let project: string | undefined;
  for (const [index, arg] of args.entries()) {
    const name = /^--?(.*)$/.exec(arg)?.[1]?.toLowerCase();
    // Files to compile, and files of arguments.
    if (name === undefined && (arg.startsWith("@") || /\.[cm]?[jt]sx?$/i.test(arg))) return undefined;
    if (name !== undefined && OTHER.has(name)) return undefined;
    if (name !== undefined && PROJECT.has(name)) project = args[index + 1];
  }
  return project === undefined ? findAbove(process.cwd()) : configOf(project);
}

function findAbove(folder: string): string | undefined {
  const found = path.join(folder, "tsconfig.json");
  if (statSync(found, { throwIfNoEntry: false })) return found;
  const parent = path.dirname(folder);
  return parent === folder ? undefined : findAbove(parent);
}

const isLeft = (name: string) => isSidecarName(name) || isPendingName(name) || isKeptName(name);

/** Whether something of an earlier build with contracts lies where the project emits to, or beside its tsconfig.json. */
function leavesSidecars(scan: TextScan, args: readonly string[]): boolean {
  const isIn = (folder: string): boolean =>
    Boolean(statSync(folder, { throwIfNoEntry: false })) &&
    readdirSync(folder, { withFileTypes: true }).some((entry) =>
      entry.isDirectory() ? entry.name !== "node_modules" && isIn(path.join(folder, entry.name)) : isLeft(entry.name),
    );
  const given = args.flatMap((arg, index) => (/^--?outdir$/i.test(arg) ? path.resolve(args[index + 1] ?? "") : []));
  const configs = scan.configs();
  const folders = new Set(configs.map(({ fileName }) => path.dirname(fileName)));
  return (
    scan.hasSidecars() ||
    [...folders].some((folder) => readdirSync(folder).some(isLeft)) ||
    [...given, ...configs.flatMap(({ outputs }) => outputs)].some(isIn)
  );
}

/**
 * Builds a project of TypeScript 7 in which nothing is to be guarded.
 *
 * @param compiler - The project's compiler.
 * @param args - The arguments of `tsc`.
 * @returns The exit status of `tsc`; `undefined` when there may be something to guard, or to remove.
 */
export async function buildUncontracted(
  compiler: InstalledCompiler,
  args: readonly string[],
): Promise<number | undefined> {
  const tsconfig = findConfig(args);
  if (tsconfig === undefined) return undefined;
  const scan = createTextScan(tsconfig.replaceAll("\\", "/"));
  if (!scan.isClean() || leavesSidecars(scan, args)) return undefined;
  return runCompiler(await findExecutable(compiler.folder), args);
}
