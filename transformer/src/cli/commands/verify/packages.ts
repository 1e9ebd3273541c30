/**
 * The packages that emitted files belong to and load.
 *
 * @module
 */
import { readdirSync, readFileSync, realpathSync } from "node:fs";
import path from "node:path";
import { isFile } from "importspy/dist/files.cjs";
import { isSidecarName } from "../../../artifacts/sidecarNames.js";

interface PackageJson {
  readonly name?: unknown;
  readonly scripts?: unknown;
}

/** Reads a package.json; a broken one counts as empty. */
export function readPackage(fileName: string): PackageJson {
  try {
    const content: unknown = JSON.parse(readFileSync(fileName, "utf8"));
    return typeof content === "object" && content !== null ? content : {};
  } catch (error) {
    // What runs this package finds out.
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}

/**
 * The nearest package.json above a file or folder.
 *
 * @param start - The file or folder.
 */
export function nearestPackage(start: string): { readonly folder: string; readonly name: string } | undefined {
  for (let folder = start; ; folder = path.dirname(folder)) {
    const fileName = path.join(folder, "package.json");
    if (isFile(fileName)) {
      const { name } = readPackage(fileName);
      return { folder, name: typeof name === "string" ? name : "" };
    }
    if (path.dirname(folder) === folder) return undefined;
  }
}

/** Where a package is. */
interface FoundPackage {
  readonly folder: string;
  /** Whether it is in `node_modules`, and not part of the workspace. */
  readonly isInstalled: boolean;
}

/**
 * Finds the package of a contract, as a file of another package sees it.
 *
 * @param from - The file.
 * @param key - The contract's key, which begins with the name of the package.
 */
export function findPackage(from: string, key: string): FoundPackage | undefined {
  const [name = ""] = /^(?:@[^/]+\/)?[^/]*/.exec(key) ?? [];
  if (!name) return undefined;
  for (let folder = path.dirname(from); ; folder = path.dirname(folder)) {
    const found = path.join(folder, "node_modules", name);
    if (isFile(path.join(found, "package.json"))) {
      const real = realpathSync(found);
      return { folder: real, isInstalled: real.split(path.sep).includes("node_modules") };
    }
    if (path.dirname(folder) === folder) return undefined;
  }
}

/** Folders of a package that hold sidecars, without what is installed in it. */
export function outputsOf(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true });
  const hasSidecar = (each: string): boolean =>
    readdirSync(each, { withFileTypes: true }).some((entry) =>
      entry.isDirectory()
        ? entry.name !== "node_modules" && hasSidecar(path.join(each, entry.name))
        : isSidecarName(entry.name),
    );
  if (entries.some((entry) => entry.isFile() && isSidecarName(entry.name))) return [folder];
  return entries
    .filter((entry) => entry.isDirectory() && !/^(?:node_modules|\.git)$/.test(entry.name))
    .map((entry) => path.join(folder, entry.name))
    .filter(hasSidecar);
}
