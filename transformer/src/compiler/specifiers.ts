const COMMENTS = String.raw`(?:\s|/\*[^]*?\*/|//[^\n]*\n)*`;
const SPECIFIER = new RegExp(
  String.raw`(?:\bfrom|\bimport|require)${COMMENTS}\(?${COMMENTS}(["'\`])((?:(?!\1)[^\\\n]|\\[^])*)\1`,
  "g",
);

/**
 * All texts in JavaScript code that may be module specifiers. This is much faster than parsing, and it never misses
 * one. It may also find texts in comments and strings, which then only cost a look at the syntax.
 */
export function findSpecifiers(text: string): Set<string> {
  return new Set(Array.from(text.matchAll(SPECIFIER), ([, , specifier]) => specifier!));
}

/** Queries that import a file as text or as a URL. A bundler does not load the module then. */
export const QUERY_FOR_TEXT = /\?(?:.*&)?(?:raw|url)(?:[&=#]|$)/;

/** Whether a specifier may be another path when it is read as a URL. */
export const isUrlLike = (specifier: string): boolean => /[%?#\\\s]/.test(specifier);

/** Line breaks and tabs in a URL have no meaning, and neither have spaces and control characters at its end. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const UNREAD = /[\t\n\r]|[\u0000-\u0020]+$/g;

/**
 * The path in a relative URL: `./a%20b.js?x#y` → `./a b.js`, `.\\a.js ` → `./a.js`.
 * ({@link https://url.spec.whatwg.org/#concept-basic-url-parser}: in URLs of files, `\\` is `/`.)
 *
 * @param url - The URL.
 * @returns `undefined` for a malformed URL.
 */
export function pathOfUrl(url: string): string | undefined {
  const plain = url
    .replace(UNREAD, "")
    .replace(/[?#].*$/s, "")
    .replaceAll("\\", "/");
  try {
    return decodeURIComponent(plain);
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}

/**
 * The part of a text up to the line of its last specifier. There are no imports after it.
 *
 * @param text - The text of a file.
 * @returns The whole text when it has no specifier.
 */
export function headOf(text: string): string {
  let end = -1;
  for (const match of text.matchAll(SPECIFIER)) end = match.index + match[0].length;
  if (end < 0) return text;
  // Includes import attributes: `import data from "./data.json" with { type: "json" }`.
  const attributes = /^\s*(?:with|assert)\s*\{/.test(text.slice(end, end + 40));
  const last = attributes ? text.indexOf("}", end) : end;
  const lineEnd = last < 0 ? -1 : text.indexOf("\n", last);
  return lineEnd < 0 ? text : text.slice(0, lineEnd + 1);
}
