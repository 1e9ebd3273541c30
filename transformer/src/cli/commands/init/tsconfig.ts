import { existsSync, writeFileSync } from "node:fs";
import path from "node:path";
import { findInstalled } from "../../project/installed.js";
import type { Change } from "./edits.js";

/**
 * A tsconfig.json for a folder that has a package.json and none: what `importspy build` needs, and TypeScript recommends
 * for Node.js.
 *
 * @param folder - The folder of package.json.
 */
export function createConfig(folder: string): Change {
  // TypeScript 6 and later take no types of packages that are not named.
  const types = findInstalled("@types/node", folder) ? ["node"] : [];
  const compilerOptions = {
    module: "nodenext",
    target: "es2023",
    rootDir: "src",
    outDir: "dist",
    strict: true,
    skipLibCheck: true,
    ...(types.length && { types }),
  };
  const content = { compilerOptions, include: ["src"] };
  const after = `${JSON.stringify(content, undefined, 2).replace(/\[\n\s+("\w+")\n\s+\]/g, "[$1]")}\n`;
  return { fileName: path.join(folder, "tsconfig.json"), before: "", after };
}

/**
 * Writes a file that is not there yet.
 *
 * @param change - The file.
 * @throws Error of the file system, also when the file has appeared since.
 */
export function writeNew({ fileName, after }: Change): void {
  if (!existsSync(fileName)) writeFileSync(fileName, after, { flag: "wx" });
}
