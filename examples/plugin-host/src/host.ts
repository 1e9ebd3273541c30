import { importers, load } from "importspy";
import type { Plugin } from "./plugin.js";

/**
 * What the host offers to plugins: an importer lies in `src/plugins/` and exports a `Plugin`, or is the program.
 *
 * @importspy {Host} See the README: a plugin's default export is a Plugin.
 */
interface Host {
  importer: { module: `src/plugins/${string}`; exports: { default: Plugin } } | { module: "src/main.ts" };
}

/** Writes a line for a plugin. */
export function log(plugin: Plugin, line: string): void {
  console.log(`[${plugin.name}] ${line}`);
}

/** Starts the plugins, in the order in which they have imported this module. */
export async function startAll(port: number): Promise<void> {
  for (const importer of importers<Host>()) {
    if (importer.module === "src/main.ts") continue;
    const { default: plugin } = await importer.load();
    console.log(`${importer.module} is ${plugin.name}, on ${plugin.engine}`);
    await plugin.start(port);
  }
}

/** Starts a plugin that is named only when the program runs. No build sees it, so its exports are validated. */
export async function startNamed(name: string, port: number): Promise<void> {
  const { default: plugin } = await load<{ default: Plugin }>(`../extra/${name}.js`);
  console.log(`extra/${name}.js is ${plugin.name}, on ${plugin.engine}`);
  await plugin.start(port);
}
