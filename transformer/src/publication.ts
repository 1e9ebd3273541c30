/**
 * How a published contract says who it is: a line in the declaration file of its module, because there the path and
 * the line of the source are not known any more.
 *
 * @module
 */

/** Identity of a contract in a declaration file. The package is that of the nearest package.json. */
export interface Publication {
  /** Path of the source from its package.json's folder. */
  readonly module: string;
  /** 1-based line of the contract's tag in the source. */
  readonly line: number;
}

const MARKER = /^\/\/# importspy (\{.*\})$/m;

/** The line for a declaration file. */
export function formatPublication({ module, line }: Publication): string {
  return `//# importspy ${JSON.stringify({ module, line })}`;
}

/**
 * Reads the line back.
 *
 * @param text - The text of a declaration file.
 * @returns `undefined` when there is none, or one that this version cannot read.
 */
export function readPublication(text: string): Publication | undefined {
  const [, json] = MARKER.exec(text) ?? [];
  if (!json) return undefined;
  try {
    const { module, line } = JSON.parse(json) as Partial<Publication>;
    return typeof module === "string" && typeof line === "number" ? { module, line } : undefined;
  } catch {
    // A line of the user's own that only looks like ours.
    return undefined;
  }
}
