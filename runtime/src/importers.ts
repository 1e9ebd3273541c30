/**
 * What sidecars import when a module calls `importers<C>()`.
 *
 * @module
 */
import type { Announcement, Contract, ImporterIdentity, Uses } from "./contract.js";
import { contractOf } from "./guard/damaged.js";
import { REGISTRY } from "./guard/registry.js";
import type { Importer } from "./importers/importers.js";

type Load = () => unknown;

type Listed = { -readonly [Name in keyof Contract]: Contract[Name] };

interface Registry {
  readonly contracts: object;
  asked: readonly Announcement[];
  readonly loading: readonly Announcement[];
}

/** Shared by all copies of this file, like the registry of the guard. */
interface Offered {
  /** How to load an importer, by its name. */
  readonly loads: Map<string, Load>;
  /** The importers that were waiting before the list of the registry was replaced. */
  previous: readonly Announcement[];
}

/** Remembers which importers the guard has judged last, because it forgets them before it judges. */
function rememberAsked(): Offered {
  host[REGISTRY] ??= { contracts: {}, asked: [], loading: [] };
  let { asked } = host[REGISTRY];
  const remembered: Offered = { loads: new Map(), previous: [] };
  Object.defineProperty(host[REGISTRY], "asked", {
    get: () => asked,
    set: (value: readonly Announcement[]) => {
      remembered.previous = asked;
      asked = value;
    },
  });
  return remembered;
}

const OFFERED = Symbol.for("importspy.offered@2");
const host = globalThis as { [OFFERED]?: Offered; [REGISTRY]?: Registry };
host[OFFERED] ??= rememberAsked();
const offered = host[OFFERED];

const nameOf = ({ package: name, module }: ImporterIdentity) => `${name}/${module}`;

/**
 * Registers how to load an importer. Its sidecar calls this.
 *
 * @param name - The name of the importer: its package and path.
 * @param load - Loads the importer.
 */
export function offer(name: string, load: Load): void {
  offered.loads.set(name, load);
}

/** The default for contracts without conditions on importers, the same as in the guard. */
const judgeNobody: NonNullable<Uses["judgeImporter"]> = (_contract, asked, environment) => [environment, asked[0]];

/**
 * Creates the implementation of `importers<C>()` for a contracted module. Its sidecar calls this after the contract has
 * admitted.
 *
 * @param key - The contract's key.
 * @returns Gives the admitted importers, in order.
 */
export function importers(key: string): () => readonly Importer[] {
  const admitted = new Map<string, Importer>();
  const add = ([identity]: Announcement) => {
    if (!identity || admitted.has(nameOf(identity))) return;
    const { module, package: name } = identity;
    const load = offered.loads.get(nameOf(identity));
    const importer: Importer = {
      module,
      package: name,
      async load() {
        const exported = await load?.();
        // When a bundler puts both modules into one file, a failed module has no exports.
        if (load && exported === undefined) throw new Error(`${module} failed when it was evaluated`);
        if (load) return exported;
        throw new Error(`${module} cannot be loaded: it was not built by this version of importspy; build it again`);
      },
    };
    admitted.set(nameOf(identity), Object.freeze(importer));
  };
  const contract = contractOf<Listed>(key);
  // The importer that made this module start. The guard judges all others before they load it.
  for (const announcement of offered.previous) {
    const [, [name, , , flags]] = announcement;
    const isReexport = flags & 1;
    if (name === nameOf(contract) && !isReexport) add(announcement);
  }
  const { judgeImporter: judge = judgeNobody } = contract.uses;
  contract.uses = {
    ...contract.uses,
    // The guard judges each importer twice: before it loads the module, and after.
    judgeImporter: (judged, asked, environment, isChain) => {
      const judgement = judge(judged, asked, environment, isChain);
      const holds = environment && judgement[0]?.some((violations) => !violations.length);
      if (holds && asked.length === 1) add(asked[0]!);
      return judgement;
    },
  };
  return () => Object.freeze([...admitted.values()]);
}
