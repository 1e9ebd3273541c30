/**
 * The plugin of Rolldown: `plugins: [importspy()]`.
 *
 * @module
 */
import type { Plugin } from "rolldown" with { "resolution-mode": "import" };
import type { BundlerOptions } from "../bundler/options.js";
import { createFamilyPlugin } from "../rollup/plugin.js";
import { openSession } from "../rollup/session.js";

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
  const session = openSession("rolldown", options);
  // Rolldown has Rollup's hooks; the declarations of the two differ.
  const hooks = createFamilyPlugin(session.family) as unknown as Plugin;
  return {
    ...hooks,
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
