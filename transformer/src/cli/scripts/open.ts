import type { TypeScript } from "../../compiler/compiler.js";
import { showIn } from "../paths.js";
import { findCompiler } from "../project/compilers.js";
import { findConfig, type ProjectConfig, readReferencedConfigs } from "../project/config.js";
import type { ProjectFiles } from "../project/files.js";
import { type Manifest, readManifest } from "../project/manifest.js";
import { membersOf } from "../project/members.js";
import type { ReadShell } from "../project/shell.js";
import { readWorkspace } from "../project/workspace.js";
import type { Project } from "./model.js";

/** A project, as doctor and init see it. */
export interface OpenedProject {
  readonly project: Project;
  /** All configurations: the one that was asked about, those that it references, and those of the workspace. */
  readonly configs: readonly ProjectConfig[];
}

/** How to open a project. */
export interface Opening {
  readonly typescript: TypeScript;
  readonly files: ProjectFiles;
  readonly readShell: ReadShell;
  readonly cwd: string;
  /** A script runs ts-patch, so `tsc` will run plugins. */
  readonly willBePatched?: boolean;
  /** Include all workspace packages, also those that do not use contracts yet. */
  readonly withWorkspace?: boolean;
}

/** The package.json and tsconfig.json of a folder. A workspace root may have none. */
export interface Located {
  readonly manifest: Manifest;
  readonly config: string | undefined;
}

/**
 * Finds the package.json and tsconfig.json of a folder.
 *
 * @param opening - The folder.
 * @param project - The tsconfig.json or its folder, from the command line.
 * @param missing - What to do when there is none.
 * @returns A text explains why there are none.
 */
export function locate(
  { typescript, files, cwd }: Opening,
  project: string | undefined,
  missing: string,
): Located | string {
  const manifest = readManifest(cwd);
  const config = findConfig(typescript, project === undefined ? manifest.folder : cwd, project);
  const isRoot = project === undefined && readWorkspace(manifest, files).length > 0;
  if (config !== undefined || isRoot) return { manifest, config };
  return project === undefined
    ? `there is no tsconfig.json here; ${missing}`
    : `${project} does not exist; name a tsconfig.json or its folder`;
}

/** Opens everything that doctor examines. */
export function openProject(
  { typescript, files, readShell, cwd, willBePatched, withWorkspace }: Opening,
  { manifest: { folder }, config }: Located,
): OpenedProject {
  const manifest = readManifest(folder, files);
  const referenced = config === undefined ? [] : readReferencedConfigs(typescript, files, config);
  const workspace = readWorkspace(manifest, files);
  const members = membersOf(typescript, files, manifest, referenced, workspace, withWorkspace);
  const compilerOf = (from: string) => {
    const compiler = findCompiler(from);
    return compiler && { ...compiler, isPatched: compiler.isPatched || Boolean(willBePatched) };
  };
  const project: Project = {
    typescript,
    files,
    readShell,
    cwd,
    workspace,
    packages: [
      { manifest, configs: referenced, compiler: compilerOf(manifest.folder), place: "" },
      ...members.map(([member, configs]) => {
        const place = ` of ${showIn(cwd, member.folder)}`;
        return { manifest: member, configs, compiler: compilerOf(member.folder), place };
      }),
    ],
  };
  const all = [...referenced, ...members.flatMap(([, configs]) => configs)];
  return { project, configs: [...new Map(all.map((each) => [each.fileName, each])).values()] };
}
