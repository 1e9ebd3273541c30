/**
 * For tests of code that has contracts: facts of any machine, on any machine. Nothing of it is in what a build emits, and a
 * process that does not load this file pays nothing for it.
 *
 * @module
 */
/// <reference lib="esnext.disposable" preserve="true" />
export type { ViolatingImporter, Violation } from "./contract.js";
export { judge } from "./testing/judge.js";
export type { Judgement } from "./testing/judgement.js";
export { type Simulation, simulate } from "./testing/simulate.js";
export { FactsError, type SimulatedFacts } from "./testing/types.js";
