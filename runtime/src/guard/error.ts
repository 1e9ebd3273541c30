import type { Contract, Judgement, ViolatingImporter, Violation } from "../contract.js";
import { table } from "./report.js";

/** A function that sidecars or emitted files call: the stack of an error begins at its caller. */
export type Entry = (...values: never[]) => unknown;

/** What a refused import throws, in this copy of the package. `importspy` exports it as known across copies. */
export class ContractViolationError extends Error {
  /**
   * Stays, also where a minifier renames the class: Node prints it. No field: swc's minifier makes an assignment of that,
   * which fails, since the name of a function is read-only.
   */
  static override get name(): string {
    return "ContractViolationError";
  }
  declare readonly code: "ERR_IMPORTSPY_CONTRACT_VIOLATION";
  /** The broken contract: module path, 1-based line of its tag, and the note of the closest alternative. */
  declare readonly contract: { readonly module: string; readonly line: number; readonly note?: string };
  /** Who was refused; `undefined` when the importing file did not identify itself. */
  declare readonly importer: ViolatingImporter | undefined;
  /** Every violation, those of the closest alternative first. */
  declare readonly violations: readonly Violation[];
  /** The error as plain data, for logs. */
  declare readonly toJSON: () => object;

  /** @internal */
  constructor(broken: Contract, [verdicts, announcement, culprit = "environment"]: Judgement, entry: Entry) {
    const { module, declaredIn = module, line } = broken;
    const importer = announcement?.[0] && { ...announcement[0], line: announcement[1][2] };
    // Where there are several alternatives, the closest becomes the first.
    const ranked = [...verdicts!];
    const described = broken.uses.describeAlternatives?.(ranked, broken);
    const violations = ranked.flat();
    const { note } = broken.alternatives[violations[0]!.alternative]!;
    const [what, ...lines] = described ?? [
      `its contract in ${violations.length} place${violations.length > 1 ? "s" : ""}`,
      ...table(violations),
      "",
      ...(note ? [note] : []),
    ];
    const refused = importer
      ? `${importer.module}:${importer.line} may not import ${module}`
      : `${module} may not be loaded`;
    const message = `${refused}: this ${culprit} breaks ${what}\n\n${[...lines, `contract: ${declaredIn}:${line}`]
      .join("\n")
      // A note may have several lines.
      .replace(/^/gm, "  ")
      .replace(/ +$/gm, "")}`;
    super(message);
    const report = {
      name: "ContractViolationError",
      code: "ERR_IMPORTSPY_CONTRACT_VIOLATION",
      message,
      contract: { module, line, ...(note && { note }) },
      importer,
      violations,
    };
    const content: Readonly<Record<string, unknown>> = { ...report, toJSON: () => report };
    // Not enumerable: the message says it all, and Node would print each of them below the stack once more.
    for (const name in content) Object.defineProperty(this, name, { value: content[name] });
    // Engines other than V8 may lack it.
    Error.captureStackTrace?.(this, entry);
  }
}
