/**
 * The plugin of Vite and Vitest: `plugins: [importspy()]`.
 *
 * @module
 */
import type { Plugin, UserConfig } from "vite" with { "resolution-mode": "import" };
import type { BundlerOptions } from "../bundler/options.js";
import { createFamilyPlugin } from "../rollup/plugin.js";
import { type BuildRecord, createRecord } from "../rollup/record.js";
import { createComponentPlugin, createOrderPlugin } from "./order.js";
import { openProject } from "./project.js";

/**
 * Guards what Vite builds and serves, and what Vitest runs.
 *
 * @param options - Where the tsconfig.json is, if not at Vite's root or above it.
 * @returns The plugins.
 * @example
 * ```js
 * import importspy from "@importspy/transformer/vite";
 * export default { plugins: [importspy()] };
 * ```
 */
function importspy(options?: importspy.Options): Plugin[] {
  return createPlugins(options, createRecord());
}

/** Plugins may stand in lists of lists. */
const flatten = (plugins: unknown): readonly unknown[] =>
  Array.isArray(plugins) ? plugins.flatMap(flatten) : [plugins];

function createPlugins(options: BundlerOptions | undefined, record: BuildRecord, isOfWorkers = false): Plugin[] {
  const project = openProject(options, record);
  // Vite has Rollup's hooks; the declarations of the two differ.
  const hooks = createFamilyPlugin(project.family) as unknown as Plugin;
  const guard: Plugin = {
    ...hooks,
    enforce: "pre",
    apply: isFirst,
    config: () => ({
      // Bundled beforehand, the runtime would be a second copy of itself, found only when the page is loaded.
      optimizeDeps: { exclude: ["importspy"] },
      // Workers are bundled apart, by plugins of their own.
      worker: { plugins: () => createPlugins(options, record, true) },
    }),
    configResolved: (config) => project.configure(config),
    configureServer: (server) => project.serve(server),
    buildStart: () => project.start(),
    watchChange: (id) => project.change(id),
    hotUpdate(change) {
      return project.hotUpdate(this.environment, change);
    },
    closeBundle() {
      // A server has no build that is done: it closes its modules when it ends.
      if (!this.meta.watchMode || project.isServed()) project.end();
    },
    closeWatcher: () => project.end(),
  };
  /** A second copy has nothing left to do. Those of workers are in no list: who is asked is told of the others. */
  function isFirst({ plugins }: UserConfig): boolean {
    if (isOfWorkers) return true;
    const all = flatten(plugins);
    const first = all.find((each) => (each as Plugin | undefined)?.name === guard.name);
    return !first || first === guard;
  }
  return [guard, createOrderPlugin(), { ...createComponentPlugin(project.family), apply: isFirst }];
}

declare namespace importspy {
  /** What the plugin takes. */
  export type Options = BundlerOptions;
}

export = importspy;
