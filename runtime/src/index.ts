/**
 * Import contracts for TypeScript: the error that a refused import throws, the variables of a contract as values, who
 * imports a module, modules that are validated when they are loaded, and their types.
 *
 * @module
 */
export type { ViolatingImporter, Violation } from "./contract.js";
export { env } from "./env/env.js";
export type { Env, Hidden } from "./env/types.js";
export { ContractViolationError } from "./guard.js";
export { type Importer, type ImporterOf, importers } from "./importers/importers.js";
export { load } from "./load/load.js";
