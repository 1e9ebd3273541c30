import type { PluginContext } from "rollup";
import type { Plugin } from "vite" with { "resolution-mode": "import" };
import { componentOf, fileOf, parseSidecarId } from "../bundler/ids.js";
import type { Family } from "../rollup/family.js";

/** Specifiers that may be those of sidecars; a dev server has made URLs of them: `/src/a.ts?t=1&importspy`. */
const SIDECARS = /["']([^"'\n]*[?&]importspy(?:&[^"'\n]*)?)["']/g;

/** Whether nothing in front of a place can be an import but the statement that it belongs to. */
const isInFirst = (code: string, at: number): boolean =>
  code
    .slice(0, at)
    .match(/\b(?:import|export|from)\b/g)
    ?.join(" ")
    .replace(/ from$/, "") === "import";

/** Puts guards first when all other plugins are through. */
export function createOrderPlugin(): Plugin {
  return {
    name: "importspy:order",
    enforce: "post",
    transform: {
      order: "post",
      filter: { code: /[?&]importspy["'&]/ },
      handler(code, id) {
        if (fileOf(id) === undefined) return null;
        // A file imports no sidecars but its own.
        const own = [...code.matchAll(SIDECARS)].find(([, specifier]) => parseSidecarId(specifier!)?.further === 0);
        if (!own || isInFirst(code, own.index)) return null;
        const { moveToFront } = require("../bundler/front.js") as typeof import("../bundler/front.js");
        return moveToFront(code, own[1]!, this.parse(code).body) ?? null;
      },
    },
  };
}

/**
 * Guards the scripts of components.
 *
 * @param family - Guards modules.
 */
export function createComponentPlugin(family: Family): Plugin {
  return {
    name: "importspy:components",
    enforce: "post",
    transform: {
      // Before Vite's dev server makes URLs of specifiers, which it does in the last plugin without an order.
      filter: { id: /\.(?:vue|svelte|astro|marko|mdx)(?:$|\?)/ },
      handler(code, id) {
        if (componentOf(id) === undefined) return null;
        const { guardComponent } = require("../rollup/work.js") as typeof import("../rollup/work.js");
        // Vite has Rollup's contexts; the declarations of the two differ.
        return guardComponent(this as unknown as PluginContext, family, id, code);
      },
    },
  };
}
