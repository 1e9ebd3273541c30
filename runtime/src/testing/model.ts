import type { Announcement, Collect, Contract } from "../contract.js";
import type { FieldName } from "../fields.js";
import type { SimulatedFacts } from "./types.js";

/** The current simulations. */
export interface Simulations {
  /** The collector of a supposed fact; `undefined` to use the real one. */
  collectorFor(name: FieldName): Collect | undefined;
  /** The importers to judge. */
  importersFor(contract: Contract, importers: readonly Announcement[]): readonly Announcement[];
}

/** A simulation that is not restored yet. */
export interface OpenSimulation {
  readonly facts: SimulatedFacts;
  /** Where the test started it. */
  readonly place: string;
}
