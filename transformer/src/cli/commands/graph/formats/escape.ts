const ENTITIES: Readonly<Record<string, string>> = {
  "<": "&lt;",
  ">": "&gt;",
  "&": "&amp;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Escapes text for HTML, SVG or XML, including attributes. Characters that XML does not allow are removed. */
export function escapeMarkup(text: string): string {
  return text
    .replace(/\p{Cc}/gu, (character) => (/\s/.test(character) ? " " : ""))
    .replace(/[<>&"']/g, (character) => ENTITIES[character]!);
}
