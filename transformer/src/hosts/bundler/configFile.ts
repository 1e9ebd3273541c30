import { existsSync } from "node:fs";
import path from "node:path";
import { joinPath } from "../../analysis/paths.js";
import { toPath } from "./ids.js";
import type { BundlerOptions } from "./options.js";

/** The nearest tsconfig.json, from a folder upwards. */
function findAbove(folder: string): string | undefined {
  const found = joinPath(folder, "tsconfig.json");
  if (existsSync(found)) return found;
  const parent = path.posix.dirname(folder);
  return parent === folder ? undefined : findAbove(parent);
}

/**
 * The first tsconfig.json of a bundler's run.
 *
 * @param root - The bundler's root.
 * @param options - What the user said.
 * @returns Its path, with `/`; `undefined` when there is none.
 */
export function findConfigFile(root: string, { tsconfig }: BundlerOptions): string | undefined {
  return tsconfig === undefined ? findAbove(toPath(path.resolve(root))) : toPath(path.resolve(root, tsconfig));
}
