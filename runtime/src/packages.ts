/**
 * Versions of installed packages. This is a separate entry, so that the file system is loaded only when a contract has
 * conditions on packages.
 *
 * @module
 */
import { existsSync, readFileSync } from "node:fs";
import module from "node:module";
import { basename, dirname, isAbsolute, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { PackageVersionReader } from "./contract.js";

/** By the folder of a package: its version, `null` when it cannot be read, `undefined` when there is no such folder. */
const versions = new Map<string, string | null | undefined>();

function readVersion(folder: string): string | null | undefined {
  try {
    // Node.js and npm skip a byte order mark.
    const text = readFileSync(join(folder, "package.json"), "utf8").replace(/^\uFEFF/, "");
    const content: unknown = JSON.parse(text);
    if (typeof content !== "object" || content === null || Array.isArray(content)) return null;
    const { version } = content as { version?: unknown };
    // Packages that are never published may have no version. Refusals show the version, so characters that no version
    // has are replaced ({@link https://semver.org}).
    return typeof version === "string" ? version.replace(/[^ -~]|#/g, "?") : "";
  } catch {
    // Missing, unreadable or invalid: in all cases a contract treats the package as missing.
    return existsSync(folder) ? null : undefined;
  }
}

function versionAt(folder: string): string | null | undefined {
  // Packages may change while the program runs, so the cache lasts only until the next microtask.
  if (!versions.size) queueMicrotask(() => versions.clear());
  if (!versions.has(folder)) versions.set(folder, readVersion(folder));
  return versions.get(folder);
}

/** The importing file. If it is unknown, as in a bundle, a file in the working directory. */
function fileOf(from: string | undefined): string {
  const file = from?.startsWith("file:") ? fileURLToPath(from) : from;
  return file && isAbsolute(file) ? file : join(process.cwd(), "index.js");
}

/** The API of Yarn Plug'n'Play, {@link https://yarnpkg.com/advanced/pnpapi}. */
interface PnpApi {
  resolveToUnqualified(request: string, issuer: string, options?: { considerBuiltins?: boolean }): string | null;
}

/** The folder of a package according to Yarn Plug'n'Play; `undefined` when Yarn does not manage the file. */
function findInPnp(name: string, file: string): { readonly folder: string | undefined } | undefined {
  // Yarn adds this function to Node.js.
  const { findPnpApi } = module as { findPnpApi?(file: string): PnpApi | null };
  const api = findPnpApi?.(file);
  if (!api) return undefined;
  try {
    return { folder: api.resolveToUnqualified(name, file, { considerBuiltins: false }) ?? undefined };
  } catch {
    // Yarn throws when the package is not declared or not installed.
    return { folder: undefined };
  }
}

/**
 * Finds the version of a package in the `node_modules` folders above a file, as Node.js does ({@link
 * https://nodejs.org/api/esm.html#resolution-algorithm-specification}): the nearest folder with the package's name
 * counts. It reads package.json by path, because the `exports` of a package may hide it. For a file that Yarn
 * Plug'n'Play manages, it asks Yarn instead.
 *
 * @param name - The package's name.
 * @param from - The URL or path of the importing file. If it is unknown (in a bundle), the working directory.
 * @returns The version; `""` for a package without one; `undefined` when the package is missing or cannot be read.
 * @example
 * ```ts
 * packageVersion("pg", import.meta.url); // "8.11.3"
 * ```
 */
export const packageVersion: PackageVersionReader = (name, from) => {
  const file = fileOf(from);
  const found = findInPnp(name, file);
  if (found) return (found.folder === undefined ? undefined : versionAt(found.folder)) ?? undefined;
  for (let folder = dirname(file); ; ) {
    if (basename(folder) !== "node_modules") {
      const version = versionAt(join(folder, "node_modules", name));
      if (version !== undefined) return version ?? undefined;
    }
    const parent = dirname(folder);
    if (parent === folder) return undefined;
    folder = parent;
  }
};
