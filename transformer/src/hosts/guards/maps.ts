/**
 * Source maps of guarded texts, for hosts that take them off the text itself or of what a transformer returns: an error
 * names the line and the column that the user wrote.
 *
 * @module
 */
import path from "node:path";
import { once } from "../../analysis/memoize.js";
import { moveColumns, startLines } from "./columns.js";
import type { FoundGuard } from "./finder.js";

/** A source map as hosts hand it over. */
export interface RawMap {
  readonly mappings: string;
}

// Only what another tool has compiled needs it. Its declarations for CommonJS do not parse.
const remapping = once(() => require("@jridgewell/remapping") as (maps: readonly object[], load: () => null) => RawMap);

/**
 * Leads from a guarded text to where it comes from.
 *
 * @param found - The guarded text.
 * @param before - The map of what was guarded, as an object or as JSON, if that was made of something.
 * @param source - What was guarded, where it was not: the name of the file, and its text where a host wants to have it.
 */
export function composeMap(
  { mappings }: FoundGuard,
  before: object | string | undefined,
  source: { readonly name: string; readonly text?: string },
): RawMap {
  const { name, text } = source;
  const sourcesContent = text === undefined ? {} : { sourcesContent: [text] };
  const own = { version: 3, names: [], sources: [name], ...sourcesContent, mappings: startLines(mappings) };
  if (before === undefined) return own;
  return remapping()([own, typeof before === "string" ? (JSON.parse(before) as object) : before], () => null);
}

const COMMENT = "//# sourceMappingURL=";
const INLINE = /^data:application\/json;(?:charset=[\w-]+;)?base64,([\w+/=]+)\s*$/;

/**
 * Puts its map into a guarded text, in the place of the one that it has.
 *
 * @param found - The guarded text.
 * @param fileName - The file.
 * @returns The text. One whose map is a file of its own stays as it is.
 */
export function carryMap(found: FoundGuard, fileName: string): string {
  const { code } = found;
  const at = code.lastIndexOf(COMMENT);
  const encoded = at < 0 ? undefined : INLINE.exec(code.slice(at + COMMENT.length))?.[1];
  if (at >= 0 && encoded === undefined) return code;
  const before = encoded === undefined ? undefined : Buffer.from(encoded, "base64").toString();
  const map = JSON.stringify(composeMap(found, before, { name: path.basename(fileName) }));
  const text = at < 0 ? `${code}\n` : code.slice(0, at);
  return `${text}${COMMENT}data:application/json;base64,${Buffer.from(map).toString("base64")}\n`;
}

/**
 * Puts another text in the place of each occurrence of one.
 *
 * @param found - A guarded text.
 * @param from - What it has; in one line.
 * @param to - What it gets; in one line.
 * @returns The text with its map: what comes later in the line has moved.
 */
export function replaceIn(found: FoundGuard, from: string, to: string): FoundGuard {
  const lines = found.code.split("\n");
  const mappings = found.mappings.split(";").map((each, number) => {
    const line = lines[number] ?? "";
    if (!line.includes(from)) return each;
    const timesBefore = (column: number) => line.slice(0, column).split(from).length - 1;
    return moveColumns(each, (_, column) => column + timesBefore(column) * (to.length - from.length));
  });
  return { ...found, code: found.code.replaceAll(from, () => to), mappings: mappings.join(";") };
}
