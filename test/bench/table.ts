import os from "node:os";
import type { Figure, Row } from "./row.ts";

/** A row and what it found. */
export interface Measured {
  readonly row: Row;
  readonly figure: Figure | undefined;
}

function formatValue({ unit }: Row, value: number): string {
  const digits = { "×": 3, ms: 1, ns: 0, s: 2, kB: 1, MB: 0 }[unit];
  const text = value.toFixed(digits);
  return unit === "×" ? text : `${text} ${unit}`;
}

function formatLimit({ unit, limit }: Row): string {
  return unit === "×" ? limit.toFixed(2) : `${limit} ${unit}`;
}

/** The figure against its limit. */
export function formatFigure(row: Row, figure: Figure | undefined): string {
  if (!figure) return "not there";
  return `${formatValue(row, figure.value)} of at most ${formatLimit(row)}: ${figure.value <= row.limit ? "met" : "missed"}`;
}

const HEADER = ["name", "what", "without", "with", "figure", "middle half", "processor time", "limit", "", "pairs"];

function cellsOf({ row, figure }: Measured): string[] {
  const { name, title, limit } = row;
  if (!figure) return [name, title, "", "", "not there", "", "", formatLimit(row), "", ""];
  return [
    name,
    title,
    figure.without ?? "",
    figure.with ?? "",
    formatValue(row, figure.value),
    figure.half?.map((value) => formatValue(row, value)).join(" to ") ?? "",
    figure.cpu?.toFixed(3) ?? "",
    formatLimit(row),
    figure.value <= limit ? "met" : "**missed**",
    String(figure.pairs ?? ""),
  ];
}

function formatTable(lines: readonly (readonly string[])[]): string {
  const widths = HEADER.map((title, column) => Math.max(title.length, ...lines.map((line) => line[column]!.length)));
  const format = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column]!)).join(" | ")} |\n`;
  return [HEADER, widths.map((width) => "-".repeat(width)), ...lines].map(format).join("");
}

/** The table as Markdown. */
export function createTable(measured: readonly Measured[]): string {
  return formatTable(measured.map(cellsOf));
}

/** The cells of an earlier page's table, by the name of their row. */
function readTable(page: string): Map<string, string[]> {
  const lines = page.split("\n").filter((line) => line.startsWith("| "));
  const cells = lines.map((line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
  return new Map(cells.filter(({ length }) => length === HEADER.length).map((line) => [line[0]!, line]));
}

/**
 * The page of docs/ that shows the table.
 *
 * @param rows - All rows, in their order.
 * @param measured - Those that were measured now.
 * @param earlier - The page so far: it keeps its figures of the other rows.
 * @param idle - How long a Node.js process takes that does nothing, readable.
 */
export function createPage(rows: readonly Row[], measured: readonly Measured[], earlier: string, idle: string): string {
  const kept = readTable(earlier);
  for (const each of measured) kept.set(each.row.name, cellsOf(each));
  const processors = os.cpus();
  return `# What importspy costs

Written by \`npm run bench -- --write\`; do not edit. Each row runs its two rivals alternately, after one pair that does
not count. The figure is the median of the pairs' ratios (or differences), not the ratio of the medians; the _middle half_
of the pairs lies between two values whose distance shows how much the machine moved them. _Processor time_ is the same
ratio over the time that all threads computed, which a busy machine disturbs less.

Measured with Node.js ${process.versions.node} on ${process.platform} ${process.arch}, ${processors.length} × ${processors[0]?.model ?? "unknown"}, at a load of
${os.loadavg()[0]!.toFixed(1)}: above the number of processors durations tell little, and processor times more. A process of Node.js that does
nothing takes ${idle} on it; where the limits were set it took 26 ms, so read those in milliseconds in proportion.

${formatTable(rows.flatMap(({ name }) => [kept.get(name) ?? []]).filter(({ length }) => length))}
The projects are synthetic: files of 40 to 80 lines with interfaces, functions and a class, each importing three to five
others (\`test/bench/synthetic.ts\`). \`--only <name>\` measures single rows, \`--runs <n>\` changes the number of pairs.
A row that was not measured the last time keeps its figure, of a machine that may have been another one: compare ratios,
and rows of one run.
`;
}
