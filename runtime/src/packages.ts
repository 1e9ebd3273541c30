/**
 * Versions of installed packages. An entry of its own, so that only programs whose contracts ask for packages load
 * the file system.
 *
 * @module
 */
import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, isAbsolute, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { PackageVersionReader } from "./contract.js";

/** By folder of a package: its version, `null` when that cannot be read, `undefined` when there is no such folder. */
const versions = new Map<string, string | null | undefined>();

function readVersion(folder: string): string | null | undefined {
  try {
    // Node.js and npm skip a byte order mark.
    const text = readFileSync(join(folder, "package.json"), "utf8").replace(/^\uFEFF/, "");
    const { version } = JSON.parse(text) as { version?: unknown };
    return typeof version === "string" ? version : null;
  } catch {
    // Absent, unreadable or broken: for a contract the package is missing, whatever the reason.
    return existsSync(folder) ? null : undefined;
  }
}

function versionAt(folder: string): string | null | undefined {
  if (!versions.has(folder)) versions.set(folder, readVersion(folder));
  return versions.get(folder);
}

/** The folder of an importing file; the working directory when the file is not known, as in a bundle. */
function folderOf(from: string | undefined): string {
  const file = from?.startsWith("file:") ? fileURLToPath(from) : from;
  return file && isAbsolute(file) ? dirname(file) : process.cwd();
}

/**
 * Reads the version of a package from the `node_modules` folders above a file as Node.js does
 * ({@link https://nodejs.org/api/esm.html#resolution-algorithm-specification}): the nearest that has a folder of that
 * name decides. Reads package.json by its path, because a package's `exports` may hide it.
 *
 * @param name - The package's name.
 * @param from - URL or path of the importing file; the working directory when it is not known (in a bundle).
 * @returns The version, or `undefined` when there is no such package or it cannot be read.
 * @example
 * ```ts
 * packageVersion("pg", import.meta.url); // "8.11.3"
 * ```
 */
export const packageVersion: PackageVersionReader = (name, from) => {
  let folder = folderOf(from);
  for (;;) {
    if (basename(folder) !== "node_modules") {
      const version = versionAt(join(folder, "node_modules", name));
      if (version !== undefined) return version ?? undefined;
    }
    const parent = dirname(folder);
    if (parent === folder) return undefined;
    folder = parent;
  }
};
