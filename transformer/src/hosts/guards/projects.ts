import { existsSync } from "node:fs";
import path from "node:path";
import { memoize } from "../../analysis/memoize.js";

/**
 * Makes a finder of the nearest tsconfig.json above files.
 *
 * @returns Remembers each folder that it looked into.
 */
export function createProjectFinder(): (fileName: string) => string | undefined {
  const find = memoize((folder: string): string | undefined => {
    const found = path.join(folder, "tsconfig.json");
    if (existsSync(found)) return found;
    const parent = path.dirname(folder);
    return parent === folder ? undefined : find(parent);
  });
  return (fileName) => find(path.dirname(fileName));
}
