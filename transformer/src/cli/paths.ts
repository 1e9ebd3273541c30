import path from "node:path";

/** A path as reports show it: from the folder of the call, with `/`. */
export function showIn(cwd: string, fileName: string): string {
  return path.relative(cwd, fileName).replaceAll("\\", "/");
}
