import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { type LockedContract, nameOf } from "importspy/dist/artifacts.cjs";
import { CommandFailure } from "importspy/dist/cli/outputs.cjs";
import type { Output } from "importspy/dist/cli.cjs";
import { LOCK, openOutput, readIdentity, readLock, type Side } from "./side.js";

function git(cwd: string, ...args: readonly string[]): string | undefined {
  const { status, stdout, error } = spawnSync("git", args, { cwd, encoding: "utf8", maxBuffer: 2 ** 28 });
  if (error) throw new CommandFailure("git cannot be run here; name folders of emitted JavaScript instead");
  return status === 0 ? stdout : undefined;
}

function findCommit(revision: string, cwd: string): string {
  // git would read a leading dash as an option.
  const commit = revision.startsWith("-")
    ? undefined
    : git(cwd, "rev-parse", "--verify", "--quiet", `${revision}^{commit}`);
  if (commit !== undefined) return commit.trim();
  if (git(cwd, "rev-parse", "--git-dir") === undefined) throw new CommandFailure("this folder is in no git repository");
  const isShallow = git(cwd, "rev-parse", "--is-shallow-repository")?.trim() === "true";
  const advice = isShallow
    ? "this clone is shallow: run git fetch --unshallow, or fetch-depth: 0 in a workflow"
    : "run git fetch, or name another one";
  throw new CommandFailure(`there is no revision ${revision} here; ${advice}`);
}

/** A revision with a lock file. Nothing is built. */
function openLocked(commit: string, prefix: string, lock: string, cwd: string, label: string): Side {
  const contracts = readLock(lock, `${label}:${prefix}${LOCK}`);
  let manifests: readonly { readonly folder: string; readonly name: string; readonly version: string | undefined }[];
  const files = () => (git(cwd, "ls-tree", "-r", "--full-tree", "--name-only", commit) ?? "").split("\n");
  const readManifests = () =>
    files()
      .filter(
        (file) => file.startsWith(prefix) && /(?:^|\/)package\.json$/.test(file) && !file.includes("node_modules/"),
      )
      .map((file) => ({
        folder: file.slice(0, -"package.json".length),
        ...readIdentity(git(cwd, "show", `${commit}:${file}`) ?? ""),
      }));
  const manifestOf = (name: string) => {
    manifests ??= readManifests();
    return manifests.find((each) => each.name === name);
  };
  return {
    contracts,
    versionOf: (name) => manifestOf(name)?.version,
    hasModule(contract: LockedContract) {
      const name = nameOf(contract);
      manifestOf("");
      const owner = manifests.find((each) => each.name && name.startsWith(`${each.name}/`));
      if (!owner) return undefined;
      const file = owner.folder + name.slice(owner.name.length + 1);
      return git(cwd, "cat-file", "-e", `${commit}:${file}`) !== undefined;
    },
    placeOf: () => undefined,
    dispose: () => undefined,
  };
}

/** Links the installed packages of each folder from the top of the repository down to the working directory. */
function linkInstalled(top: string, tree: string, prefix: string): void {
  const parts = prefix.split("/").filter(Boolean);
  for (let depth = 0; depth <= parts.length; depth++) {
    const folder = parts.slice(0, depth).join("/");
    const [from, to] = [path.join(top, folder, "node_modules"), path.join(tree, folder, "node_modules")];
    if (existsSync(from) && !existsSync(to)) symlinkSync(from, to, "dir");
  }
}

/** A revision without a lock file. It is built in a temporary worktree with the packages that are installed here. */
function openBuilt(commit: string, prefix: string, cwd: string, label: string, command: string, stderr: Output): Side {
  const folder = mkdtempSync(path.join(os.tmpdir(), "importspy-diff-"));
  const tree = path.join(folder, "tree");
  const dispose = () => {
    git(cwd, "worktree", "remove", "--force", tree);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    if (git(cwd, "worktree", "add", "--detach", tree, commit) === undefined) {
      throw new CommandFailure(`${label} cannot be checked out into a worktree`);
    }
    const top = git(cwd, "rev-parse", "--show-toplevel")!.trim();
    linkInstalled(top, tree, prefix);
    const at = path.join(tree, prefix);
    if (!existsSync(at)) throw new CommandFailure(`${label} has no folder ${prefix}`);
    const { status, stdout } = spawnSync(command, {
      cwd: at,
      shell: true,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    });
    if (status !== 0) {
      stderr.write(stdout.replaceAll(folder, ""));
      throw new CommandFailure(
        `${label} has no ${LOCK} and does not build with ${command}; name another command with --build`,
      );
    }
    return { ...openOutput(".", at, stderr), placeOf: () => undefined, dispose };
  } catch (error) {
    dispose();
    throw error;
  }
}

/**
 * A revision of the repository that a folder is in.
 *
 * @param revision - Any revision that git accepts.
 * @param cwd - The folder. The same folder is read in the revision.
 * @param build - The build command for a revision without a lock file.
 * @param stderr - Receives the output of the build.
 */
export function openRevision(revision: string, cwd: string, build: string, stderr: Output): Side {
  const commit = findCommit(revision, cwd);
  const prefix = git(cwd, "rev-parse", "--show-prefix")?.trim() ?? "";
  const label = `git:${revision}`;
  const lock = git(cwd, "show", `${commit}:${prefix}${LOCK}`);
  return lock === undefined
    ? openBuilt(commit, prefix, cwd, label, build, stderr)
    : openLocked(commit, prefix, lock, cwd, label);
}
