/**
 * Where the output of esbuild and Bun will run: both say after a build which modules are in it.
 *
 * @module
 */
import { readFileSync } from "node:fs";
import path from "node:path";
import { isSidecarName } from "../../artifacts/sidecarNames.js";
import type { BundlerProblem } from "./errors.js";
import type { LoadedSidecar } from "./guards.js";
import type { InlinedVariables } from "./inlined.js";
import { type BundlerMetafile, namesIn, wayIn } from "./metafile.js";
import { problemInTarget, type Target } from "./targets.js";

/** A build that is done. */
export interface BuiltOutput {
  /** The folder that the metafile names files from. */
  readonly root: string;
  readonly metafile: BundlerMetafile;
  readonly sidecars: readonly LoadedSidecar[];
  readonly target: Target | undefined;
  readonly variables: InlinedVariables;
}

/**
 * Finds why modules of a build cannot be loaded where its output will run.
 *
 * @param build - The build.
 * @param sidecarNameOf - Name of a file's sidecar in the metafile.
 */
export function findProblems(
  { root, metafile, sidecars, target, variables }: BuiltOutput,
  sidecarNameOf: (file: string) => string,
): readonly BundlerProblem[] {
  if (!target) return [];
  const present = namesIn(metafile);
  const own = sidecars.filter(({ file }) => present.has(sidecarNameOf(file)));
  // Packages that were built with importspy.
  const built = [...present].filter(isSidecarName).map((name) => {
    const file = path.resolve(root, name);
    return { file, text: readFileSync(file, "utf8") };
  });
  const nameOf = (file: string) => path.relative(root, file).replaceAll("\\", "/");
  return [...own, ...built].flatMap(
    (sidecar) => problemInTarget(sidecar, target, variables, () => wayIn(metafile, nameOf(sidecar.file))) ?? [],
  );
}
