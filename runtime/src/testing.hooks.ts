/**
 * Module hooks in a separate thread, for versions of Node.js without `module.registerHooks()`.
 *
 * @module
 */
import type { InitializeHook, ResolveHook } from "node:module";
import { type Places, simulatedAddress } from "./testing/address.js";

interface Shared extends Places {
  /** The number of the current simulation. The main thread sets it. */
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
