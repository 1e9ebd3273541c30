import { printable } from "importspy/dist/printable.cjs";
import type { CheckedAlternative, CheckedCondition, CheckedContract } from "../../analysis/model.js";

/** `env.PORT   a uint32 (if set)` */
function wordsOf(condition: CheckedCondition): readonly [path: string, expected: string] {
  const { path, expected, optional, default: fallback } = condition;
  if (fallback !== undefined) return [path, `${expected} (default ${fallback || '""'})`];
  return [path, optional ? `${expected} (if there is one)` : expected];
}

function linesOf({ conditions, packages, importer }: CheckedAlternative): string[] {
  const rows = [...conditions, ...packages].map(wordsOf);
  if (importer) rows.push(["importer", importer.expected]);
  const width = Math.max(...rows.map(([path]) => path.length));
  return rows.map(([path, expected]) => `  ${path.padEnd(width)}   ${expected}`);
}

/**
 * A contract in the words of a refusal.
 *
 * @param contract - The checked contract.
 * @returns Its lines, and separately the author's note for refused importers.
 */
export function describeContract({ module, alternatives }: CheckedContract): { text: string; note: string } {
  const title = `contract of ${module.module}`;
  if (!alternatives?.length) return { text: `${title}: has errors, admits nobody`, note: "" };
  const isOne = alternatives.length === 1;
  const lines = alternatives.flatMap((alternative, index) => [
    "",
    ...(isOne ? [] : [`${index ? "or " : ""}alternative ${index + 1}:`]),
    ...linesOf(alternative),
  ]);
  const notes = new Set(alternatives.flatMap(({ note }) => note ?? []));
  return { text: printable([title, ...lines].join("\n")), note: [...notes].join("\n\n") };
}
