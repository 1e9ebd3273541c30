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
