import type { Announcement, Collect, Contract } from "../contract.js";
import type { FieldName } from "../fields.js";
import type { SimulatedFacts } from "./types.js";

/** What is simulated now. */
export interface Simulations {
  /** What collects a field's fact; `undefined` where the real one counts. */
  collectorFor(name: FieldName): Collect | undefined;
  /** Who imports. */
  importersFor(contract: Contract, importers: readonly Announcement[]): readonly Announcement[];
}

/** One that is open. */
export interface OpenSimulation {
  readonly facts: SimulatedFacts;
  /** Where the test opened it. */
  readonly place: string;
}
