import { FIELDS } from "importspy/dist/fields.cjs";

/** Names that people write for those that there are. */
const SYNONYMS: Readonly<Record<string, string>> = Object.assign(
  {},
  ...Object.values(FIELDS).map(({ synonyms }) => synonyms),
);

/** Number of edits (insert, delete, replace, swap neighbours) between two words. */
export function distance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, index) => index)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      row[j] = Math.min(row[j - 1]! + 1, rows[i - 1]![j]! + 1, rows[i - 1]![j - 1]! + cost);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) row[j] = Math.min(row[j]!, rows[i - 2]![j - 2]! + 1);
    }
    rows.push(row);
  }
  return rows[a.length]![b.length]!;
}

/** Where a word is so near to another that it must be meant: two edits in five letters. */
function isNear(edits: number, word: string): boolean {
  return edits <= Math.max(1, Math.floor(word.length * 0.4));
}

/**
 * What to write instead of an unknown name.
 *
 * @param name - The unknown name.
 * @param known - The names there are.
 * @returns `did you mean 'darwin'?`, or the list of all names when none is near.
 */
export function suggest(name: string, known: readonly string[]): string {
  const word = name.toLowerCase();
  const synonyms = Object.entries(SYNONYMS).filter(([, meant]) => known.includes(meant));
  const words = [...known.map((candidate) => [candidate, candidate] as const), ...synonyms];
  const ranked = words.map(([candidate, meant]) => ({ meant, edits: distance(word, candidate.toLowerCase()) }));
  const [nearest] = ranked.sort((a, b) => a.edits - b.edits);
  if (nearest && isNear(nearest.edits, word)) return `did you mean '${nearest.meant}'?`;
  return `the names are ${known.map((candidate) => `'${candidate}'`).join(", ")}.`;
}
