import type { Paint } from "../../../../cli.js";
import { type AlternativeTerms, type ContractTerms, describeDefault, type Step, type Term } from "../terms.js";

/** What happens when the fact is absent. */
const absenceOf = ({ optional, default: fallback }: Term): string =>
  fallback === undefined ? (optional ? ", optional" : "") : `, ${describeDefault(fallback)}`;

function section(title: string, terms: readonly Term[], width: number, indent: string): string[] {
  if (!terms.length) return [];
  const lines = terms.map((term) => `${indent}  ${term.name.padEnd(width)}   ${term.expected}${absenceOf(term)}`);
  return [`${indent}${title}`, ...lines];
}

function alternativeLines(alternative: AlternativeTerms, indent: string, paint: Paint): string[] {
  const { machine, environment, packages, importer, note } = alternative;
  const width = Math.max(0, ...[...machine, ...environment, ...packages].map(({ name }) => name.length));
  return [
    ...section("The machine must be", machine, width, indent),
    ...section("The environment must hold", environment, width, indent),
    ...section("These packages must be installed", packages, width, indent),
    `${indent}${importer === undefined ? "Anybody may import it" : `The importer must be\n${indent}  ${importer}`}`,
    ...(note?.split("\n").map((line) => `${indent}${paint.dim(line)}`.trimEnd()) ?? []),
  ];
}

/** The text shows this many ways; JSON has all of them. */
const MOST_WAYS = 3;

/** `dist/main.js:1 → dist/billing.js:7` */
function waysText(ways: ContractTerms["ways"]): string[] {
  if (!ways) return [];
  const stepText = ({ file, line, form }: Step) => `${file}:${line}${form === "import" ? "" : ` ${form}`}`;
  const lines = ways
    .slice(0, MOST_WAYS)
    .map((steps) =>
      steps.length ? `  Needed through ${steps.map(stepText).join(" → ")}` : "  Needed by the file itself",
    );
  return ways.length > MOST_WAYS ? [...lines, `  and through ${ways.length - MOST_WAYS} other files`] : lines;
}

function contractText({ contract, source, alternatives, ways }: ContractTerms, paint: Paint): string {
  const { package: name, module, line, declaredIn } = contract;
  const owner = declaredIn === undefined ? name : `for ${module}`;
  const title = `${paint.bold(`${source}:${line}`)}${owner ? ` (${owner})` : ""}`;
  const [only, ...others] = alternatives;
  if (only && !others.length) return [title, ...waysText(ways), ...alternativeLines(only, "  ", paint)].join("\n");
  const blocks = alternatives.flatMap((alternative, index) => [
    `  Alternative ${index + 1}`,
    ...alternativeLines(alternative, "    ", paint),
  ]);
  const heading = `${title}: one of ${alternatives.length} alternatives must hold`;
  return [heading, ...waysText(ways), ...blocks].join("\n");
}

/** Contracts as readable text. */
export function formatText(contracts: readonly ContractTerms[], paint: Paint): string {
  return `${contracts.map((contract) => contractText(contract, paint)).join("\n\n")}\n`;
}
