/**
 * `npm run bench`: measures what importspy costs, each figure against its limit.
 *
 * Rivals are measured alternately in one run, their ratio is taken pair by pair, and the median is reported, so that
 * a busy machine disturbs both alike.
 *
 * @module
 */
import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { parseArgs } from "node:util";
import { root } from "../src/project.ts";
import { buildRows } from "./builds.ts";
import { commandRows } from "./commands.ts";
import { editorRows } from "./editor.ts";
import { runtimeRows } from "./guards.ts";
import { hostRows } from "./hosts.ts";
import { lspRows } from "./lsp.ts";
import { median, runNode } from "./measure.ts";
import { measurePeers } from "./peers.ts";
import { type Figure, formatDuration, type Row } from "./row.ts";
import { servedRows } from "./served.ts";
import { startedRows } from "./started.ts";
import { createPage, createTable, formatFigure, type Measured } from "./table.ts";

const rows: readonly Row[] = [
  ...buildRows,
  ...runtimeRows,
  ...commandRows,
  ...hostRows,
  ...servedRows,
  ...startedRows,
  ...editorRows,
  ...lspRows,
];

const HELP = `npm run bench -- [options]

Measures what importspy costs in builds, at run time and in bytes, and prints a table of medians.

  --only <name>   only rows whose name contains this; may be given several times
  --runs <n>      number of pairs, by default 7; half of it in projects of 5,000 files
  --write         write the rows to docs/bench.md
  --help          this text

--only peers measures libraries that validate an environment, side by side; it installs them into a temporary folder.

Rows: ${rows.map(({ name }) => name).join(", ")}
`;

async function measure(row: Row, runs: number): Promise<Figure | undefined> {
  const progress = (text: string) => {
    process.stderr.write(process.stderr.isTTY ? `\r\x1b[2K${row.name} ${text}` : `${row.name} ${text}\n`);
  };
  progress("…");
  const figure = await row.measure({ runs, progress });
  progress(`${formatFigure(row, figure)}${process.stderr.isTTY ? "\n" : ""}`);
  return figure;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      only: { type: "string", multiple: true, default: [] },
      runs: { type: "string", default: "7" },
      write: { type: "boolean", default: false },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return;
  }
  const runs = Number(values.runs);
  if (!Number.isInteger(runs) || runs < 1) throw new RangeError(`--runs takes a number from 1 on, not ${values.runs}`);
  if (values.only.includes("peers")) {
    process.stdout.write(await measurePeers(runs, (text) => process.stderr.write(`peers ${text}\n`)));
    return;
  }
  const chosen = rows.filter(({ name }) => !values.only.length || values.only.some((part) => name.includes(part)));
  if (!chosen.length) throw new RangeError(`no row is named so; there are ${rows.map(({ name }) => name).join(", ")}`);

  const measured: Measured[] = [];
  for (const row of chosen) measured.push({ row, figure: await measure(row, runs) });
  process.stdout.write(createTable(measured));
  if (!values.write) return;
  const idling: number[] = [];
  for (let run = 0; run < 5; run++) idling.push((await runNode(["--eval", ""], root)).wall);
  const idle = formatDuration(median(idling));
  const page = path.join(root, "docs/bench.md");
  const earlier = existsSync(page) ? await readFile(page, "utf8") : "";
  await writeFile(page, createPage(rows, measured, earlier, idle));
}

await main().catch((error: unknown) => {
  if (!(error instanceof Error)) throw error;
  process.stderr.write(`bench: ${error.message}\n`);
  process.exitCode = 1;
});
