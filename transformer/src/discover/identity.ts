import { createHash } from "node:crypto";
import path from "node:path";
import { printableLine } from "importspy/dist/printable.cjs";
import type ts from "typescript";
import { memoize } from "../analysis/memoize.js";
import type { ModuleIdentity } from "../analysis/model.js";
import { joinPath } from "../analysis/paths.js";

/** A package.json file. */
export interface Manifest {
  /** The folder of the file, with `/`. */
  readonly folder: string;
  readonly fileName: string;
  readonly text: string;
  readonly content: Readonly<Record<string, unknown>>;
}

/** Finds the nearest package.json above a file, and caches folders. */
export type ManifestFinder = (fileName: string) => Manifest | undefined;

function readManifest(host: ts.ModuleResolutionHost, folder: string): Manifest | undefined {
  const fileName = joinPath(folder, "package.json");
  const text = host.fileExists(fileName) ? host.readFile(fileName) : undefined;
  if (text === undefined) return undefined;
  try {
    const content: unknown = JSON.parse(text);
    return content && typeof content === "object" ? { folder, fileName, text, content: { ...content } } : undefined;
  } catch {
    // npm and Node.js report invalid JSON themselves, with more detail.
    return undefined;
  }
}

/**
 * Makes a finder of package.json files.
 *
 * @param host - Reads files.
 * @returns A finder that caches each folder and each file that it was asked for.
 */
export function createManifestFinder(host: ts.ModuleResolutionHost): ManifestFinder {
  const find = memoize((folder: string): Manifest | undefined => {
    const parent = path.posix.dirname(folder);
    // The parent of `C:` is `.`, which would be the working directory of the process.
    return readManifest(host, folder) ?? (parent === folder || parent === "." ? undefined : find(parent));
  });
  return memoize((fileName) => find(path.posix.dirname(fileName)));
}

/** Whether a package.json is at the root of an installed package, with or without a name. */
const isInstalled = ({ folder }: Manifest) => /\/node_modules\/(?:@[^/]+\/)?[^/]+$/.test(folder);

/**
 * Finds the package.json that names a file's package. One without a name is skipped: most of them only set the module
 * format of a folder (`{ "type": "module" }`).
 *
 * @param fileName - The file's absolute path, with `/`.
 * @param findManifest - Finds package.json files.
 * @returns The nearest one with a name, or the root of an installed package; the nearest of all when none has a name.
 */
export function findPackage(fileName: string, findManifest: ManifestFinder): Manifest | undefined {
  const nearest = findManifest(fileName);
  for (let manifest = nearest; manifest; manifest = findManifest(manifest.folder)) {
    if (nameIn(manifest) || isInstalled(manifest)) return manifest;
  }
  return nearest;
}

const nameIn = ({ content: { name } }: Manifest) => (typeof name === "string" ? name : "");

/**
 * The identity of a file: its package's name and its path from that package's folder. Without any package.json, the
 * path starts at the project's folder.
 *
 * @param fileName - The file's absolute path, with `/`.
 * @param findManifest - Finds package.json files.
 * @param projectFolder - The folder of tsconfig.json.
 */
export function identify(fileName: string, findManifest: ManifestFinder, projectFolder: string): ModuleIdentity {
  const manifest = findPackage(fileName, findManifest);
  const folder = manifest?.folder ?? projectFolder;
  const nested = path.posix.relative(folder, findManifest(fileName)?.folder ?? folder);
  return {
    package: manifest ? printableLine(nameIn(manifest)) : "",
    module: printableLine(path.posix.relative(folder, fileName)),
    ...(nested && { folder: `${nested}/` }),
  };
}

/** The name of a contracted module, the same for all copies and versions of it. */
export function nameOf(identity: ModuleIdentity): string {
  return `${identity.package}/${identity.module}`;
}

/** The fields of package.json that affect a module's identity, or whether its contract agrees with package.json. */
const DECISIVE = [
  "name",
  "version",
  "type",
  "dependencies",
  "devDependencies",
  "optionalDependencies",
  "peerDependencies",
  "engines",
  "os",
  "cpu",
];

/**
 * A short hash that changes when these fields change in a package.json above a file.
 *
 * @param fileName - The file's absolute path, with `/`.
 * @param findManifest - Finds package.json files.
 */
export function stateOfManifests(fileName: string, findManifest: ManifestFinder): string {
  const manifests = new Set([findManifest(fileName), findPackage(fileName, findManifest)]);
  const decisive = [...manifests].map((manifest) => DECISIVE.map((field) => manifest?.content[field]));
  return createHash("sha256").update(JSON.stringify(decisive)).digest("hex").slice(0, 8);
}
