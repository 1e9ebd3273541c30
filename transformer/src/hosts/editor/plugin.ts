/**
 * The editor plugin of importspy, as tsserver loads it: by the package's name, from `main`, which is why `main` of this
 * package is this file and everybody else comes in by `exports`. In tsconfig.json, one entry serves both:
 * `{ "name": "@importspy/transformer", "transform": "@importspy/transformer", "transformProgram": true }`.
 *
 * @module
 */
import type { server } from "typescript";
import type { TypeScript } from "../../compiler/compiler.js";
import { createService } from "./service.js";

/**
 * Makes the plugin.
 *
 * @param modules - The compiler that the editor runs; it may be another version than the build's.
 * @returns The plugin, to be created once a project.
 */
function init({ typescript }: { readonly typescript: TypeScript }): server.PluginModule {
  return { create: (info) => createService(typescript, info) };
}

export = init;
