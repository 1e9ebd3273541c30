/**
 * Files that have nothing to do with contracts: what of their texts tells that this stays so.
 *
 * @module
 */
import { findSpecifiers } from "../../compiler/specifiers.js";
import { mayNeedGuard } from "../../discover/spelling.js";

/** Text without which a file loads nothing by a call; words of prose are none. */
const LOADING = /require|\bimport\s*(?:[(/]|\.\s*defer)|getBuiltinModule|Worker\b/i;
const PROSE = /\brequire(?:d|s|ments?)\b/gi;

/** Whether a text may load something by a call. */
export const mayLoad = (text: string) => LOADING.test(text) && LOADING.test(text.replace(PROSE, ""));

/**
 * Whether a file that has nothing to do with contracts stays so.
 *
 * @param loads - What its text may have loaded before.
 * @param text - Its text now.
 */
export function staysPlain(loads: ReadonlySet<string>, text: string): boolean {
  if (mayNeedGuard(text) || mayLoad(text)) return false;
  for (const each of findSpecifiers(text)) if (!loads.has(each)) return false;
  return true;
}
