import path from "node:path";

type Matcher = (text: string) => boolean;
const picomatch = require("picomatch") as (globs: string | readonly string[], options?: { dot?: boolean }) => Matcher;

/** Whether a word is a glob pattern, for the shell or for the program that receives it. */
export const isGlob = (text: string): boolean => /[*?{[]|[!+@]\(/.test(text);

/** Creates a matcher with the syntax of shells and most tools: `*`, `**`, `{a,b}`, `?(x)`. */
export const createMatcher = (globs: string | readonly string[]): Matcher => picomatch(globs, { dot: true });

/** The folder in which a pattern searches: the part before its first wildcard. */
export function baseOf(glob: string): string {
  const parts = glob.split("/");
  const index = parts.findIndex(isGlob);
  return index < 0 ? glob : parts.slice(0, index).join("/") || (glob.startsWith("/") ? "/" : ".");
}

/** A path or pattern relative to a folder, with `/`. */
const relativeTo = (folder: string, name: string) =>
  path.relative(folder, path.resolve(folder, name)).replaceAll("\\", "/");

/**
 * The files that match patterns.
 *
 * @param files - All files, as absolute paths.
 * @param folder - The folder for relative patterns.
 * @param globs - The patterns; those with a leading `!` exclude files.
 */
export function matchFiles(files: readonly string[], folder: string, globs: readonly string[]): string[] {
  const matcherOf = (each: readonly string[]) => createMatcher(each.map((glob) => relativeTo(folder, glob)));
  const isMatch = matcherOf(globs.filter((glob) => !glob.startsWith("!")));
  const isTaken = matcherOf(globs.filter((glob) => glob.startsWith("!")).map((glob) => glob.slice(1)));
  return files.filter((file) => {
    const name = relativeTo(folder, file);
    return isMatch(name) && !isTaken(name);
  });
}

/** Parses a regular expression from user text; `undefined` when it is invalid. */
export function readRegex(text: string, flags?: string): RegExp | undefined {
  try {
    return new RegExp(text, flags);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
