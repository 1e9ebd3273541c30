/**
 * The plugin of Rollup: `plugins: [importspy()]`.
 *
 * @module
 */
import type { Plugin } from "rollup";
import type { BundlerOptions } from "../bundler/options.js";
import { createFamilyPlugin } from "./plugin.js";
import { openSession } from "./session.js";

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
  const session = openSession("rollup", options);
  return {
    ...createFamilyPlugin(session.family),
    buildStart: () => session.start(),
    watchChange: (id) => session.change(id),
    closeWatcher: () => session.end(),
    closeBundle() {
      if (!this.meta.watchMode) session.end();
    },
  };
}

declare namespace importspy {
  /** What the plugin takes. */
  export type Options = BundlerOptions;
}

export = importspy;
