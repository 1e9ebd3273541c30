/**
 * The lines that declarations carry beside what TypeScript writes: who a published contract is, because there the path
 * and the line of the source are not known any more, and what a project reaches (see reach.ts).
 *
 * @module
 */

/** Identity of a contract in a declaration file. */
export interface Publication {
  /** Name of the package; declarations may lie outside of its folder. */
  readonly package: string;
  /** Path of the source from its package.json's folder. */
  readonly module: string;
  /** The beginning of that path, when there is a package.json without a name in between. */
  readonly folder?: string;
  /** 1-based line of the contract's tag in the source. */
  readonly line: number;
  /** What tells the module from other copies of it. */
  readonly copy: string;
  /** The module asks who imports it, so importers say how they are loaded. */
  readonly lists?: boolean;
}

const MARKER = /^\/\/# importspy (\{.*\})$/m;

/** The line for a declaration file. */
export function formatPublication(publication: Publication): string {
  const { package: name, module, folder, line, copy, lists } = publication;
  return `//# importspy ${JSON.stringify({ package: name, module, folder, line, copy, ...(lists && { lists }) })}`;
}

/**
 * Reads the line back.
 *
 * @param text - The text of a declaration file.
 * @returns `undefined` when there is none, or one that this version cannot read. What an earlier version did not write
 * is missing.
 */
export function readPublication(text: string): Partial<Publication> | undefined {
  const [, json] = MARKER.exec(text) ?? [];
  if (!json) return undefined;
  try {
    const { package: name, module, folder, line, copy, lists } = JSON.parse(json) as Partial<Record<string, unknown>>;
    if (typeof module !== "string" || typeof line !== "number") return undefined;
    return {
      module,
      line,
      ...(typeof name === "string" && { package: name }),
      ...(typeof folder === "string" && { folder }),
      ...(typeof copy === "string" && { copy }),
      ...(lists === true && { lists }),
    };
  } catch {
    // A line of the user's own that only looks like ours.
    return undefined;
  }
}

const REACH = "//# importspy-reach ";

/** The line that tells the projects that reference this one of a change. */
export function formatReach(hash: string): string {
  return `${REACH}${hash}`;
}

/** Where that line is in the text of a declaration file; what a contract comment quotes comes before it. */
function findReach(text: string): { readonly start: number; readonly end: number } | undefined {
  const start = text.startsWith(REACH) ? 0 : text.lastIndexOf(`\n${REACH}`) + 1;
  if (!text.startsWith(REACH, start)) return undefined;
  const end = text.indexOf("\n", start);
  return { start, end: end < 0 ? text.length : end };
}

/** Reads that line back. */
export function readReach(text: string): string | undefined {
  const found = findReach(text);
  return found && text.slice(found.start + REACH.length, found.end).trim();
}

/** The text of a declaration file without that line, which says nothing of the file itself. */
export function withoutReach(text: string): string {
  const found = findReach(text);
  return found ? text.slice(0, found.start) + text.slice(found.end + 1) : text;
}
