import { resolve } from "node:path";
import { nameOf, UnknownCode } from "../../../artifacts.js";
import type { CommandContext, Paint } from "../../../cli.js";
import type { ImporterIdentity } from "../../../contract.js";
import { createJudge } from "../../judging/judge.js";
import { supposeFacts } from "../../judging/suppose.js";
import { createValidatorReader } from "../../judging/validators.js";
import { collectContracts, type FoundContract, type FoundImporter, reportUnreadable } from "../../sidecars/collect.js";
import { isSidecarOf, packageFolderOf, portable, TYPESCRIPT } from "../../sidecars/find.js";
import { describeAbsence } from "../../sidecars/sources.js";

type Context = Pick<CommandContext, "cwd" | "env" | "paint" | "stdout" | "stderr" | "fail">;

/** The contract of the module that is imported. */
function findContract(operand: string, { cwd, stderr, fail }: Context): FoundContract {
  const { contracts, unreadable, empty } = collectContracts([operand], cwd);
  reportUnreadable("explain", unreadable, stderr);
  const [found] = contracts;
  return found ?? fail(empty.map((each) => describeAbsence(each, cwd)).join(", and ") || `${operand} cannot be read`);
}

/** What the sidecar of a file says about its imports. */
function findImporter(operand: string, { cwd, fail }: Context): FoundImporter | undefined {
  const path = resolve(cwd, operand);
  const folder = packageFolderOf(path);
  if (folder === undefined) return fail(`${operand} has no package.json above it`);
  const { imports } = collectContracts([folder], cwd);
  const module = portable(folder, path);
  return imports.find(({ importer, sidecar }) =>
    TYPESCRIPT.test(path)
      ? importer.module === module
      : resolve(cwd, sidecar) === path.replace(/\.([cm]?js)x?$/, ".importspy.$1") || isSidecarOf(sidecar, `${path}.ts`),
  );
}

/** Whether an importer is admitted; `undefined` when only a real import can tell. */
function admitsImporter(found: FoundContract, is: number, identity: ImporterIdentity): boolean | undefined {
  try {
    const validate = createValidatorReader()(found.validators[is]);
    return validate && Boolean(validate(identity as never, ""));
  } catch (error) {
    if (error instanceof UnknownCode) return undefined;
    throw error;
  }
}

/** One line of the verdict: result, fact, expectation, and what was found. */
type Row = readonly [holds: boolean | undefined, path: string, expected: string, remark: string];

interface Steps {
  readonly rows: readonly Row[];
  readonly outcome: "admitted" | "refused" | "unknown";
}

const VERDICTS = {
  admitted: "The import is admitted here",
  refused: "The import is refused here",
  unknown: "Only the import can tell whether it is admitted",
} as const;

/** The maximum width of a column. Longer text does not widen it. */
const WIDEST_COLUMN = 50;

function rowsText(rows: readonly Row[], { green, red, yellow, dim }: Paint): string {
  const width = (column: 1 | 2) => Math.min(WIDEST_COLUMN, Math.max(...rows.map((row) => row[column].length)));
  const [paths, expectations] = [width(1), width(2)];
  const lines = rows.map(([holds, path, expected, remark]) => {
    const mark = holds === undefined ? yellow("?") : holds ? green("✓") : red("✗");
    return `  ${mark} ${path.padEnd(paths)}   ${expected.padEnd(expectations)}   ${dim(remark)}\n`;
  });
  return lines.join("");
}

/**
 * `explain --why <importer> <module>`: the verdict on an import on this machine, condition by condition.
 *
 * @param operand - The importer.
 * @param positionals - The module.
 * @param context - The arguments and streams.
 * @returns The exit code: 0 admitted, 1 refused, 2 unknown.
 */
export function explainWhy(operand: string, positionals: readonly string[], context: Context): number {
  const { cwd, env, paint, stdout, fail } = context;
  const [module, further] = positionals;
  if (module === undefined || further !== undefined)
    fail("--why takes an importer and one module: --why <importer> <module>");
  const found = findContract(module!, context);
  const imported = findImporter(operand, context);
  const name = `${found.contract.package}/${found.contract.module}`;
  const edge = imported?.edges.find(([each]) => each === name);
  if (!imported || !edge) return fail(`${operand} does not import ${module}, or was not built since it does`);
  const identity = imported.importer;
  const judged = createJudge(supposeFacts({}, env, cwd))([found])[0]!;
  const steps = judged.alternatives.map((alternative, index): Steps => {
    const condition = found.contract.alternatives[index]!.importer;
    const isAdmitted = condition ? admitsImporter(found, condition.is, identity) : true;
    const rows: Row[] = [
      [isAdmitted, "importer", condition?.expected ?? "anybody", nameOf(identity)],
      ...alternative.conditions.map(
        ({ path, expected, remark, violation, undecided }): Row => [
          undecided === undefined ? !violation : undefined,
          path,
          expected,
          undecided ?? remark,
        ],
      ),
    ];
    const isRefused = rows.some(([holds]) => holds === false);
    return { rows, outcome: isRefused ? "refused" : rows.every(([holds]) => holds) ? "admitted" : "unknown" };
  });
  const outcome = (["admitted", "unknown", "refused"] as const).find((each) =>
    steps.some((step) => step.outcome === each),
  )!;
  const [, , line, flags] = edge;
  const form = flags & 2 ? " by import()" : "";
  stdout.write(`${paint.bold(`${nameOf(identity)} imports ${name} on line ${line}${form}`)}\n`);
  for (const [index, { rows }] of steps.entries()) {
    if (steps.length > 1) stdout.write(`  Alternative ${index + 1}\n`);
    stdout.write(rowsText(rows, paint));
  }
  stdout.write(`\n${VERDICTS[outcome]}\n`);
  return { admitted: 0, refused: 1, unknown: 2 }[outcome];
}
