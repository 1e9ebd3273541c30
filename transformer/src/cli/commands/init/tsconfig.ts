import { existsSync, writeFileSync } from "node:fs";
import path from "node:path";
import { findInstalled } from "../../project/installed.js";
import type { Change } from "./edits.js";

/**
 * A tsconfig.json for a folder without one: the options that `importspy build` needs, and those that TypeScript
 * recommends for Node.js.
 *
 * @param folder - The folder of package.json.
 */
export function createConfig(folder: string): Change {
  // TypeScript 6 and later only load the types of packages that `types` lists.
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
 * Creates a file.
 *
 * @param change - The file.
 * @throws Error of the file system, also when the file already exists.
 */
export function writeNew({ fileName, after }: Change): void {
  if (!existsSync(fileName)) writeFileSync(fileName, after, { flag: "wx" });
}
