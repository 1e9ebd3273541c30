/**
 * Where a Vite environment's modules will run, and the variables that Vite puts into them.
 *
 * @module
 */
import type { PluginContext } from "rollup";
import type { DevEnvironment, ResolvedConfig } from "vite" with { "resolution-mode": "import" };
import type { BundlerProblem } from "../bundler/errors.js";
import { definedForm, type InlinedVariables } from "../bundler/inlined.js";
import type { BundlerOptions } from "../bundler/options.js";
import { BROWSER, type Target, targetOf, targetOfConditions } from "../bundler/targets.js";
import type { Build } from "../rollup/family.js";
import { builtImportersOf, findProblems, type ImportersOf } from "../rollup/targets.js";

/** What Vite's contexts tell beside Rollup's. */
export interface ViteContext {
  readonly environment?: {
    readonly config?: {
      readonly consumer?: "client" | "server";
      readonly resolve?: { readonly conditions?: readonly string[] };
      readonly build?: { readonly sourcemap?: boolean | string };
    };
    readonly moduleGraph?: DevEnvironment["moduleGraph"];
  };
}

/**
 * Where modules will run. Vitest takes the same modules where it only simulates a browser. Code of a server may run in
 * any runtime, unless packages are resolved for one.
 *
 * @param context - The context of a hook.
 */
function knownTarget(context: PluginContext): Target | undefined {
  const { consumer, resolve } = (context as ViteContext).environment?.config ?? {};
  if (process.env.VITEST !== undefined) return undefined;
  return consumer === "client" ? BROWSER : targetOfConditions(resolve?.conditions ?? []);
}

/**
 * What Vite puts in the place of variables.
 *
 * @param config - Its configuration.
 * @public It is loaded when it is needed.
 */
export function variablesOf({ env, define = {}, envPrefix }: ResolvedConfig): InlinedVariables {
  const prefixes = typeof envPrefix === "string" ? [envPrefix] : (envPrefix ?? ["VITE_"]);
  const names = prefixes.map((prefix) => `'${prefix}'`).join(" or ");
  const expressionOf = (name: string) =>
    definedForm(define, name) ?? (Object.hasOwn(env, name) ? `import.meta.env.${name}` : undefined);
  return {
    expressionOf,
    isPutIn: (name) => expressionOf(name) !== undefined,
    where: `that are set when it is built and start with ${names}, or that 'define' names`,
  };
}

/** What Vite gives every `import.meta.env`, whatever the process has by these names. */
const BUILT_IN = new Set(["MODE", "DEV", "PROD", "SSR", "BASE_URL"]);

/**
 * What of it is put into the modules of an environment. Code of a server has `MODE` and the like from its process, as all
 * other variables without a prefix.
 *
 * @param context - The context of a hook.
 * @param variables - What Vite puts in the place of variables.
 * @public It is loaded when it is needed.
 */
export function variablesFor(context: PluginContext, variables: InlinedVariables): InlinedVariables {
  if ((context as ViteContext).environment?.config?.consumer !== "server") return variables;
  const expressionOf = (name: string) => (BUILT_IN.has(name) ? undefined : variables.expressionOf(name));
  return { ...variables, expressionOf, isPutIn: (name) => expressionOf(name) !== undefined };
}

/**
 * The modules of a dev server that import one.
 *
 * @param context - The context of a hook.
 */
function servedImportersOf(context: PluginContext): ImportersOf {
  const { moduleGraph } = (context as ViteContext).environment ?? {};
  return (id) => [...(moduleGraph?.getModuleById(id)?.importers ?? [])].flatMap((importer) => importer.id ?? []);
}

/**
 * Finds why modules can never be loaded where an environment runs.
 *
 * @param context - The context of a hook.
 * @param build - The environment's build.
 * @param ids - The modules.
 * @param options - What the user said.
 * @param isLibrary - Whether it may run anywhere.
 * @param variables - What Vite puts in the place of variables.
 * @public It is loaded when it is needed.
 */
export function problemsIn(
  context: PluginContext,
  build: Build,
  ids: readonly string[],
  options: BundlerOptions,
  isLibrary: boolean,
  variables: InlinedVariables | undefined,
): readonly BundlerProblem[] {
  const target = targetOf(options, isLibrary ? undefined : knownTarget(context));
  const importersOf = build.isServed ? servedImportersOf(context) : builtImportersOf(context);
  return target ? findProblems(build, ids, target, variables, importersOf) : [];
}
