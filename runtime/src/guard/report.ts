import type { Contract, Violation } from "../contract.js";
import type { Verdict } from "./judge.js";

/** A longer text does not push the columns of the other rows further to the right. */
const WIDEST_COLUMN = 50;

export function table(violations: readonly Violation[]): string[] {
  const rows = violations.map((each) => [each.path, `expected ${each.expected}`, each.hint]);
  const pad = (cell: string, column: number) =>
    cell.padEnd(Math.min(WIDEST_COLUMN, Math.max(...rows.map((row) => row[column]!.length))));
  return rows.map((row) => row.map(pad).join("   "));
}

/**
 * Ranks alternatives, and says of each what is broken, of the closest first. Sidecars of contracts with several
 * alternatives pass it in, so that a bundler drops it where there is only one.
 *
 * @param ranked - The violations of each alternative; those of the closest come first then.
 * @param contract - The broken contract.
 * @returns What is broken, and then lines.
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
      // Alternatives of one tag have one note: it stands once, below the last of them.
      ...(note && note !== noteOf(next) ? [note, ...(next ? [""] : [])] : []),
    ];
  });
  return [`each of the ${ranked.length} alternatives of its contract`, ...lines];
}
