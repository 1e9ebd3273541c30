/**
 * What `judge` of `importspy/testing` asks for where no build has left a sidecar: hosts that guard sources while they run.
 *
 * @module
 */
import { readFileSync } from "node:fs";
import { memoize } from "../../analysis/memoize.js";
import { openGuards } from "../guards/guards.js";
import { createProjectFinder } from "../guards/projects.js";
import { rulesFor } from "../register/texts.js";

const findProject = createProjectFinder();
/** As `/register` asks, so that what one of them has found out is known to the other. */
const open = memoize((tsconfig: string) =>
  openGuards(tsconfig, (fileName, code) => rulesFor(fileName, undefined, code)),
);

/**
 * Compiles the sidecar of a source.
 *
 * @param file - Its absolute path.
 * @returns The sidecar's text; `undefined` where the file needs none, or no tsconfig.json is above it.
 * @throws ContractErrors when a build would not let the file through.
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
