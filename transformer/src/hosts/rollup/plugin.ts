/**
 * The plugin of Rollup, Rolldown and Vite: they share their hooks. A build reads in this order: modules are guarded and
 * sidecars loaded; when all are read, the build is cut; chunks get their first imports; the result is proven.
 *
 * Most projects have few contracts or none. So what does this is loaded when a module asks for it, and modules that
 * surely have nothing to do with contracts are kept out by filters, which Rolldown judges without calling JavaScript.
 *
 * @module
 */
import path from "node:path";
import type { OutputOptions, Plugin, PluginContext, TransformPluginContext } from "rollup";
import { once } from "../../analysis/memoize.js";
import { cutInRolldown, cutInRollup, type FamilyOutputOptions, isCuttable } from "./chunking.js";
import { ALL, findConcern } from "./concern.js";
import { type Family, FOREIGN, isRolldown, SIDECAR } from "./family.js";

const work = once(() => require("./work.js") as typeof import("./work.js"));

const folderOf = ({ dir, file }: { readonly dir?: string | undefined; readonly file?: string | undefined }) =>
  path.resolve(dir ?? path.dirname(file ?? "."));

/** `src/a.ts is dynamically imported by src/a.ts?importspy but also statically imported by src/main.ts` */
const INEFFECTIVE = / is dynamically imported by (.*?),? but also statically imported by /;

/**
 * Whether a bundler warns that an `import()` of sidecars alone splits off no chunk. It need not: it tells how to load an
 * importer that is listed.
 */
function isAboutSidecars(message: string): boolean {
  const [, importers = ""] = INEFFECTIVE.exec(message) ?? [];
  return importers !== "" && importers.split(", ").every((each) => SIDECAR.test(each));
}

/**
 * Makes the hooks that Rollup, Rolldown and Vite's builds share.
 *
 * @param family - Which of them it is for.
 */
export function createFamilyPlugin(family: Family) {
  /** Builds of one plugin may overlap, and take the filter when they have begun: what one of them needs, all have. */
  let asksAll = false;
  const transform = {
    order: "pre" as const,
    filter: { id: ALL },
    handler(this: TransformPluginContext, code: string, id: string) {
      // What an earlier build wrote has its guards. Its comments may still have the tag.
      return FOREIGN.test(id) || family.record.earlier(id) ? null : work().guardModule(this, family, code, id);
    },
  };
  return {
    name: "importspy",
    options(options) {
      if (!isRolldown(this)) work().requireRollup(this.meta.rollupVersion);
      family.configure?.(this, options);
      const build = family.buildOf(this);
      const isOnce = isRolldown(this) && !this.meta.watchMode && !build.isServed;
      const concern = isOnce && !asksAll ? findConcern(build, options.plugins) : undefined;
      asksAll ||= !concern;
      transform.filter = { id: concern ?? ALL };
      if (!isRolldown(this) || options.preserveEntrySignatures === false) return null;
      // What Rolldown asks for where chunks are cut out of an entry.
      return { ...options, preserveEntrySignatures: "allow-extension" };
    },
    onLog(_level, { message }) {
      return isAboutSidecars(message) ? false : null;
    },
    resolveId: {
      order: "pre",
      filter: { id: SIDECAR },
      async handler(source, importer) {
        return SIDECAR.test(source) ? work().resolveOurs(this, family.buildOf(this), source, importer) : null;
      },
    },
    load: {
      order: "pre",
      filter: { id: SIDECAR },
      handler(id) {
        return SIDECAR.test(id) ? work().loadSidecar(this, family, id) : null;
      },
    },
    transform,
    buildEnd(error) {
      const build = family.buildOf(this);
      if (!error && !build.isServed && !build.guards.isClean()) work().cutModules(this, family, build);
    },
    outputOptions(output: OutputOptions) {
      // Called with the context of the plugin; its type tells less of it.
      const context = this as PluginContext;
      if (!isCuttable(output as FamilyOutputOptions)) return null;
      const build = family.buildOf(context);
      if (isRolldown(context)) return cutInRolldown(output as FamilyOutputOptions, () => build.cut) as OutputOptions;
      return build.cut ? (cutInRollup(output as FamilyOutputOptions, build.cut) as OutputOptions) : null;
    },
    renderChunk: {
      order: "pre",
      handler(code, chunk, options, { chunks }) {
        const build = family.buildOf(this);
        return build.cut ? work().renderFirst(this, build, code, chunk, options, chunks) : null;
      },
    },
    generateBundle: {
      order: "post",
      handler(options, bundle) {
        if (!family.buildOf(this).guards.isClean()) work().proveBundle(this, family, options, bundle);
      },
    },
    writeBundle: {
      order: "post",
      sequential: true,
      handler(options, bundle) {
        family.record.written(family.name, folderOf(options), Object.keys(bundle));
        // Scripts need not close what they build with.
        family.buildOf(this).guards.save();
      },
    },
  } satisfies Plugin;
}
