import { existsSync, readFileSync } from "node:fs";
import module, { createRequire } from "node:module";
import path from "node:path";
import { findPnpPackage } from "./pnp.js";

/** A package, as a folder would resolve it. */
export interface InstalledPackage {
  readonly name: string;
  readonly version: string;
  readonly folder: string;
}

interface PnpApi {
  /** Throws when the package is not installed or not declared as a dependency. */
  resolveToUnqualified(request: string, issuer: string): string | null;
}

/** Node.js has this function when Yarn Plug'n'Play is active in the process. */
type PnpModule = { findPnpApi?: (folder: string) => PnpApi | null };

function readInstalled(folder: string, name: string): InstalledPackage | undefined {
  const fileName = path.join(folder, "package.json");
  if (!existsSync(fileName)) return undefined;
  const manifest = JSON.parse(readFileSync(fileName, "utf8")) as { name?: string; version?: string };
  return { name: manifest.name ?? name, version: manifest.version ?? "0.0.0", folder };
}

function askPnp(name: string, from: string): InstalledPackage | undefined {
  const api = (module as PnpModule).findPnpApi?.(from + path.sep);
  try {
    const folder = api?.resolveToUnqualified(name, from + path.sep);
    if (folder) return readInstalled(folder, name);
  } catch {
    // Not installed or not a dependency. Reading the file itself, which follows, gives the same answer.
  }
  const found = findPnpPackage(name, from);
  return found && (readInstalled(found.folder, found.name) ?? found);
}

/**
 * Finds an installed package, even if its `exports` hide package.json, and under Yarn Plug'n'Play.
 *
 * @param name - The package.
 * @param from - The folder that would load it.
 */
export function findInstalled(name: string, from: string): InstalledPackage | undefined {
  const folders = createRequire(path.join(from, "package.json")).resolve.paths(name) ?? [];
  for (const modules of folders) {
    const installed = readInstalled(path.join(modules, name), name);
    if (installed) return installed;
  }
  return askPnp(name, from);
}

const INSTALLERS = {
  "pnpm-lock.yaml": "pnpm",
  "yarn.lock": "yarn",
  ".pnp.cjs": "yarn",
  "bun.lock": "bun",
  "bun.lockb": "bun",
};

/** The package manager of a project, by the lock file in this folder or above. */
export function packageManagerOf(folder: string): string {
  for (const [lock, name] of Object.entries(INSTALLERS)) {
    if (existsSync(path.join(folder, lock))) return name;
  }
  const parent = path.dirname(folder);
  return parent === folder || existsSync(path.join(folder, "package-lock.json")) ? "npm" : packageManagerOf(parent);
}
