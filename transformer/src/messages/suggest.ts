import { FIELDS } from "importspy/dist/fields.cjs";
import { distance } from "importspy/dist/suggest.cjs";

/** Names that people write for those that there are. */
const SYNONYMS: Readonly<Record<string, string>> = Object.assign(
  {},
  ...Object.values(FIELDS).map(({ synonyms }) => synonyms),
);

/** Where a word is so near to another that it must be meant: two edits in five letters. */
function isNear(edits: number, word: string): boolean {
  return edits <= Math.max(1, Math.floor(word.length * 0.4));
}

/**
 * The name that is meant by an unknown one.
 *
 * @param name - The unknown name.
 * @param known - The names there are.
 * @returns `undefined` when none is near.
 */
export function findMeant(name: string, known: readonly string[]): string | undefined {
  const word = name.toLowerCase();
  const synonyms = Object.entries(SYNONYMS).filter(([, meant]) => known.includes(meant));
  const words = [...known.map((candidate) => [candidate, candidate] as const), ...synonyms];
  const ranked = words.map(([candidate, meant]) => ({ meant, edits: distance(word, candidate.toLowerCase()) }));
  const [nearest] = ranked.sort((a, b) => a.edits - b.edits);
  return nearest && isNear(nearest.edits, word) ? nearest.meant : undefined;
}

/**
 * What to write instead of an unknown name.
 *
 * @param name - The unknown name.
 * @param known - The names there are.
 * @returns `did you mean 'darwin'?`, or the list of all names when none is near.
 */
export function suggest(name: string, known: readonly string[]): string {
  const meant = findMeant(name, known);
  if (meant !== undefined) return `did you mean '${meant}'?`;
  return `the names are ${known.map((candidate) => `'${candidate}'`).join(", ")}.`;
}
