import { existsSync } from "node:fs";
import path from "node:path";
import { showIn } from "../paths.js";
import type { ProjectFiles } from "./files.js";
import { matchFiles } from "./globs.js";
import { isRecord, type Manifest, ManifestError, readManifest } from "./manifest.js";

const strings = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((each): each is string => typeof each === "string") : [];

/** The `packages` list of pnpm-workspace.yaml. Nothing else in the file is used. */
function readPnpmPackages(text: string): string[] {
  const globs: string[] = [];
  let isInside = false;
  for (const line of text.split(/\r?\n/)) {
    const inline = /^packages:\s*\[(.*)\]/.exec(line)?.[1];
    if (inline !== undefined) return [...inline.matchAll(/["']?([^"',\s]+)["']?/g)].map((match) => match[1]!);
    if (/^packages:/.test(line)) isInside = true;
    else if (/^\S/.test(line) && !/^[-#]/.test(line)) isInside = false;
    const item = isInside ? /^\s*-\s+(?:"([^"]*)"|'([^']*)'|([^\s#]+))/.exec(line) : undefined;
    const glob = item && (item[1] ?? item[2] ?? item[3]);
    if (glob) globs.push(glob);
  }
  return globs;
}

/** The folders of workspace packages as patterns, from npm, Yarn, Bun, pnpm and Lerna. */
function workspaceGlobs({ folder, content }: Manifest, files: ProjectFiles): string[] {
  const { workspaces } = content;
  const named = strings(isRecord(workspaces) ? workspaces.packages : workspaces);
  const pnpm = files.read(path.join(folder, "pnpm-workspace.yaml"));
  return [...named, ...(pnpm === undefined ? [] : readPnpmPackages(pnpm))];
}

/**
 * The packages of a workspace; an empty list when the package.json is not the root of one.
 *
 * @param root - The package.json.
 * @param files - Reads the other files.
 */
export function readWorkspace(root: Manifest, files: ProjectFiles): Manifest[] {
  const globs = workspaceGlobs(root, files);
  if (!globs.length) return [];
  const manifests = files.list(root.folder).filter((name) => path.basename(name) === "package.json");
  const asFiles = globs.map((glob) => glob.replace(/\/*$/, "/package.json"));
  return matchFiles(manifests, root.folder, asFiles)
    .filter((fileName) => fileName !== root.fileName && existsSync(fileName))
    .map((fileName) => readMember(root, fileName, files));
}

/** Adds the name of the package.json to the error. */
function readMember(root: Manifest, fileName: string, files: ProjectFiles): Manifest {
  try {
    return readManifest(path.dirname(fileName), files);
  } catch (error) {
    if (!(error instanceof ManifestError)) throw error;
    throw new ManifestError(error.message.replace("package.json", showIn(root.folder, fileName)));
  }
}
