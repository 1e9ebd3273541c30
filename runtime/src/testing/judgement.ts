import type { Violation } from "../contract.js";
import type { ContractViolationError } from "../guard/error.js";

/** What became of a contract. Holds no value of a variable. */
export interface Judgement {
  readonly admitted: boolean;
  /** The index of the alternative that admits. */
  readonly alternative: number | undefined;
  /** All that is wrong, of the closest alternative first. */
  readonly violations: readonly Violation[];
  /** What the import would throw. */
  readonly error: ContractViolationError | undefined;
}
