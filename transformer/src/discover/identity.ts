import { createHash } from "node:crypto";
import path from "node:path";
import { printableLine } from "importspy/dist/printable.cjs";
import type ts from "typescript";
import { memoize } from "../analysis/memoize.js";
import type { ModuleIdentity } from "../analysis/model.js";
import { joinPath } from "../analysis/paths.js";

/** What identity needs of package.json. */
export interface Manifest {
  /** The folder that holds it, with `/`. */
  readonly folder: string;
  readonly fileName: string;
  readonly text: string;
  readonly content: Readonly<Record<string, unknown>>;
}

/** Finds the nearest package.json above files, remembering folders. */
export type ManifestFinder = (fileName: string) => Manifest | undefined;

function readManifest(host: ts.ModuleResolutionHost, folder: string): Manifest | undefined {
  const fileName = joinPath(folder, "package.json");
  const text = host.fileExists(fileName) ? host.readFile(fileName) : undefined;
  if (text === undefined) return undefined;
  try {
    const content: unknown = JSON.parse(text);
    return content && typeof content === "object" ? { folder, fileName, text, content: { ...content } } : undefined;
  } catch {
    // Not JSON: npm and Node refuse it too, and say more about it than we could.
    return undefined;
  }
}

/**
 * Makes a finder of package.json files.
 *
 * @param host - Reads files.
 * @returns Remembers each folder it looked into, and each file it was asked about.
 */
export function createManifestFinder(host: ts.ModuleResolutionHost): ManifestFinder {
  const find = memoize((folder: string): Manifest | undefined => {
    const parent = path.posix.dirname(folder);
    // Above `C:` stands `.`, which would be the folder of the process.
    return readManifest(host, folder) ?? (parent === folder || parent === "." ? undefined : find(parent));
  });
  return memoize((fileName) => find(path.posix.dirname(fileName)));
}

/** Whether a package.json is that of an installed package, whatever it holds. */
const isInstalled = ({ folder }: Manifest) => /\/node_modules\/(?:@[^/]+\/)?[^/]+$/.test(folder);

/**
 * The package.json that names a file's package. One without a name names nothing: most only say of which kind the
 * modules of a folder are (`{ "type": "module" }`).
 *
 * @param fileName - The file's absolute path, with `/`.
 * @param findManifest - Finds package.json files.
 * @returns The nearest with a name; the nearest of all when none has one.
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
 * The identity of a file: its package's name and its path from that package's folder. Without any package.json
 * the path starts at the project's folder.
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

/** The name of a contracted module: all copies of one module have it. */
export function nameOf(identity: ModuleIdentity): string {
  return `${identity.package}/${identity.module}`;
}

/** What of a package.json takes part in who a module is, and in whether contracts agree with it. */
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
 * A short text that changes when a package.json above a file changes in what matters here.
 *
 * @param fileName - The file's absolute path, with `/`.
 * @param findManifest - Finds package.json files.
 */
export function stateOfManifests(fileName: string, findManifest: ManifestFinder): string {
  const manifests = new Set([findManifest(fileName), findPackage(fileName, findManifest)]);
  const decisive = [...manifests].map((manifest) => DECISIVE.map((field) => manifest?.content[field]));
  return createHash("sha256").update(JSON.stringify(decisive)).digest("hex").slice(0, 8);
}
