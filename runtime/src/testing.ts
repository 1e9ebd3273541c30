/**
 * For tests of code with contracts: simulates the facts of any machine. Emitted code does not contain any of it, and a
 * process that does not load this file pays nothing.
 *
 * @module
 */
/// <reference lib="esnext.disposable" preserve="true" />
export type { ViolatingImporter, Violation } from "./contract.js";
export { judge } from "./testing/judge.js";
export type { Judgement } from "./testing/judgement.js";
export { type Simulation, simulate } from "./testing/simulate.js";
export { FactsError, type SimulatedFacts } from "./testing/types.js";
