import { type Dirent, readdirSync, readFileSync, realpathSync } from "node:fs";
import path from "node:path";
import type ts from "typescript";
import { memoize } from "../../analysis/memoize.js";
import type { TypeScript } from "../../compiler/compiler.js";

/** The files of a project: as on disk, or as they would be after the edits of a command. */
export interface ProjectFiles {
  /** The view for TypeScript: configurations and the files that they include. */
  readonly system: ts.System;
  /** The text of a file, including a byte order mark; `undefined` when the file does not exist. */
  read(fileName: string): string | undefined;
  isFile(fileName: string): boolean;
  isFolder(folder: string): boolean;
  /** All files below a folder, as sorted absolute paths, without installed packages. */
  list(folder: string): readonly string[];
}

const NOT_OF_THE_PROJECT = new Set(["node_modules", ".git", ".yarn"]);

/** The entries of a folder; empty when it cannot be read. */
function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    if (error instanceof Error && "code" in error && ["EACCES", "EPERM", "ENOENT"].includes(String(error.code)))
      return [];
    throw error;
  }
}

function listFiles(folder: string): string[] {
  return entriesOf(folder)
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const name = path.join(folder, entry.name);
      if (entry.isDirectory()) return NOT_OF_THE_PROJECT.has(entry.name) ? [] : listFiles(name);
      return entry.isFile() ? [name] : [];
    });
}

/** The byte order mark. TypeScript and npm skip it. */
export const MARK = "\uFEFF";

/**
 * Creates a view of the files of a project. Each file is read once.
 *
 * @param typescript - Gives access to the file system.
 * @param changed - Texts that replace those on disk, by real path.
 */
export function createFiles({ sys }: TypeScript, changed: ReadonlyMap<string, string> = new Map()): ProjectFiles {
  const isFile = memoize((fileName: string) => sys.fileExists(fileName));
  const changedText = (fileName: string) =>
    changed.size && isFile(fileName) ? changed.get(realpathSync(fileName)) : undefined;
  return {
    system: {
      ...sys,
      readFile: (name, encoding) => changedText(name)?.replace(MARK, "") ?? sys.readFile(name, encoding),
    },
    read: memoize((name: string) => changedText(name) ?? (isFile(name) ? readFileSync(name, "utf8") : undefined)),
    isFile,
    isFolder: memoize((folder: string) => sys.directoryExists(folder)),
    list: memoize((folder: string) => (sys.directoryExists(folder) ? listFiles(folder) : [])),
  };
}
