import path from "node:path";

type Matcher = (text: string) => boolean;
const picomatch = require("picomatch") as (globs: string | readonly string[], options?: { dot?: boolean }) => Matcher;

/** Whether a word is a pattern, for the shell or for the program that takes it. */
export const isGlob = (text: string): boolean => /[*?{[]|[!+@]\(/.test(text);

/** Makes a test of names, as the shell and most tools match: `*`, `**`, `{a,b}`, `?(x)`. */
export const createMatcher = (globs: string | readonly string[]): Matcher => picomatch(globs, { dot: true });

/** The folder that a pattern looks into: what stands before its first wildcard. */
export function baseOf(glob: string): string {
  const parts = glob.split("/");
  const index = parts.findIndex(isGlob);
  return index < 0 ? glob : parts.slice(0, index).join("/") || (glob.startsWith("/") ? "/" : ".");
}

/** A path or pattern as it is from a folder, with `/`. */
const relativeTo = (folder: string, name: string) =>
  path.relative(folder, path.resolve(folder, name)).replaceAll("\\", "/");

/**
 * The files that patterns match.
 *
 * @param files - All files there are, as absolute paths.
 * @param folder - Patterns are relative to it, or absolute.
 * @param globs - The patterns; those that begin with `!` take files away.
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

/** A regular expression from a text that somebody else wrote. */
export function readRegex(text: string): RegExp | undefined {
  try {
    return new RegExp(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
