/**
 * The compiler plugin of importspy. In tsconfig.json:
 * `{ "plugins": [{ "transform": "@importspy/transformer", "transformProgram": true }] }`.
 *
 * @module
 */
export { type PluginConfig, type PluginExtras, plugin as default } from "./hosts/tspc/tspc.js";
