import type { Violation } from "../contract.js";
import type { ContractViolationError } from "../guard/error.js";

/** The result for a contract. Never contains the value of a variable. */
export interface Judgement {
  readonly admitted: boolean;
  /** The index of the admitting alternative. */
  readonly alternative: number | undefined;
  /** All violations, those of the closest alternative first. */
  readonly violations: readonly Violation[];
  /** The error that the import would throw. */
  readonly error: ContractViolationError | undefined;
}
