import { distance } from "importspy/dist/suggest.cjs";

/** The tag of contract comments. */
export const TAG = "@importspy";

const WORD = TAG.slice(1);

/** The text from `@` to a brace, up to 24 characters, enough for a misspelled tag. `{@link …}` is not a type. */
const BEFORE_TYPE = /@([^\n\r\u2028\u2029@{}]{0,24}?)[\s*]*\{(?!@)/y;

/** A name that stands alone on the rest of its line. */
const ALONE = /@([^\S\n\r\u2028\u2029]?[\p{L}\p{N}_.:-]+)[^\S\n\r\u2028\u2029]*(?=[\n\r\u2028\u2029]|$)/uy;

/** At two edits from the tag, a word must keep two letters of `spy` in order. `imports` and `importKey` do not. */
const ENDS_ALIKE = /^.{5,}?(?:s.*p|s.*y|p.*y)/;

/** Whether a word is the tag with up to two mistakes. A word that starts with the tag may have one more letter. */
function isNearTag(letters: string): boolean {
  if (letters === WORD) return true;
  if (letters.startsWith(WORD)) return letters.length === WORD.length + 1;
  if (Math.abs(letters.length - WORD.length) > 2) return false;
  const edits = distance(letters, WORD);
  return edits === 1 || (edits === 2 && ENDS_ALIKE.test(letters));
}

/** Whether the text after an `@` is clearly a misspelling of the tag. */
function isMisspelled(written: string): boolean {
  // `@importspy/transformer` is a package name.
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
 * Reads a misspelled tag: other case, a hyphen, a colon or a space inside, or a letter too many, too few or swapped.
 *
 * @param text - The text of a comment, without its frame.
 * @param pos - The position of an `@` at the start of a line.
 * @param mayBeBare - Whether a tag without a type would be a contract: on an interface or a type alias.
 * @returns The misspelled text with its `@`; `undefined` for the correct tag and for every other tag.
 */
export function readMisspelledTag(text: string, pos: number, mayBeBare: boolean): string | undefined {
  BEFORE_TYPE.lastIndex = pos;
  ALONE.lastIndex = pos;
  const [, written] = BEFORE_TYPE.exec(text) ?? (mayBeBare ? ALONE.exec(text) : null) ?? [];
  return written !== undefined && isMisspelled(written) ? `@${written.trimEnd()}` : undefined;
}

/** The letters of the tag. A word at two edits from the tag has at least {@link FEWEST} of them. */
const LETTERS = new Set([...WORD].map((letter) => letter.charCodeAt(0)));
const FEWEST = WORD.length - 2;

/** Whether a character (with bit 0x20 set) continues a name: a letter of any script, a digit, `:`, `-` or `.`. */
const isOfName = (code: number) =>
  (code >= 0x61 && code <= 0x7a) || (code >= 0x30 && code <= 0x3a) || code === 0x2d || code === 0x2e || code > 0x7e;

/** Whether the word after an `@` is the tag, spelled correctly or not. */
function isTagAt(text: string, at: number): boolean {
  if (text.startsWith(TAG, at)) return true;
  const start = text.charCodeAt(at + 1) === 0x20 ? at + 2 : at + 1;
  let found = 0;
  let end = start;
  // `| 0x20` makes letters lower case. It also turns a carriage return into a hyphen, and `_` into a non-letter.
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
 * Whether a text may hold the tag, also misspelled. It must be fast: every file of a program is tested, and most have
 * none.
 *
 * @param text - The text of a file or a comment.
 */
export function mayHoldTag(text: string): boolean {
  for (let at = text.indexOf("@"); at >= 0; at = text.indexOf("@", at + 1)) if (isTagAt(text, at)) return true;
  return false;
}

/**
 * Whether a file may need a guard though it imports no contracted module: it has a contract or calls `load<T>()`.
 *
 * @param text - The text of a file.
 */
export function mayNeedGuard(text: string): boolean {
  return mayHoldTag(text) || (/\bload\b/.test(text) && /["']importspy["']/.test(text));
}
