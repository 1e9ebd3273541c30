/**
 * For Node.js that has no `module.registerHooks()`: hooks that run in a thread of their own.
 *
 * @module
 */
import type { InitializeHook, ResolveHook } from "node:module";
import { type Places, simulatedAddress } from "./testing/address.js";

interface Shared extends Places {
  /** The number of what is simulated, which the main thread sets. */
  readonly simulation: Int32Array;
}

let shared: Shared;

export const initialize: InitializeHook<Shared> = (data) => {
  shared = data;
};

export const resolve: ResolveHook = async (specifier, context, nextResolve) =>
  simulatedAddress(
    await nextResolve(specifier, context),
    context.parentURL,
    Atomics.load(shared.simulation, 0),
    shared,
  );
