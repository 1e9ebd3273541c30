import { formatLock, type LockedContract, lockContract, nameOf } from "../../artifacts.js";
import type { Collected } from "./collect.js";

/** One module has two contracts: which of them counts cannot be told. */
export class AmbiguousModule extends Error {}

/** Who imports contracted modules: the importers' names by the names of the modules. */
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

/**
 * All contracts of an output, as a lock file has them.
 *
 * @param collected - What was read.
 * @throws {@link AmbiguousModule} when a module has two contracts that differ.
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
