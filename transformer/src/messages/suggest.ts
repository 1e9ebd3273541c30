import { FIELDS } from "importspy/dist/fields.cjs";
import { distance } from "importspy/dist/suggest.cjs";

/** Common other names for the values of fields: `macos` for `darwin`. */
const SYNONYMS: Readonly<Record<string, string>> = Object.assign(
  {},
  ...Object.values(FIELDS).map(({ synonyms }) => synonyms),
);

/** Whether a word is close enough to a known name: up to 2 edits in 5 letters. */
function isNear(edits: number, word: string): boolean {
  return edits <= Math.max(1, Math.floor(word.length * 0.4));
}

/**
 * Finds the known name that an unknown one probably means.
 *
 * @param name - The unknown name.
 * @param known - The known names.
 * @returns `undefined` when no name is close.
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
 * A suggestion for an unknown name.
 *
 * @param name - The unknown name.
 * @param known - The known names.
 * @returns `did you mean 'darwin'?`, or the list of all names when none is close.
 */
export function suggest(name: string, known: readonly string[]): string {
  const meant = findMeant(name, known);
  if (meant !== undefined) return `did you mean '${meant}'?`;
  return `the names are ${known.map((candidate) => `'${candidate}'`).join(", ")}.`;
}
