/**
 * Keeps what another compiler emits from being loaded before it has its guard. Before that compiler starts, `x.js` becomes
 * a link to `x.js.importspy-pending.json`: what it writes lands there, and no JavaScript runtime loads it, since it is no
 * JSON. Publishing it is a rename. A build that is killed leaves nothing behind that could be loaded without its guard.
 *
 * @module
 */
import fs from "node:fs";
import path from "node:path";

const pendingNameOf = (fileName: string) => `${fileName}.importspy-pending.json`;

/** Whether a file is one that was held back, by its name. */
export function isPendingName(fileName: string): boolean {
  return fileName.endsWith(".importspy-pending.json");
}

/** Removes what a build that was killed has left of an output that gets no guard any more. */
export function removePending(fileName: string): void {
  const pending = pendingNameOf(fileName);
  if (!fs.existsSync(pending)) return;
  if (fs.lstatSync(fileName, { throwIfNoEntry: false })?.isSymbolicLink()) fs.unlinkSync(fileName);
  fs.rmSync(pending);
}

/** An output that is held back. */
export interface PendingFile {
  /** What was emitted; `undefined` when nothing was. */
  emitted(): string | undefined;
  /** Puts a text in the place of what was emitted. */
  publish(text: string): void;
  /** What was there before is there again; what was emitted is gone. */
  withdraw(): void;
}

/** A time of modification that nothing has that is written now. */
const LONG_AGO = new Date(1000);

/**
 * Holds an output back.
 *
 * @param fileName - The output.
 * @throws Error where no link can be made.
 */
export function holdBack(fileName: string): PendingFile {
  const pending = pendingNameOf(fileName);
  fs.mkdirSync(path.dirname(fileName), { recursive: true });
  const stats = fs.lstatSync(fileName, { throwIfNoEntry: false });
  // A link is what a build has left that was killed.
  const before = stats?.isFile() ? fs.readFileSync(fileName) : undefined;
  if (stats && !stats.isDirectory()) fs.unlinkSync(fileName);
  // No JSON, should the other compiler never come to write it.
  fs.writeFileSync(pending, "pending\n");
  fs.utimesSync(pending, LONG_AGO, LONG_AGO);
  fs.symlinkSync(path.basename(pending), fileName);
  const isWritten = () => {
    const now = fs.statSync(pending, { throwIfNoEntry: false });
    return now !== undefined && now.mtimeMs !== LONG_AGO.getTime();
  };
  const remove = () => {
    fs.rmSync(fileName, { force: true });
    fs.rmSync(pending, { force: true });
  };
  return {
    emitted() {
      const now = fs.lstatSync(fileName, { throwIfNoEntry: false });
      // Who puts a file of its own in the place of the link has emitted it, too.
      if (now?.isFile()) return fs.readFileSync(fileName, "utf8");
      return isWritten() ? fs.readFileSync(pending, "utf8") : undefined;
    },
    publish(text) {
      fs.writeFileSync(pending, text);
      fs.renameSync(pending, fileName);
    },
    withdraw() {
      remove();
      if (before) fs.writeFileSync(fileName, before);
    },
  };
}
