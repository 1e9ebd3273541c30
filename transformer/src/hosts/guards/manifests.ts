import { existsSync } from "node:fs";
import path from "node:path";
import { memoize } from "../../analysis/memoize.js";
import { joinPath } from "../../analysis/paths.js";

/**
 * The package.json files that say what a file's package is, and what kind of module it is.
 *
 * @param files - Absolute paths, with `/`.
 */
export function findManifests(files: readonly string[]): readonly string[] {
  const above = memoize((folder: string): readonly string[] => {
    const own = joinPath(folder, "package.json");
    const parent = path.posix.dirname(folder);
    const isPackage = /\/node_modules\/(?:@[^/]+\/)?[^/]+$/.test(folder);
    return [...(existsSync(own) ? [own] : []), ...(parent === folder || isPackage ? [] : above(parent))];
  });
  return [...new Set(files.flatMap((each) => above(path.posix.dirname(each))))];
}
