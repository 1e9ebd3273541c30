const COMMENTS = String.raw`(?:\s|/\*[^]*?\*/|//[^\n]*\n)*`;
const SPECIFIER = new RegExp(
  String.raw`(?:\bfrom|\bimport|require)${COMMENTS}\(?${COMMENTS}(["'\`])((?:(?!\1)[^\\\n]|\\[^])*)\1`,
  "g",
);

/**
 * Everything in a text of JavaScript that may be a module specifier: far faster than parsing, and never less than there
 * is. What it finds in comments and strings only costs a look at the syntax.
 */
export function findSpecifiers(text: string): Set<string> {
  return new Set(Array.from(text.matchAll(SPECIFIER), ([, , specifier]) => specifier!));
}

/** Queries that ask a bundler for a file as text, or for where it is; the module is not loaded. */
export const QUERY_FOR_TEXT = /\?(?:.*&)?(?:raw|url)(?:[&=#]|$)/;

/**
 * What a relative URL says of a file: `./a%20b.js?x#y` → `./a b.js`.
 *
 * @param url - The URL.
 * @returns `undefined` for one that is malformed.
 */
export function pathOfUrl(url: string): string | undefined {
  const plain = url.replace(/[?#].*$/s, "");
  try {
    return decodeURIComponent(plain);
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}

/**
 * A text up to the line of its last specifier: nothing behind it is an import.
 *
 * @param text - The text of a file.
 * @returns All of it where it has none.
 */
export function headOf(text: string): string {
  let end = -1;
  for (const match of text.matchAll(SPECIFIER)) end = match.index + match[0].length;
  if (end < 0) return text;
  // `import data from "./data.json" with { type: "json" }`
  const attributes = /^\s*(?:with|assert)\s*\{/.test(text.slice(end, end + 40));
  const last = attributes ? text.indexOf("}", end) : end;
  const lineEnd = last < 0 ? -1 : text.indexOf("\n", last);
  return lineEnd < 0 ? text : text.slice(0, lineEnd + 1);
}
