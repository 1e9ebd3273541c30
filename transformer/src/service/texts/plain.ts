/**
 * Decides by text alone whether a file is still unrelated to contracts.
 *
 * @module
 */
import { findSpecifiers } from "../../compiler/specifiers.js";
import { mayNeedGuard } from "../../discover/spelling.js";

/** A quick test for a file that may load modules by calls. */
const LOADING = /require|\bimport\s*(?:[(/]|\.\s*defer)|getBuiltinModule|Worker\b/i;
/** Forms of the word "require" in prose. */
const PROSE = /\brequire(?:d|s|ments?)\b/gi;

/** Whether a text may load a module by a call. */
export const mayLoad = (text: string) => LOADING.test(text) && LOADING.test(text.replace(PROSE, ""));

/**
 * Whether a file is still unrelated to contracts after a change.
 *
 * @param loads - The specifiers in its earlier text.
 * @param text - Its text now.
 */
export function staysPlain(loads: ReadonlySet<string>, text: string): boolean {
  if (mayNeedGuard(text) || mayLoad(text) || text.includes("<reference")) return false;
  for (const each of findSpecifiers(text)) if (!loads.has(each)) return false;
  return true;
}
