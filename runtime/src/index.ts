/**
 * Import contracts for TypeScript: the error that a refused import throws, the variables of a contract as values, who
 * imports a module, modules that are validated when they are loaded, and their types.
 *
 * @module
 */
import { ContractViolationError as Thrown } from "./guard.js";

export type { ViolatingImporter, Violation } from "./contract.js";
export { env } from "./env/env.js";
export type { Env, Hidden } from "./env/types.js";
export { type Importer, type ImporterOf, importers } from "./importers/importers.js";
export { load } from "./load/load.js";

/**
 * Thrown when a contract is broken, before the contracted module is evaluated. Plain data: it can be logged with
 * `JSON.stringify`, and never holds a value of an environment variable.
 *
 * `instanceof` goes by its `code`, so that it holds across copies of this package.
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
  // Here, and not in the class, which every bundle has.
  value: (thrown: unknown) =>
    thrown instanceof Error && (thrown as { code?: unknown }).code === "ERR_IMPORTSPY_CONTRACT_VIOLATION",
});
export type ContractViolationError = Thrown;
