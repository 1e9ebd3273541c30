import path from "node:path";
import type ts from "typescript";
import { memoize } from "../memoize.js";
import type { ModuleIdentity } from "../model.js";

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
  const fileName = path.posix.join(folder, "package.json");
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
    return readManifest(host, folder) ?? (parent === folder ? undefined : find(parent));
  });
  return memoize((fileName) => find(path.posix.dirname(fileName)));
}

/**
 * The identity of a file: its package's name and its path from that package's folder. Without any package.json
 * the path starts at the project's folder.
 *
 * @param fileName - The file's absolute path, with `/`.
 * @param findManifest - Finds package.json files.
 * @param projectFolder - The folder of tsconfig.json.
 */
export function identify(fileName: string, findManifest: ManifestFinder, projectFolder: string): ModuleIdentity {
  const manifest = findManifest(fileName);
  const name = manifest?.content.name;
  return {
    package: typeof name === "string" ? name : "",
    module: path.posix.relative(manifest?.folder ?? projectFolder, fileName),
  };
}

/** What guards call a contracted module by; the runtime computes the same from a contract. */
export function keyOf(identity: ModuleIdentity): string {
  return `${identity.package}/${identity.module}`;
}
