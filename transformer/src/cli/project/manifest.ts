import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import type { ProjectFiles } from "./files.js";

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
  readonly peerDependencies: Readonly<Record<string, string>>;
  /** All that it says. */
  readonly content: Readonly<Record<string, unknown>>;
}

/** package.json cannot be read; the message is for people. */
export class ManifestError extends Error {}

/** Whether a value of JSON is an object, and not a list. */
export const isRecord = (value: unknown): value is Record<string, unknown> =>
  !!value && typeof value === "object" && !Array.isArray(value);

/** The entries of an object that are strings. */
function stringsOf(value: unknown): Record<string, string> {
  const strings = Object.entries(isRecord(value) ? value : {}).filter(([, each]) => typeof each === "string");
  return Object.fromEntries(strings) as Record<string, string>;
}

/**
 * Reads the package.json of a folder, or of the nearest one above.
 *
 * @param cwd - The folder.
 * @param files - Reads it; the disk when absent.
 * @throws ManifestError when there is none, or it is not JSON.
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
    // npm reads it with a byte order mark, too.
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

/** The package that a folder is part of: the nearest package.json that names one, if there is any. */
export function readPackage(folder: string, files?: ProjectFiles): Manifest | undefined {
  for (let from = path.resolve(folder); ; from = path.dirname(from)) {
    if (existsSync(path.join(from, "package.json"))) {
      const manifest = readManifest(from, files);
      if (manifest.name !== undefined) return manifest;
    }
    if (from === path.dirname(from)) return undefined;
  }
}
