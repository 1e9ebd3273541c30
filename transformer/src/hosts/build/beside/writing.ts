import fs from "node:fs";
import { isFifo } from "importspy/dist/files.cjs";

/**
 * Gives a file a new time of modification, if it holds this text already.
 *
 * @returns Whether it did; where not, also because it may not be written, it is to be written.
 */
function touch(fileName: string, text: string): boolean {
  const bytes = Buffer.from(text);
  try {
    const stats = fs.statSync(fileName, { throwIfNoEntry: false });
    if (!stats?.isFile() || stats.size !== bytes.length || !fs.readFileSync(fileName).equals(bytes)) return false;
    // The owner of a file may set its times also where writing is forbidden, which TypeScript has to report.
    fs.accessSync(fileName, fs.constants.W_OK);
    const now = new Date();
    fs.utimesSync(fileName, now, now);
    return true;
  } catch {
    // Whatever it is, TypeScript's own writing will tell.
    return false;
  }
}

/**
 * Writes an output. One that holds the same text already only gets a new time.
 *
 * @throws Error where the file is a FIFO, or was not written to its end.
 */
export function writeOutput(fileName: string, text: string, writeByteOrderMark?: boolean): void {
  if (!writeByteOrderMark && touch(fileName, text)) return;
  if (isFifo(fileName)) throw new Error(`${fileName} is a FIFO and not a file`);
  // TypeScript's own writing takes it for done when a full disk has taken a part of the text.
  fs.writeFileSync(fileName, (writeByteOrderMark ? "\uFEFF" : "") + text);
}
