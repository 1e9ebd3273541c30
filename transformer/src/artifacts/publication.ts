/**
 * The lines that importspy adds to declaration files. One has the identity of a published contract, because the path
 * and line of its source are not known there. The other one has the hash of the contracts that a project reaches (see
 * reach.ts).
 *
 * @module
 */

/** The identity of a contract in a declaration file. */
export interface Publication {
  /** The name of the package. The declaration file may be outside of the package's folder. */
  readonly package: string;
  /** The path of the source from its package.json's folder. */
  readonly module: string;
  /** The beginning of that path, up to a nearer package.json without a name. */
  readonly folder?: string;
  /** The 1-based line of the contract's tag in the source. */
  readonly line: number;
  /** A short hash that tells the module from other copies of it. */
  readonly copy: string;
  /** The module calls `importers<C>()`, so its importers must tell how they are loaded. */
  readonly lists?: boolean;
}

const MARKER = /^\/\/# importspy (\{.*\})$/m;

/** Writes the line for a declaration file. */
export function formatPublication(publication: Publication): string {
  const { package: name, module, folder, line, copy, lists } = publication;
  return `//# importspy ${JSON.stringify({ package: name, module, folder, line, copy, ...(lists && { lists }) })}`;
}

/**
 * Reads this line.
 *
 * @param text - The text of a declaration file.
 * @returns `undefined` when there is no line, or one that this version cannot read. Members that an earlier version did
 *   not write are missing.
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
    // A user's own line that only looks like this one.
    return undefined;
  }
}

const REACH = "//# importspy-reach ";

/** Writes the line with the hash of the contracts that a project reaches. */
export function formatReach(hash: string): string {
  return `${REACH}${hash}`;
}

/** The position of the last such line in a declaration file. A contract comment before it may quote one. */
function findReach(text: string): { readonly start: number; readonly end: number } | undefined {
  const start = text.startsWith(REACH) ? 0 : text.lastIndexOf(`\n${REACH}`) + 1;
  if (!text.startsWith(REACH, start)) return undefined;
  const end = text.indexOf("\n", start);
  return { start, end: end < 0 ? text.length : end };
}

/** Reads this line. */
export function readReach(text: string): string | undefined {
  const found = findReach(text);
  return found && text.slice(found.start + REACH.length, found.end).trim();
}

/** A declaration file without this line, which does not depend on the file itself. */
export function withoutReach(text: string): string {
  const found = findReach(text);
  return found ? text.slice(0, found.start) + text.slice(found.end + 1) : text;
}
