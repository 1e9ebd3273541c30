import type { Paint } from "../../../cli.js";
import type { JudgedAlternative, JudgedCondition, JudgedContract } from "../judge.js";
import type { CheckReport } from "../report.js";

type Row = readonly [mark: string, path: string, expected: string, remark: string];

function conditionRow({ path, expected, optional, remark, violation }: JudgedCondition, paint: Paint): Row {
  const mark = violation ? paint.red("✗") : paint.green("✓");
  const remarkText = optional && remark === "not set" ? "not set, optional" : remark;
  return [mark, path, `expected ${expected}`, violation ? paint.red(remarkText) : paint.dim(remarkText)];
}

/** A longer text does not push the columns of the other rows further to the right. */
const WIDEST_COLUMN = 50;

/** Columns side by side. Marks and remarks may hold colours, the columns between them do not. */
function table(rows: readonly Row[], indent: string): string[] {
  const width = (column: 1 | 2) => Math.min(WIDEST_COLUMN, Math.max(...rows.map((row) => row[column].length)));
  const [paths, expectations] = [width(1), width(2)];
  return rows.map(([mark, path, expected, remark]) =>
    `${indent}${mark} ${path.padEnd(paths)}   ${expected.padEnd(expectations)}   ${remark}`.trimEnd(),
  );
}

function alternativeLines(alternative: JudgedAlternative, indent: string, paint: Paint): string[] {
  const { conditions, importer, note } = alternative;
  const rows = conditions.map((condition) => conditionRow(condition, paint));
  if (importer !== undefined) {
    rows.push([paint.dim("·"), "importer", `expected ${importer}`, paint.dim("judged at import")]);
  }
  const noteLines = note?.split("\n").map((line) => `${indent}  ${paint.dim(line)}`.trimEnd()) ?? [];
  return [...table(rows, indent), ...noteLines];
}

function contractLines({ contract, source, holds, alternatives }: JudgedContract, paint: Paint): string[] {
  const mark = holds ? paint.green("✓") : paint.red("✗");
  const declared = contract.declaredIn === undefined ? "" : paint.dim(` for ${contract.module}`);
  const title = `  ${mark} ${paint.bold(`${source}:${contract.line}`)}${declared}`;
  if (alternatives.length === 1) return [title, ...alternativeLines(alternatives[0]!, "    ", paint)];
  const blocks = alternatives.flatMap((alternative, index) => [
    `    ${alternative.holds ? paint.green("✓") : paint.red("✗")} alternative ${index + 1} of ${alternatives.length}`,
    ...alternativeLines(alternative, "      ", paint),
  ]);
  return [title, ...blocks];
}

function summaryOf(contracts: readonly JudgedContract[], paint: Paint): string {
  const broken = contracts.filter(({ holds }) => !holds).length;
  if (contracts.length === 1) return broken ? paint.red("the contract is broken") : paint.green("the contract holds");
  if (!broken) return paint.green(`all ${contracts.length} contracts hold`);
  return paint.red(`${broken} of ${contracts.length} contracts broken`);
}

/** The report for people: package, contract, and each condition with what was expected and found. */
export function formatHuman({ contracts }: CheckReport, { paint }: { readonly paint: Paint }): string {
  if (!contracts.length) return "";
  const packages = [...new Set(contracts.map(({ contract }) => contract.package))];
  const blocks = packages.map((name) => {
    const own = contracts.filter(({ contract }) => contract.package === name);
    return [name || "(no package)", ...own.map((each) => contractLines(each, paint).join("\n"))].join("\n");
  });
  return `${blocks.join("\n\n")}\n\n${summaryOf(contracts, paint)}\n`;
}
