import { isFifo } from "importspy/dist/files.cjs";
import { printableReport } from "importspy/dist/printable.cjs";
import type ts from "typescript";
import { writeOutput } from "../../../hosts/build/beside/writing.js";

/**
 * TypeScript's view of the machine, with four differences. Reports are escaped, so that names of files and specifiers
 * cannot control a terminal or a CI runner. No FIFO among the outputs is opened, because TypeScript would wait forever.
 * An incomplete write is an error. A file with unchanged text is not written again; only its time of modification
 * changes. Most outputs are unchanged, and file systems like ext4 take ten times as long to truncate and write an
 * existing file, because they write it to disk at once (`auto_da_alloc` in ext4(5)).
 *
 * @param system - TypeScript's own.
 */
export function createBuildSystem(system: ts.System): ts.System {
  return {
    ...system,
    write: (text) => system.write(printableReport(text)),
    readFile(fileName, encoding) {
      // The only file that TypeScript opens without checking that it is a regular file.
      if (fileName.endsWith(".tsbuildinfo") && isFifo(fileName)) return undefined;
      return system.readFile(fileName, encoding);
    },
    writeFile: writeOutput,
  };
}
