import type { Contract } from "../contract.js";
import { REGISTRY } from "./registry.js";

const host = globalThis as {
  readonly [name: symbol]: { readonly contracts: Readonly<Record<string, unknown>> } | undefined;
};

const damages = new WeakSet<object>();

/**
 * The error of a sidecar that is not what was built. The guard says the same; its own text is shorter in bundles.
 *
 * @param module - The module that the sidecar stands beside.
 */
export function damagedSidecar(module: string): Error {
  const error = new Error(`${module}: its sidecar is damaged; build again`);
  damages.add(error);
  return error;
}

/** Whether an error is one of {@link damagedSidecar}. */
export const isDamage = (error: unknown): boolean => damages.has(error as object);

/**
 * The contract that the same sidecar has handed to the guard before.
 *
 * @param key - Its key.
 * @throws Error when there is none: the two do not name the same contract.
 */
export function contractOf<Known = Contract>(key: string): Known {
  const contract = host[REGISTRY]?.contracts[key];
  if (!contract) throw damagedSidecar(String(key).replace(/#[^#]*$/, ""));
  return contract as Known;
}
