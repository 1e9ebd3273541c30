/**
 * Code for browsers: its variables are put in by Vite, and contracts that ask for another runtime can never hold.
 *
 * @module
 */
import type { PluginContext } from "rollup";
import type { DevEnvironment, ResolvedConfig } from "vite" with { "resolution-mode": "import" };
import type { InlinedVariables } from "../bundler/targets.js";

/** What Vite's contexts tell beside Rollup's. */
export interface ViteContext {
  readonly environment?: {
    readonly config?: { readonly consumer?: "client" | "server" };
    readonly moduleGraph?: DevEnvironment["moduleGraph"];
  };
}

/**
 * Whether modules are for browsers. Vitest takes the same modules where it only simulates one.
 *
 * @param context - The context of a hook.
 */
export const isForBrowsers = (context: PluginContext): boolean =>
  (context as ViteContext).environment?.config?.consumer === "client" && process.env.VITEST === undefined;

/**
 * What Vite puts in the place of variables.
 *
 * @param config - Its configuration.
 */
export function variablesOf({ env, define = {}, envPrefix }: ResolvedConfig): InlinedVariables {
  const prefixes = typeof envPrefix === "string" ? [envPrefix] : (envPrefix ?? ["VITE_"]);
  return {
    expressionOf(name) {
      const defined = [`import.meta.env.${name}`, `process.env.${name}`].find((key) => Object.hasOwn(define, key));
      return defined ?? (Object.hasOwn(env, name) ? `import.meta.env.${name}` : undefined);
    },
    prefixes: prefixes.map((prefix) => `'${prefix}'`).join(" or "),
  };
}

/**
 * The modules of a dev server that import one.
 *
 * @param context - The context of a hook.
 * @param id - The module.
 */
export function servedImportersOf(context: PluginContext, id: string): readonly string[] {
  const node = (context as ViteContext).environment?.moduleGraph?.getModuleById(id);
  return [...(node?.importers ?? [])].flatMap((importer) => importer.id ?? []);
}
