import { closeSync, existsSync, openSync, readSync } from "node:fs";
import path from "node:path";
import { findInstalled, type InstalledPackage } from "./installed.js";

/** The TypeScript that `tsc` runs in a project. */
export interface InstalledCompiler extends InstalledPackage {
  readonly major: number;
  /** ts-patch has changed it, so its `tsc` runs the entries of `plugins`. */
  readonly isPatched: boolean;
  /** It is an alias of `@typescript/typescript6`, which ts-patch refuses. */
  readonly isAlias: boolean;
}

/** The first line that ts-patch writes into a file that it changes. */
const PATCH_MARK = "/// tsp-module:";

function startsWithMark(fileName: string): boolean {
  if (!existsSync(fileName)) return false;
  const buffer = Buffer.alloc(PATCH_MARK.length);
  const file = openSync(fileName, "r");
  try {
    readSync(file, buffer, 0, buffer.length, 0);
  } finally {
    closeSync(file);
  }
  return buffer.toString() === PATCH_MARK;
}

/** Finds the compiler that `tsc` would run in a folder. */
export function findCompiler(folder: string): InstalledCompiler | undefined {
  const installed = findInstalled("typescript", folder);
  if (!installed) return undefined;
  const isPatched = ["tsc.js", "_tsc.js"].some((name) => startsWithMark(path.join(installed.folder, "lib", name)));
  const major = Number.parseInt(installed.version, 10);
  return { ...installed, major, isPatched, isAlias: installed.name !== "typescript" };
}
