/**
 * The plugin of webpack: `plugins: [importspy()]`, with `import importspy from "@importspy/transformer/webpack"`.
 *
 * @module
 */
import type { BundlerOptions } from "../bundler/options.js";
import { type CompilerPlugin, createPlugin } from "./plugin.js";

/**
 * Adds guards to what webpack bundles. Runs after the loaders that compile TypeScript.
 *
 * @param options - The project, if it is not the nearest tsconfig.json.
 * @returns The plugin.
 * @example
 * ```js
 * import importspy from "@importspy/transformer/webpack";
 * export default { entry: "./src/main.ts", target: "node", plugins: [importspy()] };
 * ```
 */
function importspy(options: BundlerOptions = {}): CompilerPlugin {
  return createPlugin("webpack", options);
}

export = importspy;
