/**
 * Import contracts for TypeScript: the error of a refused import, typed variables, the importers of a module, validated
 * loading, and the types of contracts.
 *
 * @module
 */
import { ContractViolationError as Thrown } from "./guard.js";

export type { ViolatingImporter, Violation } from "./contract.js";
export { env } from "./env/env.js";
export type { Env, Frozen, Hidden } from "./env/types.js";
export { type Importer, type ImporterOf, importers } from "./importers/importers.js";
export { load } from "./load/load.js";

/**
 * Thrown when a contract is broken, before the contracted module is evaluated. It is plain data: `JSON.stringify` can
 * log it, and it never contains the value of an environment variable.
 *
 * `instanceof` checks `code`, so it works across copies of this package.
 *
 * @example
 * ```ts
 * try {
 *   await import("../payments.js");
 * } catch (error) {
 *   if (!(error instanceof ContractViolationError)) throw error;
 *   for (const { path, hint } of error.violations) console.error(`${path}: ${hint}`);
 * }
 * ```
 */
export const ContractViolationError: typeof Thrown = /* @__PURE__ */ Object.defineProperty(Thrown, Symbol.hasInstance, {
  // Defined here and not in the class, because every bundle has the class.
  value: (thrown: unknown) =>
    thrown instanceof Error && (thrown as { code?: unknown }).code === "ERR_IMPORTSPY_CONTRACT_VIOLATION",
});
export type ContractViolationError = Thrown;
