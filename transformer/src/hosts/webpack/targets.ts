/**
 * Where the output of webpack and Rspack will run, and which modules in it can never be loaded there.
 *
 * @module
 */
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { isSidecarName } from "../../artifacts/sidecarNames.js";
import type { BundlerProblem } from "../bundler/errors.js";
import type { LoadedSidecar } from "../bundler/guards.js";
import { toPath, withoutQuery } from "../bundler/ids.js";
import type { InlinedVariables } from "../bundler/inlined.js";
import { BROWSER, problemInTarget, type Target, WORKER } from "../bundler/targets.js";
import { wayTo } from "../bundler/way.js";
import type { BuildCompilation, BuildCompiler, BuildModule } from "./compiler.js";
import type { BuiltSidecar } from "./manifest.js";

/**
 * Where a compiler's output will run, by its target. A library of which no target is said may run anywhere.
 *
 * @param compiler - The compiler.
 * @param isSaid - Whether the configuration names a target.
 */
export function knownTarget({ platform, options }: BuildCompiler, isSaid: boolean): Target | undefined {
  const { output } = options as { readonly output?: { readonly library?: unknown } };
  if (platform?.node !== false || platform.electron || platform.nwjs) return undefined;
  if (!isSaid && output?.library !== undefined) return undefined;
  if (platform.webworker) return WORKER;
  return platform.browser ? BROWSER : undefined;
}

/** What may be wrong with a file, if it is in the output. */
export interface PossibleProblem {
  readonly resource: string;
  readonly problem: BundlerProblem;
}

/**
 * Finds what can never be loaded where the output will run. Which of it is in the output is not known yet, and who loads
 * it only now: later modules are put together.
 *
 * @param compilation - With all modules.
 * @param sidecars - Its sidecars.
 * @param root - The folder that messages name files from.
 * @param target - Where that is.
 * @param variables - How code there reads variables.
 */
export function findPossibleProblems(
  compilation: BuildCompilation,
  sidecars: readonly BuiltSidecar[],
  root: string,
  target: Target,
  variables: InlinedVariables,
): readonly PossibleProblem[] {
  const { modules, moduleGraph } = compilation;
  const byResource = new Map<string, BuildModule[]>();
  for (const module of modules) {
    const { resource } = module;
    if (resource !== undefined) byResource.set(resource, [...(byResource.get(resource) ?? []), module]);
  }
  const nameOf = (resource: string) => path.relative(root, withoutQuery(resource)).replaceAll("\\", "/");
  const importersOf = (resource: string): readonly string[] => {
    const connections = (byResource.get(resource) ?? []).flatMap((each) => [
      ...moduleGraph.getIncomingConnections(each),
    ]);
    // What is an entry, too, is reached without anybody.
    if (connections.some(({ originModule }) => !originModule)) return [];
    return [...new Set(connections.flatMap(({ originModule }) => originModule?.resource ?? []))];
  };
  const own = sidecars.map(({ file, text }) => ({ resource: file, sidecar: { file: toPath(file), text } }));
  // Packages that were built with importspy.
  const built = [...byResource.keys()]
    .filter((resource) => isSidecarName(resource) && existsSync(resource))
    .map((resource) => ({ resource, sidecar: { file: toPath(resource), text: readFileSync(resource, "utf8") } }));
  return [...own, ...built].flatMap(({ resource, sidecar }: { resource: string; sidecar: LoadedSidecar }) => {
    const way = () => [...new Set(wayTo(resource, importersOf).map(nameOf))];
    const problem = problemInTarget(sidecar, target, variables, way);
    return problem ? { resource, problem } : [];
  });
}

/**
 * The problems of what is in the output.
 *
 * @param compilation - With all chunks.
 * @param possible - What would be wrong.
 * @param modulesOf - The modules of a chunk.
 */
export function problemsIn(
  { chunks }: BuildCompilation,
  possible: readonly PossibleProblem[],
  modulesOf: (chunk: Parameters<BuildCompilation["chunkGraph"]["getChunkModules"]>[0]) => Iterable<BuildModule>,
): readonly BundlerProblem[] {
  if (!possible.length) return [];
  const present = new Set<string>();
  for (const chunk of chunks) {
    for (const { resource } of modulesOf(chunk)) if (resource !== undefined) present.add(resource);
  }
  return possible.flatMap(({ resource, problem }) =>
    present.has(resource) || present.has(`${resource}?importspy`) ? problem : [],
  );
}
