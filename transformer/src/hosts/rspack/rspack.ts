/**
 * The plugin of Rspack: `plugins: [importspy()]`, with `import importspy from "@importspy/transformer/rspack"`.
 *
 * @module
 */
import type { BundlerOptions } from "../bundler/options.js";
import { type CompilerPlugin, createPlugin } from "../webpack/plugin.js";

/**
 * Adds guards to what Rspack bundles. Runs after the loaders that compile TypeScript.
 *
 * @param options - The project, if it is not the nearest tsconfig.json.
 * @returns The plugin.
 * @example
 * ```js
 * import importspy from "@importspy/transformer/rspack";
 * export default { entry: "./src/main.ts", target: "node", plugins: [importspy()] };
 * ```
 */
function importspy(options: BundlerOptions = {}): CompilerPlugin {
  return createPlugin("rspack", options);
}

export = importspy;
