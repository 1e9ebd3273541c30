/**
 * The guarded texts of a project's files as they are on disk, in one entry of its store: a process that starts reads one
 * file, not one for each that it loads. They are kept as the lines in which guards differ from what was handed in.
 *
 * @module
 */
import { once } from "../../analysis/memoize.js";
import type { FoundGuard, TextRules } from "./finder.js";
import { differingLines, keepsPlaces, type Line, replaceLines } from "./lines.js";
import { checksumOf, type Store } from "./store.js";

/** A guarded text without what it was made from, and without its map. */
interface GuardedLines extends Pick<FoundGuard, "sidecars" | "format" | "keepsPlaces"> {
  /** By what it was found: see {@link askedOf}. */
  readonly asked: string;
  readonly lines: readonly Line[];
}

/** What a host asks of a file. */
export interface Asked {
  /** Relative to the folder of tsconfig.json. */
  readonly file: string;
  /** The state of its guard. */
  readonly state: string;
  readonly code: string;
  readonly rules: TextRules;
}

/** The texts of a project. */
export interface GuardedTexts {
  /** Keeps the texts of all files, in the place of those that were. */
  keep(texts: Iterable<readonly [Asked, FoundGuard]>): void;
  /**
   * A text that was kept, if it was made from the same one.
   *
   * @param mappingsOf - Finds its map, when somebody wants it.
   */
  find(asked: Asked, mappingsOf: () => string): FoundGuard | undefined;
}

const askedOf = ({ state, code, rules }: Asked): string => JSON.stringify([state, rules, checksumOf(code)]);

/**
 * Opens the texts of a project.
 *
 * @param store - The store.
 * @param name - The name of their entry.
 */
export function openTexts(store: Store, name: string): GuardedTexts {
  const read = () => (store.read(name) as Readonly<Record<string, GuardedLines>> | undefined) ?? {};
  let known = once(read);
  return {
    keep(texts) {
      const kept: Record<string, GuardedLines> = {};
      for (const [asked, { code, sidecars, format }] of texts) {
        const lines = differingLines(asked.code, code);
        if (!lines) continue;
        kept[asked.file] = {
          asked: askedOf(asked),
          lines,
          sidecars,
          format,
          keepsPlaces: keepsPlaces(asked.code, lines),
        };
      }
      store.write(name, kept);
      known = once(() => kept);
    },
    find(asked, mappingsOf) {
      const found = known()[asked.file];
      if (found?.asked !== askedOf(asked)) return undefined;
      return {
        ...found,
        code: replaceLines(asked.code, found.lines),
        get mappings() {
          return mappingsOf();
        },
      };
    },
  };
}
