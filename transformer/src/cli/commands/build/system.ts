import fs from "node:fs";
import { isFifo } from "importspy/dist/files.cjs";
import { printableReport } from "importspy/dist/printable.cjs";
import type ts from "typescript";

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
 * TypeScript's view of the machine, with four differences. What it reports does nothing to a terminal or to a CI's runner,
 * whatever files are called and specifiers say. It opens no FIFO among the outputs, for which TypeScript would wait for
 * ever. It fails where a file was not written to its end. And it does not write a file again that holds the same text
 * already. After it, the file is as if it
 * were written; but to truncate and write an existing one takes a file system like ext4 ten times as long, since it
 * brings such files to the disk at once (`auto_da_alloc` in ext4(5)). Most outputs of a build are as the build before
 * left them.
 *
 * @param system - TypeScript's own.
 */
export function createBuildSystem(system: ts.System): ts.System {
  return {
    ...system,
    write: (text) => system.write(printableReport(text)),
    readFile(fileName, encoding) {
      // The only file that TypeScript opens without looking whether it is one.
      if (fileName.endsWith(".tsbuildinfo") && isFifo(fileName)) return undefined;
      return system.readFile(fileName, encoding);
    },
    writeFile(fileName, text, writeByteOrderMark) {
      if (!writeByteOrderMark && touch(fileName, text)) return;
      if (isFifo(fileName)) throw new Error(`${fileName} is a FIFO and not a file`);
      // TypeScript's own writing takes it for done when a full disk has taken a part of the text.
      fs.writeFileSync(fileName, (writeByteOrderMark ? "\uFEFF" : "") + text);
    },
  };
}
