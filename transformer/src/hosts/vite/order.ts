import type { Plugin } from "vite" with { "resolution-mode": "import" };
import { moveToFront } from "../bundler/front.js";
import { fileOf, sidecarSpecifierOf } from "../bundler/ids.js";

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
