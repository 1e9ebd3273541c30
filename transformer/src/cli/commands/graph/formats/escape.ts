const ENTITIES: Readonly<Record<string, string>> = {
  "<": "&lt;",
  ">": "&gt;",
  "&": "&amp;",
  '"': "&quot;",
  "'": "&#39;",
};

/** A text in HTML, SVG or XML, also in an attribute. What no XML may hold is left out. */
export function escapeMarkup(text: string): string {
  return text
    .replace(/\p{Cc}/gu, (character) => (/\s/.test(character) ? " " : ""))
    .replace(/[<>&"']/g, (character) => ENTITIES[character]!);
}
