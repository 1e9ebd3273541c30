import type { Announcement, Contract, Judgement, ViolatingImporter, Violation } from "../contract.js";
import type { Verdict } from "./judge.js";
import { table } from "./report.js";

/** A function that sidecars or emitted files call. The stack of an error starts at its caller. */
export type Entry = (...values: never[]) => unknown;

/** The error of a refused import in this copy of the package. The one that `importspy` exports matches all copies. */
export class ContractViolationError extends Error {
  /**
   * Node.js prints the name, so it must survive minifiers that rename the class. It is a getter, because swc's minifier
   * turns a static field into an assignment, which fails: the name of a function is read-only.
   */
  static override get name(): string {
    return "ContractViolationError";
  }
  declare readonly code: "ERR_IMPORTSPY_CONTRACT_VIOLATION";
  /**
   * The broken contract: the path of the module, the 1-based line of the tag, and the note of the closest alternative.
   */
  declare readonly contract: { readonly module: string; readonly line: number; readonly note?: string };
  /** The refused importer; `undefined` when the importing file is unknown. */
  declare readonly importer: ViolatingImporter | undefined;
  /** All violations, those of the closest alternative first. */
  declare readonly violations: readonly Violation[];
  /** The error as plain data, for logs. */
  declare readonly toJSON: () => object;

  /** @internal */
  constructor(
    broken: Contract,
    [verdicts, [who, edge] = [] as unknown as Announcement, culprit = "environment"]: Judgement,
    entry: Entry,
  ) {
    super();
    const { module, line, declaredIn = module } = broken;
    const importer = who && { ...who, line: edge[2] };
    // Sorts the alternatives, the closest first.
    const described = broken.uses.describeAlternatives?.(verdicts as Verdict[], broken);
    const violations = verdicts!.flat();
    const { note } = broken.alternatives[violations[0]!.alternative]!;
    const [what, ...lines] = described ?? [
      `its contract in ${violations.length} place${violations.length > 1 ? "s" : ""}`,
      table(violations),
      "",
      note ?? [],
    ];
    const refused = importer
      ? `${importer.module}:${importer.line} may not import ${module}`
      : `${module} may not be loaded`;
    const message = `${refused}: this ${culprit} breaks ${what}\n\n${[...lines, `contract: ${declaredIn}:${line}`]
      .flat()
      .join("\n")
      // A note may have several lines, so every line is indented.
      .replace(/^/gm, "  ")
      .replace(/ +$/gm, "")}`;
    const report = {
      name: "ContractViolationError",
      code: "ERR_IMPORTSPY_CONTRACT_VIOLATION",
      message,
      contract: { module, line, ...(note && { note }) },
      importer,
      violations,
    };
    // Not enumerable: otherwise Node.js prints the properties below the stack, which only repeats the message.
    for (const name in report) Object.defineProperty(this, name, { value: report[name as keyof typeof report] });
    Object.defineProperty(this, "toJSON", { value: () => report });
    // Only V8 and some other engines have it.
    Error.captureStackTrace?.(this, entry);
  }
}
