import type { Contract, ViolatingImporter, Violation } from "../contract.js";
import type { Verdict } from "./judge.js";

/** A longer text does not push the columns of the other rows further to the right. */
const WIDEST_COLUMN = 50;

export function table(violations: readonly Violation[]): string[] {
  const rows = violations.map(({ path, expected, hint }) => [path, `expected ${expected}`, hint]);
  const pad = (cell: string, column: number) =>
    cell.padEnd(Math.min(WIDEST_COLUMN, Math.max(...rows.map((row) => row[column]!.length))));
  return rows.map((row) => row.map(pad).join("   "));
}

/**
 * Says of each alternative what is broken, of the closest first. Sidecars of contracts with several alternatives pass
 * it in, so that a bundler drops it where there is only one.
 *
 * @param ranked - The violations of each alternative, those of the closest first.
 * @param contract - The broken contract.
 * @returns What is broken, and then lines.
 */
export function describeAlternatives(ranked: readonly Verdict[], { alternatives }: Contract): string[] {
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

/**
 * The text of a refusal: what was refused, each violation on a line, the author's note, and where the contract is.
 *
 * @param contract - The broken contract.
 * @param ranked - The violations of each alternative, those of the closest first.
 * @param note - The note of the closest.
 * @param importer - Who was refused, when known.
 * @returns Several lines, without a value of any environment variable.
 */
export function describeRefusal(
  contract: Contract,
  ranked: readonly Verdict[],
  note: string | undefined,
  importer: ViolatingImporter | undefined,
): string {
  const { module, declaredIn = module, line } = contract;
  const refused = importer
    ? `${importer.module}:${importer.line} may not import ${module}`
    : `${module} may not be loaded`;
  const all = ranked.flat();
  // Nothing is wrong with the environment when all that is refused is who imports.
  const culprit = all.every(({ path }) => path === "importer") ? "importer" : "environment";
  const [broken, ...lines] = contract.uses.describeAlternatives?.(ranked, contract) ?? [
    `its contract in ${all.length} place${all.length > 1 ? "s" : ""}`,
    ...table(all),
    "",
    ...(note ? [note] : []),
  ];
  const text = [...lines, `contract: ${declaredIn}:${line}`].join("\n").replace(/^/gm, "  ");
  return `${refused}: this ${culprit} breaks ${broken}\n\n${text.replace(/ +$/gm, "")}`;
}
