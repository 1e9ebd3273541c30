/**
 * What sidecars import beside the guard where a module asks who imports it: `importers<C>()`.
 *
 * @module
 */
import type { Announcement, Contract, ImporterIdentity, Uses } from "./contract.js";
import { REGISTRY } from "./guard/registry.js";
import type { Importer } from "./importers/importers.js";

type Load = () => unknown;

type Listed = { -readonly [Name in keyof Contract]: Contract[Name] };

interface Registry {
  readonly contracts: Readonly<Record<string, Listed>>;
}

const OFFERED = Symbol.for("importspy.offered@1");
const host = globalThis as { readonly [REGISTRY]?: Registry; [OFFERED]?: Map<string, Load> };
// One for all copies of this file, as the guard's.
host[OFFERED] ??= new Map();
const offered = host[OFFERED];

const nameOf = ({ package: name, module }: ImporterIdentity) => `${name}/${module}`;

/**
 * Says how an importer is loaded. Called by its sidecar.
 *
 * @param name - The importer: its package and path.
 * @param load - Loads it.
 */
export function offer(name: string, load: Load): void {
  offered.set(name, load);
}

/** What a guard does where a contract asks nothing of its importer. */
const judgeNobody: NonNullable<Uses["judgeImporter"]> = (_contract, asked, environment) => [environment, asked[0]];

/**
 * Makes the function that stands for `importers<C>()` in a contracted module. Called by its sidecar, when the contract
 * has admitted.
 *
 * @param key - The contract's key.
 * @returns Gives those who were admitted, in order.
 */
export function importers(key: string): () => readonly Importer[] {
  const admitted = new Map<string, Importer>();
  const add = ([identity]: Announcement) => {
    if (!identity || admitted.has(nameOf(identity))) return;
    const { module, package: name } = identity;
    const load = offered.get(nameOf(identity));
    const importer: Importer = {
      module,
      package: name,
      async load() {
        const exported = await load?.();
        // A bundler that has both in one file gives nothing for a module that failed.
        if (load && exported === undefined) throw new Error(`${module} failed when it was evaluated`);
        if (load) return exported;
        throw new Error(`${module} cannot be loaded: it was not built by this version of importspy; build it again`);
      },
    };
    admitted.set(nameOf(identity), Object.freeze(importer));
  };
  const contract = host[REGISTRY]!.contracts[key]!;
  const { judgeImporter: judge = judgeNobody } = contract.uses;
  contract.uses = {
    ...contract.uses,
    // The guard asks for each importer, when it is about to load the module and when it has.
    judgeImporter: (judged, asked, environment, isChain) => {
      const judgement = judge(judged, asked, environment, isChain);
      const holds = environment && judgement[0]?.some((violations) => !violations.length);
      if (holds && asked.length === 1) add(asked[0]!);
      return judgement;
    },
  };
  return () => Object.freeze([...admitted.values()]);
}
