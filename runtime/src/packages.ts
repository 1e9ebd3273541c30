/**
 * Versions of installed packages. An entry of its own, so that only programs whose contracts ask for packages load
 * the file system.
 *
 * @module
 */
import { existsSync, readFileSync } from "node:fs";
import module from "node:module";
import { basename, dirname, isAbsolute, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { PackageVersionReader } from "./contract.js";

/** By folder of a package: its version, `null` when that cannot be read, `undefined` when there is no such folder. */
const versions = new Map<string, string | null | undefined>();

function readVersion(folder: string): string | null | undefined {
  try {
    // Node.js and npm skip a byte order mark.
    const text = readFileSync(join(folder, "package.json"), "utf8").replace(/^\uFEFF/, "");
    const content: unknown = JSON.parse(text);
    if (typeof content !== "object" || content === null || Array.isArray(content)) return null;
    const { version } = content as { version?: unknown };
    // Packages that are never published need none.
    // It is shown in refusals: no version has other characters ({@link https://semver.org}).
    return typeof version === "string" ? version.replace(/[^ -~]|#/g, "?") : "";
  } catch {
    // Absent, unreadable or broken: for a contract the package is missing, whatever the reason.
    return existsSync(folder) ? null : undefined;
  }
}

function versionAt(folder: string): string | null | undefined {
  // What is installed may change while the program runs: what was read is known until it waits for something.
  if (!versions.size) queueMicrotask(() => versions.clear());
  if (!versions.has(folder)) versions.set(folder, readVersion(folder));
  return versions.get(folder);
}

/** The importing file; a file of the working directory when it is not known, as in a bundle. */
function fileOf(from: string | undefined): string {
  const file = from?.startsWith("file:") ? fileURLToPath(from) : from;
  return file && isAbsolute(file) ? file : join(process.cwd(), "index.js");
}

/** What Yarn Plug'n'Play offers, {@link https://yarnpkg.com/advanced/pnpapi}. */
interface PnpApi {
  resolveToUnqualified(request: string, issuer: string, options?: { considerBuiltins?: boolean }): string | null;
}

/** The package's folder as Yarn Plug'n'Play knows it; `undefined` where a file is none of its. */
function findInPnp(name: string, file: string): { readonly folder: string | undefined } | undefined {
  // Yarn adds this function to Node.js.
  const { findPnpApi } = module as { findPnpApi?(file: string): PnpApi | null };
  const api = findPnpApi?.(file);
  if (!api) return undefined;
  try {
    return { folder: api.resolveToUnqualified(name, file, { considerBuiltins: false }) ?? undefined };
  } catch {
    // Not declared, or not installed: it says so by throwing.
    return { folder: undefined };
  }
}

/**
 * Reads the version of a package from the `node_modules` folders above a file as Node.js does
 * ({@link https://nodejs.org/api/esm.html#resolution-algorithm-specification}): the nearest that has a folder of that
 * name decides. Reads package.json by its path, because a package's `exports` may hide it. Where Yarn Plug'n'Play
 * resolves what the file imports, it is asked instead.
 *
 * @param name - The package's name.
 * @param from - URL or path of the importing file; the working directory when it is not known (in a bundle).
 * @returns The version, `""` for a package without one, or `undefined` when there is no such package or it cannot be read.
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
