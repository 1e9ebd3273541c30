/**
 * The plugin of Rolldown: `plugins: [importspy()]`.
 *
 * @module
 */
import type { Plugin } from "rolldown" with { "resolution-mode": "import" };
import type { BundlerOptions } from "../bundler/options.js";
import { createSessionPlugin } from "../rollup/session.js";

/**
 * Adds guards to what Rolldown bundles.
 *
 * @param options - The path of tsconfig.json, if it is not at the root or above.
 * @returns The plugin.
 * @example
 * ```js
 * import importspy from "@importspy/transformer/rolldown";
 * export default { input: "src/main.ts", plugins: [importspy()] };
 * ```
 */
function importspy(options?: importspy.Options): Plugin {
  // Rolldown supports Rollup's hooks, but their type declarations differ.
  return createSessionPlugin("rolldown", options) as unknown as Plugin;
}

declare namespace importspy {
  /** The options of the plugin. */
  export type Options = BundlerOptions;
}

export = importspy;
