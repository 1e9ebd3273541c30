import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

/** What package.json says, as far as the commands ask. */
export interface Manifest {
  readonly fileName: string;
  readonly folder: string;
  readonly text: string;
  readonly name: string | undefined;
  readonly scripts: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly optionalDependencies: Readonly<Record<string, string>>;
}

/** package.json cannot be read; the message is for people. */
export class ManifestError extends Error {}

/** The entries of an object that are strings. */
function recordOf(value: unknown): Record<string, string> {
  if (!value || typeof value !== "object") return {};
  return Object.fromEntries(Object.entries(value).filter(([, each]) => typeof each === "string"));
}

/**
 * Reads the package.json of a folder, or of the nearest one above.
 *
 * @throws ManifestError when there is none, or it is no JSON.
 */
export function readManifest(cwd: string): Manifest {
  let folder = path.resolve(cwd);
  while (!existsSync(path.join(folder, "package.json"))) {
    const parent = path.dirname(folder);
    if (parent === folder) throw new ManifestError("there is no package.json here; make one with npm init");
    folder = parent;
  }
  const fileName = path.join(folder, "package.json");
  const text = readFileSync(fileName, "utf8");
  let content: unknown;
  try {
    // npm reads it with a byte order mark, too.
    content = JSON.parse(text.replace("\uFEFF", ""));
  } catch (error) {
    throw new ManifestError(
      `package.json is no JSON (${error instanceof Error ? error.message : String(error)}); mend it`,
    );
  }
  const { name, scripts, dependencies, devDependencies, optionalDependencies } = { ...(content as Partial<Manifest>) };
  return {
    fileName,
    folder,
    text,
    name: typeof name === "string" ? name : undefined,
    scripts: recordOf(scripts),
    dependencies: recordOf(dependencies),
    devDependencies: recordOf(devDependencies),
    optionalDependencies: recordOf(optionalDependencies),
  };
}

/** The package that a folder is part of: the nearest package.json that names one, if there is any. */
export function readPackage(folder: string): Manifest | undefined {
  for (let from = path.resolve(folder); ; from = path.dirname(from)) {
    if (existsSync(path.join(from, "package.json"))) {
      const manifest = readManifest(from);
      if (manifest.name !== undefined) return manifest;
    }
    if (from === path.dirname(from)) return undefined;
  }
}

/** A package as a folder would resolve it. */
export interface InstalledPackage {
  readonly name: string;
  readonly version: string;
  readonly folder: string;
}

/** Finds an installed package, also where its `exports` hide package.json. */
export function findInstalled(name: string, from: string): InstalledPackage | undefined {
  const folders = createRequire(path.join(from, "package.json")).resolve.paths(name) ?? [];
  for (const modules of folders) {
    const fileName = path.join(modules, name, "package.json");
    if (!existsSync(fileName)) continue;
    const manifest = JSON.parse(readFileSync(fileName, "utf8")) as { name?: string; version?: string };
    return { name: manifest.name ?? name, version: manifest.version ?? "0.0.0", folder: path.dirname(fileName) };
  }
  return undefined;
}
