/**
 * Which modules may have to do with contracts, known before a bundler has read one: bundlers in other languages than
 * JavaScript judge by regular expressions which modules they hand to a plugin, and each call costs.
 *
 * The expressions have no look-around: those of Rust and Go do not know it.
 *
 * @module
 */
import { readdirSync, statSync } from "node:fs";
import type { TextConfig } from "../../service/texts/config.js";

/** What is known of a project's files before a build. */
export interface Outlook {
  /** The sources that have nothing to do with contracts as they are on disk. */
  readonly plain: readonly string[];
  /** One of these matches every module that is not one of them, be there more of its id behind its path or not. */
  readonly others: readonly RegExp[];
}

/** Where names differ by case alone, they may mean the same file. */
const IGNORES_CASE = process.platform === "win32" || process.platform === "darwin";

const escaped = (text: string) => text.replace(/[\\^$.*+?()[\]{}|-]/g, "\\$&").replaceAll("/", "[\\\\/]");

/** `/a.ts` → `[\\/]a\.ts`, or `[\\/][aA]\.[tT][sS]`. */
function spelled(name: string): string {
  if (!IGNORES_CASE) return escaped(name);
  const either = (letter: string) => {
    const cases = [...new Set([letter, letter.toLowerCase(), letter.toUpperCase()])].map(escaped);
    return cases.length > 1 ? `(?:${cases.join("|")})` : cases.join("");
  };
  return [...name].map(either).join("");
}

/** What does not begin with any of some names, of which none begins with another: `/a/` → `[^/]|/[^a]|/a[^/]`. */
function without(names: readonly string[]): string {
  const nexts = new Map<string, Set<string>>();
  for (const name of names) {
    let begin = "";
    for (const letter of name) {
      if (!nexts.has(begin)) nexts.set(begin, new Set());
      nexts.get(begin)!.add(letter === "/" ? "\\\\/" : escaped(letter));
      begin += letter;
    }
  }
  return [...nexts].map(([begin, letters]) => `${escaped(begin)}[^${[...letters].join("")}]`).join("|");
}

/** The sources in folders, and what is in these that nobody looks through. */
function walk(configs: readonly TextConfig[], folders: readonly string[], isSource: RegExp) {
  const sources: string[] = [];
  const unread: string[] = [];
  const isExcluded = (name: string) => configs.some(({ excluded }) => excluded.has(name));
  const enter = (folder: string) => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const { name } = entry;
      const full = folder + name;
      if (name === "node_modules") continue;
      const isLinked = entry.isSymbolicLink() && !statSync(full, { throwIfNoEntry: false })?.isFile();
      if (name.startsWith(".") || isLinked || isExcluded(full)) unread.push(full);
      else if (entry.isDirectory()) enter(`${full}/`);
      else if (isSource.test(name)) sources.push(full);
    }
  };
  for (const folder of folders) enter(folder);
  return { sources, unread };
}

/**
 * Looks which files of a project a plugin need not see.
 *
 * @param configs - The project's configurations.
 * @param isPlain - Whether a file has nothing to do with contracts as it is on disk.
 * @returns `undefined` where it has no folder of its own.
 * @public It is loaded when it is needed.
 */
export function readOutlook(configs: readonly TextConfig[], isPlain: (file: string) => boolean): Outlook | undefined {
  const all = [...new Set(configs.flatMap((each) => each.folders.map((folder) => folder.replace(/\/?$/, "/"))))];
  const folders = all.filter((each) => !all.some((other) => other !== each && each.startsWith(other)));
  if (!folders.length) return undefined;
  const hasJavaScript = configs.every((each) => each.hasJavaScript);
  const { sources, unread } = walk(configs, folders, hasJavaScript ? /\.[cm]?[jt]sx?$/ : /\.[cm]?tsx?$/);
  const plain = sources.filter(isPlain);
  const isKnown = new Set(plain);
  const named = [...sources.filter((each) => !isKnown.has(each)), ...unread].map(spelled);
  return {
    plain,
    others: [
      new RegExp(String.raw`^(?:${without(folders)})[\s\S]*\.[cm]?[jt]sx?(?:$|[?#])`),
      ...(named.length ? [new RegExp(String.raw`^(?:${named.join("|")})(?:$|[\\/?#])`)] : []),
      ...(hasJavaScript ? [] : [/\.[cm]?jsx?(?:$|[?#])/]),
    ],
  };
}
