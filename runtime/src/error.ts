import type { Contract, ViolatingImporter, Violation } from "./contract.js";
import type { Verdict } from "./judge.js";
import { describeRefusal, rankAlternatives } from "./report.js";

const CODE = "ERR_IMPORTSPY_CONTRACT_VIOLATION";

/**
 * Thrown when a contract is broken, before the contracted module is evaluated. Plain data: it can be logged with
 * `JSON.stringify`, and never holds a value of an environment variable.
 *
 * `instanceof` goes by {@link ContractViolationError.code}, so that it holds across copies of this package.
 *
 * @example
 * ```ts
 * try {
 *   await import("./payments.js");
 * } catch (error) {
 *   if (!(error instanceof ContractViolationError)) throw error;
 *   for (const { path, hint } of error.violations) console.error(`${path}: ${hint}`);
 * }
 * ```
 */
export class ContractViolationError extends Error {
  declare readonly code: typeof CODE;
  /** The broken contract: module path, 1-based line of its tag, and the note of the closest alternative. */
  declare readonly contract: { readonly module: string; readonly line: number; readonly note?: string };
  /** Who was refused; `undefined` when the importing file did not identify itself. */
  declare readonly importer: ViolatingImporter | undefined;
  /** Every violation, those of the closest alternative first. */
  declare readonly violations: readonly Violation[];

  /** @internal */
  constructor(broken: Contract, verdicts: readonly Verdict[], importer: ViolatingImporter | undefined) {
    super(describeRefusal(broken, verdicts, importer));
    const ranked = rankAlternatives(verdicts);
    const { module, line } = broken;
    const { note } = broken.alternatives[ranked[0]!]!;
    const fields = {
      code: CODE,
      contract: note === undefined ? { module, line } : { module, line, note },
      importer,
      violations: ranked.flatMap((index) => verdicts[index]!),
    };
    // Not enumerable: the message says it all, and Node would print each of them below the stack once more.
    for (const [name, value] of Object.entries(fields)) Object.defineProperty(this, name, { value });
  }

  static override [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof Error && (value as { code?: unknown }).code === CODE;
  }

  /** The error as plain data, for logs. */
  toJSON(): object {
    const { name, code, message, contract, importer, violations } = this;
    return { name, code, message, contract, importer, violations };
  }
}
Object.defineProperty(ContractViolationError.prototype, "name", { value: "ContractViolationError" });
