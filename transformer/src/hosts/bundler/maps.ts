import type { SourceMap } from "magic-string";

/** A source map as bundlers hand it over. */
export interface RawMap {
  readonly mappings: string;
}

// Its declarations for CommonJS do not parse.
const remapping = require("@jridgewell/remapping") as (maps: readonly string[], load: () => null) => RawMap;

/**
 * Leads from a guarded text to the sources of the text that was guarded.
 *
 * @param guarded - The map of the guard.
 * @param before - The map of what was guarded, if it was made of something.
 * @param file - What was guarded, and its text, where it was not.
 */
export function composeMaps(
  guarded: SourceMap,
  before: RawMap | undefined,
  file: { readonly name: string; readonly text: string },
): RawMap {
  if (!before) return Object.assign(guarded, { sources: [file.name], sourcesContent: [file.text] });
  // One source in the first map, which comes from those of the second.
  return remapping([guarded.toString(), JSON.stringify(before)], () => null);
}
