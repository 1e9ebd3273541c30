// Writes the table of fields in docs/contract.md from their definitions; with `--check` fails when it is stale.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const { FIELDS } = createRequire(import.meta.url)("importspy/dist/fields.cjs");
const target = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "docs", "contract.md");

const START = "<!-- The fields, from runtime/src/fields/: `npm run docs` writes them. -->\n\n";
const END = "\n<!-- The end of the fields. -->";

/** `a union of "glibc", "musl"` */
const unionOf = (values) => `a union of ${values.map((value) => `\`"${value}"\``).join(", ")}`;

const rows = [
  ["field", "type", "is"],
  ...Object.entries(FIELDS).map(([name, { takes, values, means }]) => [`\`${name}\``, takes ?? unionOf(values), means]),
].map((cells) => cells.map((cell) => cell.replaceAll("|", "\\|")));

const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column].length)));
const line = (cells) => `| ${cells.map((cell, column) => cell.padEnd(widths[column])).join(" | ")} |\n`;
const [header, ...fields] = rows.map(line);
const table = header + line(widths.map((width) => "-".repeat(width))) + fields.join("");

const text = readFileSync(target, "utf8");
const [start, end] = [text.indexOf(START) + START.length, text.indexOf(END)];
if (start < START.length || end < start) throw new Error("docs/contract.md has lost the comments around its fields");
const updated = text.slice(0, start) + table + text.slice(end);

if (!process.argv.includes("--check")) {
  writeFileSync(target, updated);
} else if (text !== updated) {
  console.error("The fields in docs/contract.md are stale; run 'npm run docs'.");
  process.exitCode = 1;
}
