/**
 * The output folder of Next.js.
 *
 * @module
 */
import { existsSync } from "node:fs";
import path from "node:path";

/** In the output folder, what `next start` does not load: caches, and the output of `next dev`. */
export const NOT_SERVED: readonly string[] = ["cache", "dev"];

/** Whether `next build` has written a folder. Standalone output has such a folder within. */
export const isNextOutput = (folder: string): boolean =>
  ["BUILD_ID", "build-manifest.json"].every((name) => existsSync(path.join(folder, name)));
