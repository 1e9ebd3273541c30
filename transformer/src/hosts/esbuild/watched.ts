import { statSync } from "node:fs";

/** Files that a build has read, as they were then. */
export interface WatchedFiles {
  add(files: Iterable<string>): void;
  has(file: string): boolean;
  /** Those that are other ones now, or gone. */
  changed(): string[];
}

/** Tells whether a file was written since; `""` for one that is not there. */
function stateOf(file: string): string {
  const state = statSync(file, { throwIfNoEntry: false });
  return state ? `${state.mtimeMs} ${state.size} ${state.ino}` : "";
}

/** esbuild does not say which files have changed when it builds again, so each is looked at. */
export function createWatchedFiles(): WatchedFiles {
  const states = new Map<string, string>();
  return {
    add(files) {
      for (const file of files) if (!states.has(file)) states.set(file, stateOf(file));
    },
    has: (file) => states.has(file),
    changed: () =>
      [...states].flatMap(([file, before]) => {
        const now = stateOf(file);
        if (now === before) return [];
        states.set(file, now);
        return file;
      }),
  };
}
