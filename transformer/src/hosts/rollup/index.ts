/**
 * The plugin of Rollup: `plugins: [importspy()]`.
 *
 * @module
 */
import type { Plugin } from "rollup";
import type { BundlerOptions } from "../bundler/options.js";
import { createSessionPlugin } from "./session.js";

/**
 * Guards what Rollup bundles.
 *
 * @param options - Where the tsconfig.json is, if not at the root or above it.
 * @returns The plugin.
 * @example
 * ```js
 * import importspy from "@importspy/transformer/rollup";
 * export default { input: "src/main.ts", plugins: [importspy(), typescript()] };
 * ```
 */
function importspy(options?: importspy.Options): Plugin {
  return createSessionPlugin("rollup", options);
}

declare namespace importspy {
  /** What the plugin takes. */
  export type Options = BundlerOptions;
}

export = importspy;
