import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import type { ProjectFiles } from "./files.js";

/** The parts of package.json that commands use. */
export interface Manifest {
  readonly fileName: string;
  readonly folder: string;
  readonly text: string;
  readonly name: string | undefined;
  readonly scripts: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly optionalDependencies: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
  /** The whole content. */
  readonly content: Readonly<Record<string, unknown>>;
}

/** package.json cannot be read. The message is for users. */
export class ManifestError extends Error {}

/** Whether a JSON value is an object and not a list. */
export const isRecord = (value: unknown): value is Record<string, unknown> =>
  !!value && typeof value === "object" && !Array.isArray(value);

/** The string entries of an object. */
function stringsOf(value: unknown): Record<string, string> {
  const strings = Object.entries(isRecord(value) ? value : {}).filter(([, each]) => typeof each === "string");
  return Object.fromEntries(strings) as Record<string, string>;
}

/**
 * Reads the package.json of a folder, or the nearest one above.
 *
 * @param cwd - The folder.
 * @param files - Reads the file; without it, the file on disk is read.
 * @throws ManifestError when there is none, or it is not valid JSON.
 */
export function readManifest(cwd: string, files?: ProjectFiles): Manifest {
  let folder = path.resolve(cwd);
  while (!existsSync(path.join(folder, "package.json"))) {
    const parent = path.dirname(folder);
    if (parent === folder) throw new ManifestError("there is no package.json here; make one with npm init");
    folder = parent;
  }
  const fileName = path.join(folder, "package.json");
  const text = files?.read(fileName) ?? readFileSync(fileName, "utf8");
  let content: unknown;
  try {
    // npm also accepts a byte order mark.
    content = JSON.parse(text.replace("\uFEFF", ""));
  } catch (error) {
    throw new ManifestError(
      `package.json is not JSON (${error instanceof Error ? error.message : String(error)}); fix it`,
    );
  }
  const record = isRecord(content) ? content : {};
  return {
    fileName,
    folder,
    text,
    name: typeof record.name === "string" ? record.name : undefined,
    scripts: stringsOf(record.scripts),
    dependencies: stringsOf(record.dependencies),
    devDependencies: stringsOf(record.devDependencies),
    optionalDependencies: stringsOf(record.optionalDependencies),
    peerDependencies: stringsOf(record.peerDependencies),
    content: record,
  };
}

/** The package that contains a folder: the nearest package.json with a name. */
export function readPackage(folder: string, files?: ProjectFiles): Manifest | undefined {
  for (let from = path.resolve(folder); ; from = path.dirname(from)) {
    if (existsSync(path.join(from, "package.json"))) {
      const manifest = readManifest(from, files);
      if (manifest.name !== undefined) return manifest;
    }
    if (from === path.dirname(from)) return undefined;
  }
}
