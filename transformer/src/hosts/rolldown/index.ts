/**
 * The plugin of Rolldown: `plugins: [importspy()]`.
 *
 * @module
 */
import type { Plugin } from "rolldown" with { "resolution-mode": "import" };
import type { BundlerOptions } from "../bundler/options.js";
import { createSessionPlugin } from "../rollup/session.js";

/**
 * Guards what Rolldown bundles.
 *
 * @param options - Where the tsconfig.json is, if not at the root or above it.
 * @returns The plugin.
 * @example
 * ```js
 * import importspy from "@importspy/transformer/rolldown";
 * export default { input: "src/main.ts", plugins: [importspy()] };
 * ```
 */
function importspy(options?: importspy.Options): Plugin {
  // Rolldown has Rollup's hooks; the declarations of the two differ.
  return createSessionPlugin("rolldown", options) as unknown as Plugin;
}

declare namespace importspy {
  /** What the plugin takes. */
  export type Options = BundlerOptions;
}

export = importspy;
