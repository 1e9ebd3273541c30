import { existsSync, statSync } from "node:fs";

/** Files that a build has read. */
export interface WatchedFiles {
  add(files: Iterable<string>): void;
  has(file: string): boolean;
  /** Those that have changed since, or are gone; also some that changed just before. */
  changed(): string[];
}

/** Clocks of file systems lag behind, by a tick or by the second that they count in. */
const LAG = 20;
const COARSE_LAG = 2000;

/** In the place of a time, of a file that is not there: whenever it comes to be, that is later. */
const GONE = 0;

/**
 * esbuild does not say which files have changed when it builds again, so each is looked at: then, and not before, since
 * most builds are the only ones of their process.
 */
export function createWatchedFiles(): WatchedFiles {
  const times = new Map<string, number>();
  const isChanged = ([file, time]: readonly [string, number]): boolean => {
    const state = statSync(file, { throwIfNoEntry: false });
    if (!state) return time !== GONE;
    return state.ctimeMs >= time - (Math.floor(state.ctimeMs) % 1000 === 0 ? COARSE_LAG : LAG);
  };
  return {
    add(files) {
      for (const file of files) if (!times.has(file)) times.set(file, Date.now());
    },
    has: (file) => times.has(file),
    changed() {
      const changed = [...times].filter(isChanged).map(([file]) => file);
      for (const file of changed) times.set(file, existsSync(file) ? Date.now() : GONE);
      return changed;
    },
  };
}
