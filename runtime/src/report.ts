import type { Contract, ViolatingImporter, Violation } from "./contract.js";

/** The violations of an alternative, for people. */
export interface BrokenAlternative {
  /** Its place in the contract, from 0. */
  readonly index: number;
  readonly note: string | undefined;
  readonly violations: readonly Violation[];
}

/** A longer text does not push the columns of the other rows further to the right. */
const WIDEST_COLUMN = 50;

function table(violations: readonly Violation[]): string[] {
  const rows = violations.map(({ path, expected, found, hint }) => [
    path,
    `expected ${expected}`,
    found ? `found ${found}` : hint,
  ]);
  const widthOf = (column: number) => Math.min(WIDEST_COLUMN, Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) => row.map((cell, column) => cell.padEnd(widthOf(column))).join("   "));
}

/**
 * The text of a refusal: what was refused, each violation on a line, the author's note, and where the contract is.
 *
 * @param contract - The broken contract.
 * @param alternatives - Its alternatives, the closest first.
 * @param importer - Who was refused, when known.
 * @returns Several lines, without a value of any environment variable.
 */
export function describeRefusal(
  { module, declaredIn, line }: Contract,
  alternatives: readonly BrokenAlternative[],
  importer: ViolatingImporter | undefined,
): string {
  const refused = importer
    ? `${importer.module}:${importer.line} may not import ${module}`
    : `${module} may not be loaded`;
  const all = alternatives.flatMap(({ violations }) => violations);
  // Nothing is wrong with the environment when all that is refused is who imports.
  const culprit = all.every(({ path }) => path === "importer") ? "importer" : "environment";
  const many = alternatives.length > 1;
  const places = `its contract in ${all.length} place${all.length > 1 ? "s" : ""}`;
  const broken = many ? `each of the ${alternatives.length} alternatives of its contract` : places;
  const lines: string[] = [];
  alternatives.forEach(({ index, note, violations }, rank) => {
    if (many) lines.push(`alternative ${index + 1}${rank ? "" : ", the closest"}:`);
    lines.push(...table(violations), "");
    // Alternatives of one tag have one note: it stands once, below the last of them.
    if (note && note !== alternatives[rank + 1]?.note)
      lines.push(...note.split("\n"), ...(alternatives[rank + 1] ? [""] : []));
  });
  lines.push(`contract: ${declaredIn ?? module}:${line}`);
  return [`${refused}: this ${culprit} breaks ${broken}`, "", ...lines.map((text) => `  ${text}`.trimEnd())].join("\n");
}
