import path from "node:path";
import { printableLine } from "importspy/dist/printable.cjs";

/** A path for messages: relative to the working directory, with `/`. */
export function showIn(cwd: string, fileName: string): string {
  return printableLine(path.relative(cwd, fileName).replaceAll("\\", "/"));
}

/** Whether a path is a folder or inside it. */
export const isInside = (name: string, folder: string): boolean =>
  name === folder || name.startsWith(folder + path.sep);
