/**
 * Import contracts for TypeScript: the error that a refused import throws, and its types.
 *
 * @module
 */
export type { ViolatingImporter, Violation } from "./contract.js";
export { ContractViolationError } from "./guard.js";
