/**
 * What the host offers to plugins: whoever imports it lies in `src/plugins/` and exports a `Plugin`.
 *
 * @importspy {
 *   importer: { module: `src/plugins/${string}`; exports: { default: Plugin } };
 * } See the README: a plugin's default export is a Plugin.
 */
import type { Plugin } from "./plugin.js";

/** Writes a line for a plugin. */
export function log(plugin: Plugin, line: string): void {
  console.log(`[${plugin.name}] ${line}`);
}
