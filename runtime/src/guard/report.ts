import type { Contract, Violation } from "../contract.js";
import type { Verdict } from "./judge.js";

/** The maximum width of a column. Longer text does not widen it. */
const WIDEST_COLUMN = 50;

export function table(violations: readonly Violation[]): string[] {
  const rows = violations.map((each) => [each.path, `expected ${each.expected}`, each.hint]);
  const pad = (cell: string, column: number) =>
    cell.padEnd(Math.min(WIDEST_COLUMN, Math.max(...rows.map((row) => row[column]!.length))));
  return rows.map((row) => row.map(pad).join("   "));
}

/**
 * Ranks alternatives and describes their violations, the closest first. Sidecars of contracts with several alternatives
 * pass this function in, so that a bundler drops it otherwise.
 *
 * @param ranked - The violations of each alternative; sorted in place, the closest first.
 * @param contract - The broken contract.
 * @returns The summary, and then the lines of the report.
 */
export function describeAlternatives(ranked: Verdict[], { alternatives }: Contract): string[] {
  ranked.sort((a, b) => a.length - b.length);
  const noteOf = (verdict: Verdict | undefined) => verdict && alternatives[verdict[0]!.alternative]!.note;
  const lines = ranked.flatMap((violations, rank) => {
    const next = ranked[rank + 1];
    const note = noteOf(violations);
    return [
      `alternative ${violations[0]!.alternative + 1}${rank ? "" : ", the closest"}:`,
      ...table(violations),
      "",
      // Alternatives of one tag share a note. It is printed once, after the last of them.
      ...(note && note !== noteOf(next) ? [note, ...(next ? [""] : [])] : []),
    ];
  });
  return [`each of the ${ranked.length} alternatives of its contract`, ...lines];
}
