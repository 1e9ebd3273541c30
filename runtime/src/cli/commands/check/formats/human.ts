import type { Paint } from "../../../../cli.js";
import type { JudgedAlternative, JudgedCondition, JudgedContract, Outcome } from "../../../judging/judge.js";
import type { CheckReport } from "../report.js";

type Row = readonly [mark: string, path: string, expected: string, remark: string];

function conditionRow({ path, expected, optional, remark, violation, undecided }: JudgedCondition, paint: Paint): Row {
  if (undecided !== undefined) return [paint.yellow("?"), path, `expected ${expected}`, paint.yellow(remark)];
  const mark = violation ? paint.red("✗") : paint.green("✓");
  const remarkText = optional && remark === "not set" ? "not set, optional" : remark;
  return [mark, path, `expected ${expected}`, violation ? paint.red(remarkText) : paint.dim(remarkText)];
}

/** The maximum width of a column. Longer text does not widen it. */
const WIDEST_COLUMN = 50;

/** Aligns columns. Only marks and remarks may contain colour codes. */
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

const markOf = (outcome: Outcome, paint: Paint): string =>
  ({ holds: paint.green("✓"), broken: paint.red("✗"), undecided: paint.yellow("?") })[outcome];

function contractLines({ contract, source, outcome, alternatives }: JudgedContract, paint: Paint): string[] {
  const mark = markOf(outcome, paint);
  const declared = contract.declaredIn === undefined ? "" : paint.dim(` for ${contract.module}`);
  const title = `  ${mark} ${paint.bold(`${source}:${contract.line}`)}${declared}`;
  if (alternatives.length === 1) return [title, ...alternativeLines(alternatives[0]!, "    ", paint)];
  const blocks = alternatives.flatMap((alternative, index) => [
    `    ${markOf(alternative.outcome, paint)} alternative ${index + 1} of ${alternatives.length}`,
    ...alternativeLines(alternative, "      ", paint),
  ]);
  return [title, ...blocks];
}

function summaryOf(contracts: readonly JudgedContract[], paint: Paint): string {
  const count = (wanted: Outcome) => contracts.filter(({ outcome }) => outcome === wanted).length;
  const [broken, undecided] = [count("broken"), count("undecided")];
  const all = contracts.length === 1 ? "the contract" : `${broken || undecided} of ${contracts.length} contracts`;
  const others = broken && undecided ? `, ${undecided} can only be judged at import` : "";
  if (broken) return paint.red(`${all} ${contracts.length === 1 ? "is broken" : "broken"}${others}`);
  if (undecided) return paint.yellow(`${all} can only be judged at import`);
  return paint.green(contracts.length === 1 ? "the contract holds" : `all ${contracts.length} contracts hold`);
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
