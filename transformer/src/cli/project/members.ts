import path from "node:path";
import type { ProjectConfig } from "./config.js";
import { type Manifest, readPackage } from "./manifest.js";

/** A package of a workspace, and the first of its configurations. */
export type Member = readonly [manifest: Manifest, config: ProjectConfig];

/**
 * The packages of a workspace that are compiled, each with dependencies and scripts of its own.
 *
 * @param root - The package of the folder that was asked about, which is none of them.
 * @param configs - The configurations of all projects.
 */
export function membersOf(root: Manifest, configs: readonly ProjectConfig[]): Member[] {
  const members = new Map<string, Member>();
  for (const config of configs) {
    const manifest = readPackage(path.dirname(config.fileName));
    if (manifest && manifest.folder !== root.folder && !members.has(manifest.folder)) {
      members.set(manifest.folder, [manifest, config]);
    }
  }
  return [...members.values()];
}
