import type { Contract, ViolatingImporter, Violation } from "./contract.js";
import type { Verdict } from "./judge.js";

function countPlaces(count: number): string {
  return count === 1 ? "1 place" : `${count} places`;
}

function headline(contract: Contract, verdicts: readonly Verdict[], importer: ViolatingImporter | undefined): string {
  const { module } = contract;
  const subject = importer
    ? `${importer.module}:${importer.line} may not import ${module}`
    : `${module} may not be loaded`;
  const broken =
    verdicts.length === 1
      ? `its contract in ${countPlaces(verdicts[0]!.length)}`
      : `each of the ${verdicts.length} alternatives of its contract`;
  return `${subject}: this environment breaks ${broken}`;
}

function table(violations: readonly Violation[]): string[] {
  const rows = violations.map(({ path, expected, found, hint }) => [
    path,
    `expected ${expected}`,
    found === undefined ? hint : `found ${found}`,
  ]);
  const width = (column: number) => Math.max(...rows.map((row) => row[column]!.length));
  const [first, second] = [width(0), width(1)];
  return rows.map(([path, expected, found]) => `  ${path!.padEnd(first)}   ${expected!.padEnd(second)}   ${found}`);
}

/** Indexes of the alternatives, the closest (that with the fewest violations) first. */
export function rankAlternatives(verdicts: readonly Verdict[]): number[] {
  return [...verdicts.keys()].sort((a, b) => verdicts[a]!.length - verdicts[b]!.length);
}

/**
 * The text of a refusal: what was refused, each violation on a line, the author's note, and where the contract is.
 *
 * @param contract - The broken contract.
 * @param verdicts - The violations of each of its alternatives.
 * @param importer - Who was refused, when known.
 * @returns Several lines, without a value of any environment variable.
 */
export function describeRefusal(
  contract: Contract,
  verdicts: readonly Verdict[],
  importer: ViolatingImporter | undefined,
): string {
  const blocks = rankAlternatives(verdicts).map((index, rank) => {
    const { note } = contract.alternatives[index]!;
    const title = verdicts.length > 1 ? [`  alternative ${index + 1}${rank ? "" : ", the closest"}:`] : [];
    const noteLines = note ? ["", ...note.split("\n").map((line) => `  ${line}`)] : [];
    return [...title, ...table(verdicts[index]!), ...noteLines].join("\n");
  });
  const last = contract.alternatives[rankAlternatives(verdicts).at(-1)!]!;
  const place = `${last.note ? "" : "\n"}  contract: ${contract.declaredIn ?? contract.module}:${contract.line}`;
  return [headline(contract, verdicts, importer), "", blocks.join("\n\n"), place].join("\n");
}
