import type { PluginContext } from "rollup";
import type { Plugin } from "vite" with { "resolution-mode": "import" };
import { moveToFront } from "../bundler/front.js";
import { componentOf, fileOf, sidecarSpecifierOf } from "../bundler/ids.js";
import { type Family, guardComponent } from "../rollup/plugin.js";

/** Puts guards first when all other plugins are through. */
export function createOrderPlugin(): Plugin {
  return {
    name: "importspy:order",
    enforce: "post",
    transform: {
      order: "post",
      filter: { code: "?importspy" },
      handler(code, id) {
        const file = code.includes("?importspy") ? fileOf(id) : undefined;
        if (file === undefined) return null;
        return moveToFront(code, sidecarSpecifierOf(file), this.parse(code).body) ?? null;
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
        // Vite has Rollup's contexts; the declarations of the two differ.
        return guardComponent(this as unknown as PluginContext, family, id, code);
      },
    },
  };
}
