/**
 * Finds out without TypeScript which tsconfig.json the arguments of `tsc` mean.
 *
 * @module
 */
import { statSync } from "node:fs";
import path from "node:path";

/** Options that mean something else than one build of a project, in lower case. */
const OTHER = new Set(
  ["b", "build", "w", "watch", "init", "h", "?", "help", "all", "v", "version", "showconfig", "listfilesonly"].concat([
    "locale",
    "outfile",
    "ignoreconfig",
  ]),
);
const isBuild = (args: readonly string[]) => /^--?b(?:uild)?$/i.test(args[0] ?? "");

/** Options that only print, or write a tsconfig.json, in lower case. */
const TELLS = new Set(["init", "h", "?", "help", "all", "v", "version", "showconfig", "listfilesonly"]);

/** Whether nothing is emitted: the compiler tells something. With `-b`, `-v` is another option. */
export function onlyTells(args: readonly string[]): boolean {
  const isFlag = (arg: string, index: number) =>
    /^--?/.test(arg) &&
    TELLS.has(arg.replace(/^--?/, "").toLowerCase()) &&
    !/^(?:true|false|null)$/i.test(args[index + 1] ?? "");
  return !isBuild(args) && args.some(isFlag);
}

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

/** The tsconfig.json of a build of one project; `undefined` when the arguments mean something else, or may do so. */
export function findProject(args: readonly string[]): string | undefined {
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

/** The tsconfig.json of a build; `undefined` when the arguments mean something else, or may do so. */
export const findConfig = (args: readonly string[]): string | undefined =>
  isBuild(args) ? findSolution(args.slice(1)) : findProject(args);
