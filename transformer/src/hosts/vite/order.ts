import type { PluginContext } from "rollup";
import type { Plugin } from "vite" with { "resolution-mode": "import" };
import { componentOf, fileOf, sidecarSpecifierOf } from "../bundler/ids.js";
import type { Family } from "../rollup/family.js";

/** Whether nothing in front of a specifier can be an import but the statement that it belongs to. */
function comesFirst(code: string, specifier: string): boolean {
  const at = code.indexOf(JSON.stringify(specifier));
  return (
    at >= 0 &&
    code
      .slice(0, at)
      .match(/\b(?:import|export|from)\b/g)
      ?.join(" ")
      .replace(/ from$/, "") === "import"
  );
}

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
        if (file === undefined || comesFirst(code, sidecarSpecifierOf(file))) return null;
        const { moveToFront } = require("../bundler/front.js") as typeof import("../bundler/front.js");
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
        const { guardComponent } = require("../rollup/work.js") as typeof import("../rollup/work.js");
        // Vite has Rollup's contexts; the declarations of the two differ.
        return guardComponent(this as unknown as PluginContext, family, id, code);
      },
    },
  };
}
