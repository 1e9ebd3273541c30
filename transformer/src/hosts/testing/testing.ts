/**
 * Creates sidecars for `judge` of `importspy/testing`, for hosts that guard sources as they run and write no sidecar.
 *
 * @module
 */
import { readFileSync } from "node:fs";
import { memoize } from "../../analysis/memoize.js";
import { openGuards } from "../guards/guards.js";
import { createProjectFinder } from "../guards/projects.js";
import { rulesFor } from "../register/texts.js";

const findProject = createProjectFinder();
/** Opened like in `/register`, so that both use the same cache. */
const open = memoize((tsconfig: string) =>
  openGuards(tsconfig, { foresee: (fileName, code) => rulesFor(fileName, undefined, code) }),
);

/**
 * Compiles the sidecar of a source.
 *
 * @param file - Its absolute path.
 * @returns The text; `undefined` when the file needs no sidecar, or there is no tsconfig.json above it.
 * @throws ContractErrors when a build would report errors.
 * @example
 * ```js
 * sidecarOf("/app/src/payments.ts");
 * ```
 */
export function sidecarOf(file: string): string | undefined {
  const tsconfig = findProject(file);
  if (tsconfig === undefined) return undefined;
  const code = readFileSync(file, "utf8");
  const rules = rulesFor(file, undefined, code);
  const found = rules && open(tsconfig).guard(file, code, rules);
  return found?.sidecars[0];
}
