/**
 * The editor plugin of importspy. tsserver loads it by the name of the package, through `main`. This is why `main` is
 * this file; all other users come through `exports`. One entry of tsconfig.json serves both:
 * `{ "name": "@importspy/transformer", "transform": "@importspy/transformer", "transformProgram": true }`.
 *
 * @module
 */
import type { server } from "typescript";
import type { TypeScript } from "../../compiler/compiler.js";
import { createService } from "./service.js";

/**
 * Creates the plugin.
 *
 * @param modules - The compiler of the editor. Its version may differ from that of the build.
 * @returns The plugin. tsserver creates one per project.
 */
function init({ typescript }: { readonly typescript: TypeScript }): server.PluginModule {
  return { create: (info) => createService(typescript, info) };
}

export = init;
