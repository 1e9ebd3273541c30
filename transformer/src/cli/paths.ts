import path from "node:path";
import { printableLine } from "importspy/dist/printable.cjs";

/** A path as reports show it: from the folder of the call, with `/`. */
export function showIn(cwd: string, fileName: string): string {
  return printableLine(path.relative(cwd, fileName).replaceAll("\\", "/"));
}

/** Whether a path is a folder, or in it. */
export const isInside = (name: string, folder: string): boolean =>
  name === folder || name.startsWith(folder + path.sep);
