import type { Announcement, Contract, ViolatingImporter, Violation } from "../contract.js";
import type { Verdict } from "./judge.js";
import { describeRefusal } from "./report.js";

/** A function that sidecars or emitted files call: the stack of an error begins at its caller. */
export type Entry = (...values: never[]) => unknown;

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
 *   await import("../payments.js");
 * } catch (error) {
 *   if (!(error instanceof ContractViolationError)) throw error;
 *   for (const { path, hint } of error.violations) console.error(`${path}: ${hint}`);
 * }
 * ```
 */
export class ContractViolationError extends Error {
  /**
   * Stays, also where a minifier renames the class: Node prints it. No field: swc's minifier makes an assignment of that,
   * which fails, since the name of a function is read-only.
   */
  static override get name(): string {
    return "ContractViolationError";
  }
  declare readonly code: typeof CODE;
  /** The broken contract: module path, 1-based line of its tag, and the note of the closest alternative. */
  declare readonly contract: { readonly module: string; readonly line: number; readonly note?: string };
  /** Who was refused; `undefined` when the importing file did not identify itself. */
  declare readonly importer: ViolatingImporter | undefined;
  /** Every violation, those of the closest alternative first. */
  declare readonly violations: readonly Violation[];
  /** The error as plain data, for logs. */
  declare readonly toJSON: () => object;

  /** @internal */
  constructor(broken: Contract, verdicts: readonly Verdict[], announcement: Announcement | undefined, entry: Entry) {
    const [identity, edge] = announcement ?? [];
    const importer: ViolatingImporter | undefined = identity && { ...identity, line: edge![2] };
    const { module, line, alternatives } = broken;
    const ranked = [...verdicts].sort((a, b) => a.length - b.length);
    const { note } = alternatives[ranked[0]![0]!.alternative]!;
    const message = describeRefusal(broken, ranked, note, importer);
    super(message);
    const content = {
      name: "ContractViolationError",
      code: CODE,
      message,
      contract: { module, line, ...(note && { note }) },
      importer,
      violations: ranked.flat(),
    };
    // Not enumerable: the message says it all, and Node would print each of them below the stack once more.
    for (const [name, value] of Object.entries({ ...content, toJSON: () => content })) {
      Object.defineProperty(this, name, { value });
    }
    // Engines other than V8 may lack it.
    Error.captureStackTrace?.(this, entry);
  }

  static override [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof Error && (value as { code?: unknown }).code === CODE;
  }
}
