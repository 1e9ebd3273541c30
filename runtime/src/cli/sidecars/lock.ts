import { join, resolve } from "node:path";
import { formatLock, type LockedContract, lockContract, nameOf, UnreadableSidecar } from "../../artifacts.js";
import { isFile } from "../../files.js";
import type { Need } from "../needs/needs.js";
import type { Collected } from "./collect.js";
import { nameIn, packageFolderOf, portable, TYPESCRIPT } from "./find.js";
import { createSidecarReader, type SidecarReader } from "./read.js";

/** A module has two different contracts. */
export class AmbiguousModule extends Error {}

/** The importers of contracted modules: names of importers by name of module. */
function importersIn({ imports }: Pick<Collected, "imports">): ReadonlyMap<string, ReadonlySet<string>> {
  const importers = new Map<string, Set<string>>();
  for (const { importer, edges } of imports) {
    for (const [name] of edges) {
      const known = importers.get(name) ?? new Set();
      importers.set(name, known.add(nameOf(importer)));
    }
  }
  return importers;
}

/** The name of a source: its package and its path there. */
function nameOfSource(file: string): string | undefined {
  const folder = TYPESCRIPT.test(file) ? packageFolderOf(file) : undefined;
  return folder && nameOf({ package: nameIn(join(folder, "package.json")), module: portable(folder, file) });
}

/** The name of the file of a step: from its sidecar, or its path when it has none. */
function importerAt(file: string, cwd: string, read: SidecarReader): string {
  const source = nameOfSource(resolve(cwd, file));
  if (source !== undefined) return source;
  const sidecar = resolve(cwd, file.replace(/\.([cm]?js)x?$/, ".importspy.$1"));
  try {
    const importer = isFile(sidecar) ? read(sidecar).importer : undefined;
    return importer ? nameOf(importer) : file;
  } catch (error) {
    // The error is already reported: the caller collected it.
    if (error instanceof UnreadableSidecar) return file;
    throw error;
  }
}

/**
 * The contracts that one file reaches, each with the importers on the way to it.
 *
 * @param needs - The contracts that were found.
 * @param cwd - The folder that their paths are relative to.
 */
export function lockNeeds(needs: readonly Need[], cwd: string): readonly LockedContract[] {
  const read = createSidecarReader();
  return needs.map(({ contract, validators, ways }) => {
    const importers = ways.flatMap((steps) => steps.slice(-1).map(({ file }) => importerAt(file, cwd, read)));
    return lockContract(contract, validators, importers);
  });
}

/**
 * All contracts of an output, in the form of the lock file.
 *
 * @param collected - The contracts and imports.
 * @throws {@link AmbiguousModule} when a module has two different contracts.
 */
export function lockOutput(collected: Collected): readonly LockedContract[] {
  const importers = importersIn(collected);
  const locked = new Map<string, { readonly contract: LockedContract; readonly sidecar: string }>();
  for (const { contract: data, validators, sidecars } of collected.contracts) {
    const contract = lockContract(data, validators, importers.get(`${data.package}/${data.module}`) ?? []);
    const name = nameOf(contract);
    const earlier = locked.get(name);
    const sidecar = sidecars[0]!;
    if (earlier && formatLock([earlier.contract]) !== formatLock([contract])) {
      throw new AmbiguousModule(
        `${name} has one contract in ${earlier.sidecar} and another in ${sidecar}; remove the stale output, or name a folder`,
      );
    }
    locked.set(name, earlier ?? { contract, sidecar });
  }
  return [...locked.values()].map(({ contract }) => contract);
}
