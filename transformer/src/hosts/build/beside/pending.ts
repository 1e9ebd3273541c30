/**
 * Keeps what another compiler emits from being loaded before it has its guard. Before that compiler starts, `x.js` becomes
 * a link to `x.js.importspy-pending.json`: what it writes lands there, and no JavaScript runtime loads it, since it is no
 * JSON. What was there before lies beside it, in `x.js.importspy-kept.json`. Publishing is a rename, and so is taking it
 * back, which needs no room on the disk. A build that is killed leaves nothing behind that could be loaded without its
 * guard.
 *
 * @module
 */
import fs from "node:fs";
import path from "node:path";

const pendingNameOf = (fileName: string) => `${fileName}.importspy-pending.json`;
const keptNameOf = (fileName: string) => `${fileName}.importspy-kept.json`;

/** Whether a file is one that was held back, by its name. */
export function isPendingName(fileName: string): boolean {
  return /\.importspy-(?:pending|kept)\.json$/.test(fileName);
}

const lstat = (fileName: string) => fs.lstatSync(fileName, { throwIfNoEntry: false });

/**
 * Takes away what a build that was killed has left of an output: what was there before is there again.
 *
 * @param fileName - The output.
 */
function removePending(fileName: string): void {
  const isLink = lstat(fileName)?.isSymbolicLink() ?? false;
  const pending = pendingNameOf(fileName);
  const kept = keptNameOf(fileName);
  const isKept = lstat(kept) !== undefined;
  if (!isKept && !(isLink ? fs.readlinkSync(fileName) === path.basename(pending) : lstat(pending))) return;
  if (isLink) fs.unlinkSync(fileName);
  fs.rmSync(pending, { force: true });
  if (!isKept) return;
  // It was killed after it had published.
  if (lstat(fileName)) fs.rmSync(kept);
  else fs.renameSync(kept, fileName);
}

/** The outputs in a folder of which something may be left, by their names. */
function leftIn(folder: string): Set<string> {
  const entries = lstat(folder)?.isDirectory() ? fs.readdirSync(folder, { withFileTypes: true }) : [];
  return new Set(
    entries.flatMap((entry) => {
      if (entry.isSymbolicLink()) return entry.name;
      return isPendingName(entry.name) ? entry.name.replace(/\.importspy-\w+\.json$/, "") : [];
    }),
  );
}

/** Does that for many outputs, with one look at each of their folders. */
export function removeAllPending(fileNames: Iterable<string>): void {
  const folders = new Map<string, Set<string>>();
  for (const fileName of fileNames) {
    const folder = path.dirname(fileName);
    const left = folders.get(folder) ?? leftIn(folder);
    folders.set(folder, left);
    if (left.has(path.basename(fileName))) removePending(fileName);
  }
}

/** Gives a file a new time; whether that was possible. */
function touch(fileName: string): boolean {
  const now = new Date();
  try {
    fs.utimesSync(fileName, now, now);
    return true;
  } catch {
    // Another user's file, which is replaced.
    return false;
  }
}

/** Removes a file that may not be there. `rmSync` takes several times as long. */
function remove(fileName: string): void {
  try {
    fs.unlinkSync(fileName);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
}

/** An output that is held back. */
export interface PendingFile {
  /** What was there before. */
  readonly before: string | undefined;
  /** What was emitted; `undefined` when nothing was. */
  emitted(): string | undefined;
  /** Puts a text in the place of what was emitted. */
  publish(text: string): void;
  /** What was there before is there again; what was emitted is gone. */
  withdraw(): void;
}

/** No JSON, should the other compiler never come to write it. */
const PENDING = "pending\n";

/**
 * Holds an output back.
 *
 * @param fileName - The output.
 * @param isLookedAt - The other compiler may look at what was there before. Otherwise nothing is there until it writes: to
 *   write over a file costs ext4 ten times as much as to write a new one.
 * @throws Error where no link can be made.
 */
export function holdBack(fileName: string, isLookedAt = true): PendingFile {
  removePending(fileName);
  const pending = pendingNameOf(fileName);
  const kept = keptNameOf(fileName);
  const stats = lstat(fileName);
  const before = stats?.isFile() ? stats : undefined;
  if (before) {
    fs.renameSync(fileName, kept);
    if (isLookedAt) {
      fs.writeFileSync(pending, PENDING);
      // Whether it is older than its source is what a build of several projects goes by.
      fs.utimesSync(pending, before.atime, before.mtime);
    }
  } else {
    // What was not there is not there: the link leads nowhere yet.
    fs.mkdirSync(path.dirname(fileName), { recursive: true });
    if (stats && !stats.isDirectory()) fs.unlinkSync(fileName);
  }
  fs.symlinkSync(path.basename(pending), fileName);
  return {
    get before() {
      return before && fs.readFileSync(kept, "utf8");
    },
    emitted() {
      // Who puts a file of its own in the place of the link has emitted it, too.
      if (lstat(fileName)?.isFile()) return fs.readFileSync(fileName, "utf8");
      const text = lstat(pending) && fs.readFileSync(pending, "utf8");
      return text === PENDING ? undefined : text;
    },
    publish(text) {
      // What stays as it was is not written again, which file systems like ext4 would bring to the disk at once.
      if (before && fs.readFileSync(kept, "utf8") === text && touch(kept)) {
        fs.renameSync(kept, fileName);
        remove(pending);
        return;
      }
      fs.writeFileSync(pending, text);
      if (before) fs.chmodSync(pending, before.mode);
      fs.renameSync(pending, fileName);
      if (before) remove(kept);
    },
    withdraw() {
      // Takes the place of the link.
      if (before) fs.renameSync(kept, fileName);
      else fs.rmSync(fileName, { force: true });
      remove(pending);
    },
  };
}
