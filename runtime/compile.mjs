// How both packages are compiled.
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";

const require = createRequire(import.meta.url);

/**
 * Compiles a package by its tsconfig.json, with TypeScript 7: it takes a quarter of the time of 6.
 *
 * @param folder - The package.
 * @throws Error when there are errors, which the compiler has printed.
 */
export function compilePackage(folder) {
  const tsc = require.resolve("typescript-7/package.json").replace(/package\.json$/, "bin/tsc");
  const { status } = spawnSync(process.execPath, [tsc, "-p", join(folder, "tsconfig.json")], { stdio: "inherit" });
  if (status !== 0) throw new Error(`${folder} does not compile`);
}
