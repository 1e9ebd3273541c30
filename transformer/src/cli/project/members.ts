import path from "node:path";
import type { TypeScript } from "../../compiler/compiler.js";
import { TAG } from "../../discover/comments.js";
import { isInside } from "../paths.js";
import { findConfig, type ProjectConfig, readConfig } from "./config.js";
import type { ProjectFiles } from "./files.js";
import { type Manifest, readPackage } from "./manifest.js";

/** A package of a workspace, and its configurations. */
export type Member = readonly [manifest: Manifest, configs: readonly ProjectConfig[]];

const CODE = /\.(?:[cm]?[jt]sx?|vue|svelte|astro)$/;

/** Whether a package depends on importspy or has a contract. */
function hasToDo({ folder, ...manifest }: Manifest, files: ProjectFiles): boolean {
  const { dependencies, devDependencies, peerDependencies } = manifest;
  const asks = [dependencies, devDependencies, peerDependencies].some(
    (each) => each.importspy !== undefined || each["@importspy/transformer"] !== undefined,
  );
  return (
    asks ||
    files.list(folder).some((name) => CODE.test(name) && !name.endsWith(".d.ts") && files.read(name)?.includes(TAG))
  );
}

/** The packages that a package may load by name, and the folders that its files load by path. */
function loadsOf(typescript: TypeScript, { folder, ...manifest }: Manifest, files: ProjectFiles) {
  const { dependencies, devDependencies, optionalDependencies, peerDependencies } = manifest;
  const names = new Set(
    Object.keys({ ...dependencies, ...devDependencies, ...optionalDependencies, ...peerDependencies }),
  );
  const paths: string[] = [];
  for (const file of files.list(folder).filter((name) => CODE.test(name))) {
    for (const { fileName } of typescript.preProcessFile(files.read(file) ?? "").importedFiles) {
      if (fileName.startsWith("..")) paths.push(path.resolve(path.dirname(file), fileName));
    }
  }
  return { names, paths: paths.filter((each) => !isInside(each, folder)) };
}

/** The packages of a workspace that depend on importspy or have contracts, and those that load them. */
function concernedOf(
  typescript: TypeScript,
  workspace: readonly Manifest[],
  referenced: ReadonlySet<string>,
  files: ProjectFiles,
): Manifest[] {
  const concerned = new Set(workspace.filter((each) => referenced.has(each.folder) || hasToDo(each, files)));
  const loads = new Map(
    workspace.filter((each) => !concerned.has(each)).map((each) => [each, loadsOf(typescript, each, files)]),
  );
  for (const one of concerned) {
    for (const [other, { names, paths }] of loads) {
      const isLoading =
        (one.name !== undefined && names.has(one.name)) || paths.some((each) => isInside(each, one.folder));
      if (isLoading) concerned.add(other);
    }
  }
  return [...concerned];
}

/**
 * The workspace packages to examine, each with its own dependencies and scripts: those of referenced configurations,
 * those that depend on importspy or have contracts, and those that load them.
 *
 * @param typescript - The compiler.
 * @param files - Reads the files.
 * @param root - The package of the folder that was asked about. It is not in the result.
 * @param configs - The configurations that were asked about, with those that they reference.
 * @param workspace - All packages of the workspace.
 * @param all - Selects all of them.
 */
export function membersOf(
  typescript: TypeScript,
  files: ProjectFiles,
  root: Manifest,
  configs: readonly ProjectConfig[],
  workspace: readonly Manifest[],
  all = false,
): Member[] {
  const members = new Map<string, { manifest: Manifest; configs: ProjectConfig[] }>();
  for (const config of configs) {
    const manifest = readPackage(path.dirname(config.fileName), files);
    if (!manifest || manifest.folder === root.folder) continue;
    const member = members.get(manifest.folder) ?? { manifest, configs: [] };
    members.set(manifest.folder, member);
    member.configs.push(config);
  }
  const concerned = all ? workspace : concernedOf(typescript, workspace, new Set(members.keys()), files);
  for (const manifest of concerned) {
    if (members.has(manifest.folder)) continue;
    const own = findConfig(typescript, manifest.folder, ".");
    members.set(manifest.folder, { manifest, configs: own === undefined ? [] : [readConfig(typescript, files, own)] });
  }
  return [...members.values()].map(({ manifest, configs: own }) => [manifest, own]);
}
