/**
 * How a published contract says who it is: a line in the declaration file of its module, because there the path and
 * the line of the source are not known any more.
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
}

const MARKER = /^\/\/# importspy (\{.*\})$/m;

/** The line for a declaration file. */
export function formatPublication(publication: Publication): string {
  const { package: name, module, folder, line, copy } = publication;
  return `//# importspy ${JSON.stringify({ package: name, module, folder, line, copy })}`;
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
    const { package: name, module, folder, line, copy } = JSON.parse(json) as Partial<Record<string, unknown>>;
    if (typeof module !== "string" || typeof line !== "number") return undefined;
    return {
      module,
      line,
      ...(typeof name === "string" && { package: name }),
      ...(typeof folder === "string" && { folder }),
      ...(typeof copy === "string" && { copy }),
    };
  } catch {
    // A line of the user's own that only looks like ours.
    return undefined;
  }
}
