/**
 * Versions of installed packages. An entry of its own, so that only programs whose contracts ask for packages load
 * the file system.
 *
 * @module
 */
import { readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { PackageVersionReader } from "./contract.js";

/** `null` where a folder holds no readable package of that name. */
const versions = new Map<string, string | null>();

function readVersion(manifest: string): string | null {
  try {
    const { version } = JSON.parse(readFileSync(manifest, "utf8")) as { version?: unknown };
    return typeof version === "string" ? version : null;
  } catch {
    // Absent or unreadable: for a contract the package is missing either way.
    return null;
  }
}

function versionAt(manifest: string): string | null {
  let version = versions.get(manifest);
  if (version === undefined) {
    version = readVersion(manifest);
    versions.set(manifest, version);
  }
  return version;
}

/**
 * Reads the version of a package from the `node_modules` folders above a file, the nearest first, as Node.js does
 * ({@link https://nodejs.org/api/modules.html#loading-from-node_modules-folders}). Reads package.json by its path,
 * because a package's `exports` may hide it.
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
  const file = from?.startsWith("file:") ? fileURLToPath(from) : from;
  let folder = file ? dirname(file) : process.cwd();
  for (;;) {
    if (basename(folder) !== "node_modules") {
      const version = versionAt(join(folder, "node_modules", name, "package.json"));
      if (version !== null) return version;
    }
    const parent = dirname(folder);
    if (parent === folder) return undefined;
    folder = parent;
  }
};
