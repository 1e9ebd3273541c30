import { readFileSync } from "node:fs";
import path from "node:path";
import { type LockedContract, nameOf, parseLock, UnreadableLock } from "importspy/dist/artifacts.cjs";
import {
  AmbiguousModule,
  CommandFailure,
  collectContracts,
  describeAbsence,
  lockOutput,
  packageFolderOf,
  reportStale,
  reportUnreadable,
} from "importspy/dist/cli/outputs.cjs";
import type { Output } from "importspy/dist/cli.cjs";

/** One state of a project. */
export interface Side {
  readonly contracts: readonly LockedContract[];
  /** The version in a package's package.json, if any. */
  versionOf(name: string): string | undefined;
  /** Whether a module existed, with or without a contract; `undefined` when it is unknown. */
  hasModule(contract: LockedContract): boolean | undefined;
  /** Where a contract is written, relative to the working directory. */
  placeOf(contract: LockedContract): { readonly file: string; readonly line: number } | undefined;
  /** Removes temporary files. */
  dispose(): void;
}

/** The name of a lock file. */
export const LOCK = "importspy.lock.md";

/** The `name` and `version` of a package.json. */
export function readIdentity(text: string): { readonly name: string; readonly version: string | undefined } {
  try {
    const { name, version } = JSON.parse(text) as Readonly<Record<string, unknown>>;
    return {
      name: typeof name === "string" ? name : "",
      version: typeof version === "string" ? version : undefined,
    };
  } catch (error) {
    // Invalid JSON counts as a package without a name.
    if (error instanceof SyntaxError) return { name: "", version: undefined };
    throw error;
  }
}

/** Reads a lock file. */
export function readLock(text: string, name: string): readonly LockedContract[] {
  try {
    return parseLock(text);
  } catch (error) {
    if (error instanceof UnreadableLock) throw new CommandFailure(`${name}: ${error.message}`);
    throw error;
  }
}

/** Reads the contracts of emitted JavaScript. */
export function readOutput(operand: string, cwd: string, stderr: Output) {
  const collected = collectContracts([operand], cwd);
  const { contracts, unreadable, empty } = collected;
  reportUnreadable("diff", unreadable, stderr);
  if (unreadable.length) throw new CommandFailure(`${operand} has sidecars that cannot be read`);
  if (!contracts.length) throw new CommandFailure(empty.map((each) => describeAbsence(each, cwd)).join(", and "));
  try {
    return { found: contracts, locked: lockOutput(collected) };
  } catch (error) {
    if (error instanceof AmbiguousModule) throw new CommandFailure(error.message);
    throw error;
  }
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    // Missing, or not a file. Callers treat both alike.
    return undefined;
  }
}

const nothing = () => undefined;

/**
 * A lock file.
 *
 * @param file - Its path.
 * @param cwd - The working directory.
 */
export function openLock(file: string, cwd: string): Side {
  const contracts = readLock(readFileSync(file, "utf8"), path.relative(cwd, file) || LOCK);
  const manifest = readIdentity(readIfThere(path.join(path.dirname(file), "package.json")) ?? "");
  return {
    contracts,
    versionOf: (name) => (manifest.name === name ? manifest.version : undefined),
    hasModule: nothing,
    placeOf: nothing,
    dispose: nothing,
  };
}

/**
 * A folder of emitted JavaScript.
 *
 * @param operand - The folder, relative to the working directory.
 * @param cwd - The working directory.
 * @param stderr - Receives reports of stale output.
 */
export function openOutput(operand: string, cwd: string, stderr: Output): Side {
  const { found, locked } = readOutput(operand, cwd, stderr);
  if (reportStale("diff", found, cwd, stderr)) throw new CommandFailure(`${operand} is stale; build again`);
  const byName = new Map(found.map((each) => [nameOf(each.contract), each]));
  const folderOf = (name: string) => {
    const one = found.find(({ contract }) => contract.package === name) ?? found[0]!;
    return packageFolderOf(one.location, name);
  };
  return {
    contracts: locked,
    versionOf(name) {
      const folder = folderOf(name);
      return folder === undefined
        ? undefined
        : readIdentity(readIfThere(path.join(folder, "package.json")) ?? "").version;
    },
    hasModule(contract) {
      const owner = found.find((each) => nameOf(contract).startsWith(`${each.contract.package}/`));
      const folder = owner && packageFolderOf(owner.location, owner.contract.package);
      if (folder === undefined) return undefined;
      const module = nameOf(contract).slice(owner!.contract.package.length + 1);
      if (readIfThere(path.join(folder, module)) !== undefined) return true;
      return hasEmitted(folder, owner!.location, owner!.contract.module, module);
    },
    placeOf(contract) {
      const one = byName.get(nameOf(contract));
      return one && { file: one.source, line: one.contract.line };
    },
    dispose: nothing,
  };
}

/** Whether a module has an emitted file, derived from where another module's file is. */
function hasEmitted(folder: string, sidecar: string, known: string, module: string): boolean | undefined {
  const emitted = sidecar.replace(/\.importspy(\.[cm]?js)$/, "$1");
  const stem = (name: string) => name.replace(/\.[cm]?[jt]sx?$/, "");
  const [from, to] = [stem(known), stem(path.relative(folder, emitted).replaceAll("\\", "/"))];
  const parts = from.split("/");
  for (let start = 0; start < parts.length; start++) {
    const end = parts.slice(start).join("/");
    if (!`/${to}`.endsWith(`/${end}`)) continue;
    const [above, below] = [parts.slice(0, start).join("/"), to.slice(0, to.length - end.length)];
    if (above && !module.startsWith(`${above}/`)) return undefined;
    const name = below + stem(above ? module.slice(above.length + 1) : module);
    return [".js", ".mjs", ".cjs"].some((ending) => readIfThere(path.join(folder, name + ending)) !== undefined);
  }
  return undefined;
}
