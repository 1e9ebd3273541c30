import { isFifo } from "importspy/dist/files.cjs";
import { printableReport } from "importspy/dist/printable.cjs";
import type ts from "typescript";
import { writeOutput } from "../../../hosts/build/beside/writing.js";

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
    writeFile: writeOutput,
  };
}
