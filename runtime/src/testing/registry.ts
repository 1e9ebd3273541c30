import type { Announcement, Contract, Judge, Uses } from "../contract.js";
import { FIELD_NAMES, FIELDS, type FieldName } from "../fields.js";
import { REGISTRY } from "../guard/registry.js";
import type { Simulations } from "./model.js";

/** A contract in the guard's registry. */
type KnownContract = { -readonly [Name in keyof Contract]: Contract[Name] } & { environment?: unknown };

interface Registry {
  readonly contracts: Record<string, KnownContract>;
  asked: readonly Announcement[];
  loading: readonly Announcement[];
}

const host = globalThis as { [name: symbol]: Registry | undefined };

/** Wraps judges so that they use the simulated fact first. Variables are not wrapped, because they are really set. */
function wrap(uses: Uses, { collectorFor, importersFor }: Simulations): Uses {
  const judgeFor = (name: FieldName, real: Judge): Judge => {
    const { judge } = FIELDS[name];
    return (condition, member, contract, announcement) => {
      const collect = collectorFor(name);
      return collect
        ? judge(condition, member, collect(contract, announcement), contract)
        : real(condition, member, contract, announcement);
    };
  };
  const simulated = FIELD_NAMES.filter((name) => name !== "env" && uses[name]);
  const judges = simulated.map((name) => [name, judgeFor(name, uses[name] as Judge)] as const);
  const { judgeImporter } = uses;
  return {
    ...uses,
    ...Object.fromEntries(judges),
    ...(judgeImporter && {
      judgeImporter: (contract, importers, environment, isChain) =>
        judgeImporter(contract, importersFor(contract, importers), environment, isChain),
    }),
  };
}

/**
 * Adds simulations to the judges of all contracts in this process, including later ones. Each loaded guard holds the
 * registry object, so it must stay the same object. Its entries are moved to its prototype, a proxy, which also sees
 * new entries.
 *
 * @param simulations - The simulations.
 * @returns Makes every contract be judged again at its next import.
 */
export function wrapRegistry(simulations: Simulations): () => void {
  host[REGISTRY] ??= { contracts: {}, asked: [], loading: [] };
  const { contracts } = host[REGISTRY];
  const known = new Map<PropertyKey, KnownContract>();
  const wrapped = new WeakSet<Uses>();
  const keep = (key: PropertyKey, contract: KnownContract) => {
    if (!wrapped.has(contract.uses)) {
      contract.uses = wrap(contract.uses, simulations);
      wrapped.add(contract.uses);
    }
    known.set(key, contract);
    return true;
  };
  for (const key of Object.keys(contracts)) {
    keep(key, contracts[key]!);
    delete contracts[key];
  }
  Object.setPrototypeOf(
    contracts,
    new Proxy(Object.create(null) as object, {
      get: (_target, key) => known.get(key),
      has: (_target, key) => known.has(key),
      set: (_target, key, contract: KnownContract) => keep(key, contract),
    }),
  );
  return () => {
    for (const contract of known.values()) delete contract.environment;
  };
}
