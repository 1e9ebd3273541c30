import os from "node:os";
import type { Figure, Row } from "./row.ts";

/** A row and what it found. */
export interface Measured {
  readonly row: Row;
  readonly figure: Figure | undefined;
}

function formatValue({ unit }: Row, value: number): string {
  const digits = { "×": 3, ms: 1, ns: 0, s: 2, kB: 1 }[unit];
  const text = value.toFixed(digits);
  return unit === "×" ? text : `${text} ${unit}`;
}

/** The figure against its limit. */
export function formatFigure(row: Row, figure: Figure | undefined): string {
  if (!figure) return "not there";
  const limit = row.unit === "×" ? row.limit.toFixed(2) : `${row.limit} ${row.unit}`;
  return `${formatValue(row, figure.value)} of at most ${limit}: ${figure.value <= row.limit ? "met" : "missed"}`;
}

/** The table as Markdown. */
export function createTable(measured: readonly Measured[]): string {
  const header = ["name", "what", "without", "with", "figure", "processor time", "limit", ""];
  const lines = measured.map(({ row, figure }) => [
    row.name,
    row.title,
    figure?.without ?? "",
    figure?.with ?? "",
    figure ? formatValue(row, figure.value) : "not there",
    figure?.cpu === undefined ? "" : figure.cpu.toFixed(3),
    row.unit === "×" ? row.limit.toFixed(2) : `${row.limit} ${row.unit}`,
    figure ? (figure.value <= row.limit ? "met" : "**missed**") : "",
  ]);
  const widths = header.map((title, column) => Math.max(title.length, ...lines.map((line) => line[column]!.length)));
  const format = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column]!)).join(" | ")} |\n`;
  return [header, widths.map((width) => "-".repeat(width)), ...lines].map(format).join("");
}

/** The page of docs/ that shows the table. */
export function createPage(measured: readonly Measured[], runs: number): string {
  const processors = os.cpus();
  return `# What importspy costs

Written by \`npm run bench -- --write\`; do not edit. Each row runs its two rivals alternately, ${runs} pairs after one
pair that does not count; the figure is the median of the pairs' ratios (or differences), not the ratio of the medians.
*Processor time* is the same ratio over the time that all threads computed, which a busy machine disturbs less.

Measured with Node.js ${process.versions.node} on ${process.platform} ${process.arch}, ${processors.length} × ${processors[0]?.model ?? "unknown"}.

${createTable(measured)}
The projects are synthetic: files of 40 to 80 lines with interfaces, functions and a class, each importing three to five
others (\`test/bench/synthetic.ts\`). \`--only <name>\` measures single rows, \`--runs <n>\` changes the number of pairs.
`;
}
