import { printableLine } from "../../../../printable.js";
import type { AlternativeTerms, ContractTerms } from "../terms.js";

/** Code inside a table of GitHub Markdown, where `|` ends a cell even in code. */
function code(text: string): string {
  const line = text.replace(/\s+/g, " ").replace(/\|/g, "\\|");
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  const space = longest ? " " : "";
  return `${fence}${space}${line}${space}${fence}`;
}

/** Prose inside a table, with Markdown and HTML escaped. */
const prose = (text: string) => text.replace(/[\\`*_[\]<>|~]/g, "\\$&").replace(/\s*\n\s*/g, "<br>");

function rowsOf(alternative: AlternativeTerms): string[][] {
  const { machine, environment, packages, importer, note } = alternative;
  const terms = [...machine, ...environment, ...packages].map(({ path, expected, optional, default: fallback }) => [
    code(path),
    code(expected),
    fallback === undefined ? (optional ? "optional" : "required") : `default ${code(printableLine(fallback) || '""')}`,
  ]);
  if (importer !== undefined) terms.push([code("importer"), code(importer), "required"]);
  if (note !== undefined) terms.push(["note", prose(note), ""]);
  return terms;
}

/** Contracts as one Markdown table, one row per condition. */
export function formatMarkdown(contracts: readonly ContractTerms[]): string {
  const hasAlternatives = contracts.some(({ alternatives }) => alternatives.length > 1);
  const header = ["Module", ...(hasAlternatives ? ["Alternative"] : []), "Asks for", "Expected", ""];
  const rows = contracts.flatMap(({ source, alternatives }) =>
    alternatives.flatMap((alternative, index) =>
      rowsOf(alternative).map((cells) => [
        code(source),
        ...(hasAlternatives ? [alternatives.length > 1 ? String(index + 1) : ""] : []),
        ...cells,
      ]),
    ),
  );
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return `${[line(header), line(header.map(() => "---")), ...rows.map(line)].join("\n")}\n`;
}
