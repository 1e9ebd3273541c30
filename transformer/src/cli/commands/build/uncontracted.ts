/**
 * Builds projects without contracts. The cost is one read of their texts; TypeScript's JavaScript API is not loaded.
 *
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

/** Options that mean something else than one build of a project, in lower case. */
const OTHER = new Set(
  ["b", "build", "w", "watch", "init", "h", "?", "help", "all", "v", "version", "showconfig", "listfilesonly"].concat([
    "locale",
    "outfile",
    "ignoreconfig",
  ]),
);
/** Options with a path. The next argument is not a file to compile. */
const PROJECT = new Set(["p", "project"]);

/** The tsconfig.json for an argument. */
function configOf(name: string): string {
  const named = path.resolve(name);
  const isFolder = statSync(named, { throwIfNoEntry: false })?.isDirectory();
  return isFolder ? path.join(named, "tsconfig.json") : named;
}

/** The tsconfig.json of a solution; `undefined` for several solutions, or for another kind of call. */
function findSolution(args: readonly string[]): string | undefined {
  const flags = args.filter((arg) => arg.startsWith("-")).map((arg) => arg.replace(/^--?/, "").toLowerCase());
  const names = args.filter((arg) => !arg.startsWith("-"));
  const isOther = flags.some((flag) => OTHER.has(flag) || flag === "clean") || names.length > 1;
  return isOther || names[0]?.startsWith("@") ? undefined : configOf(names[0] ?? ".");
}

/** The tsconfig.json of a build; `undefined` when the arguments mean something else, or may do so. */
function findConfig(args: readonly string[]): string | undefined {
  if (/^--?b(?:uild)?$/i.test(args[0] ?? "")) return findSolution(args.slice(1));
  let project: string | undefined;
  for (const [index, arg] of args.entries()) {
    const name = /^--?(.*)$/.exec(arg)?.[1]?.toLowerCase();
    // Files to compile, or response files.
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

/** Whether an earlier build with contracts left files in the output folders or beside a tsconfig.json. */
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
 * Builds a project on TypeScript 7 that has nothing to guard.
 *
 * @param compiler - The project's compiler.
 * @param args - The arguments of `tsc`.
 * @returns The exit code of `tsc`; `undefined` when there may be something to guard or to remove.
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
