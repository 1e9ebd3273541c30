import { distance } from "importspy/dist/suggest.cjs";

/** The tag of contract comments. */
export const TAG = "@importspy";

const WORD = TAG.slice(1);

/** From `@` to the brace of a type: no longer than a tag that was meant could be. `{@link …}` is not a type. */
const BEFORE_TYPE = /@([^\n\r\u2028\u2029@{}]{0,24}?)[\s*]*\{(?!@)/y;

/** The rest of a line, or of the text, that holds nothing but a name. */
const ALONE = /@([^\S\n\r\u2028\u2029]?[\p{L}\p{N}_.:-]+)[^\S\n\r\u2028\u2029]*(?=[\n\r\u2028\u2029]|$)/uy;

/** What of `spy` must be there, in order, where two edits lead to the tag: `imports` and `importKey` are other words. */
const ENDS_ALIKE = /^.{5,}?(?:s.*p|s.*y|p.*y)/;

/** Whether a word is the tag with one or two mistakes in it. Other words that begin like it are words of their own. */
function isNearTag(letters: string): boolean {
  if (letters === WORD) return true;
  if (letters.startsWith(WORD)) return letters.length === WORD.length + 1;
  if (Math.abs(letters.length - WORD.length) > 2) return false;
  const edits = distance(letters, WORD);
  return edits === 1 || (edits === 2 && ENDS_ALIKE.test(letters));
}

/** Whether what stands behind an `@` can only be meant to be the tag, and is spelled otherwise. */
function isMisspelled(written: string): boolean {
  // `@importspy/transformer` is a package.
  if (written.includes("/")) return false;
  const words = written
    .toLowerCase()
    .split(/\s+/)
    .map((word) => word.replace(/\P{L}/gu, ""))
    .filter(Boolean);
  if (words.length > 1) return words.join("") === WORD;
  return words.length === 1 && written.trimEnd() !== WORD && isNearTag(words[0]!);
}

/**
 * Reads what stands in the place of a tag, at the start of a line, and is the tag in another spelling: in another case,
 * with a hyphen, a colon or a space, with a letter too many, too few or in another place.
 *
 * @param text - The text of a comment, without its frame.
 * @param pos - Where an `@` is.
 * @param mayBeBare - Whether it would be a contract without a type behind it: on an interface or a type alias.
 * @returns What is written, with the `@`; `undefined` for every other tag, and for the right one.
 */
export function readMisspelledTag(text: string, pos: number, mayBeBare: boolean): string | undefined {
  BEFORE_TYPE.lastIndex = pos;
  ALONE.lastIndex = pos;
  const [, written] = BEFORE_TYPE.exec(text) ?? (mayBeBare ? ALONE.exec(text) : null) ?? [];
  return written !== undefined && isMisspelled(written) ? `@${written.trimEnd()}` : undefined;
}

/** The letters of the tag, of which a word that is two edits away has at least {@link FEWEST}. */
const LETTERS = new Set([...WORD].map((letter) => letter.charCodeAt(0)));
const FEWEST = WORD.length - 2;

/** What goes on with a name: letters of any script, digits, and what is written between its parts. */
const isOfName = (code: number) =>
  (code >= 0x61 && code <= 0x7a) || (code >= 0x30 && code <= 0x3a) || code === 0x2d || code === 0x2e || code > 0x7e;

/** Whether the word behind an `@` is the tag, in whatever spelling. */
function isTagAt(text: string, at: number): boolean {
  if (text.startsWith(TAG, at)) return true;
  const start = text.charCodeAt(at + 1) === 0x20 ? at + 2 : at + 1;
  let found = 0;
  let end = start;
  // Lower case, for letters; it makes a hyphen of a carriage return and of an underscore something else than a letter.
  for (let code = text.charCodeAt(end); isOfName(code | 0x20) || code === 0x5f; code = text.charCodeAt(++end)) {
    if (LETTERS.has(code | 0x20)) found++;
  }
  if (found < FEWEST) return found === "import".length && /^import[^\S\n\r]+spy/i.test(text.slice(start, end + 8));
  return isNearTag(
    text
      .slice(start, Math.min(end, start + 32))
      .toLowerCase()
      .replace(/\P{L}/gu, ""),
  );
}

/**
 * Whether a text may hold the tag, in whatever spelling. Most do not, and every file of a program is asked.
 *
 * @param text - The text of a file or a comment.
 */
export function mayHoldTag(text: string): boolean {
  for (let at = text.indexOf("@"); at >= 0; at = text.indexOf("@", at + 1)) if (isTagAt(text, at)) return true;
  return false;
}

/**
 * Whether a text may need a guard although nothing that it imports has a contract: it holds one, or calls `load<T>()`.
 *
 * @param text - The text of a file.
 */
export function mayNeedGuard(text: string): boolean {
  return mayHoldTag(text) || (/\bload\b/.test(text) && /["']importspy["']/.test(text));
}
