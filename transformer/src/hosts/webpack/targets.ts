/**
 * Where the output of webpack and Rspack runs, and which of its modules can never be loaded there.
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
 * Where the output of a compiler runs, according to its target. A library without a target may run anywhere.
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

/** A problem of a file, which counts only if the file is in the output. */
export interface PossibleProblem {
  readonly resource: string;
  readonly problem: BundlerProblem;
}

/**
 * Finds modules that can never be loaded at the target. Which of them end up in the output is not known yet. But
 * importers are known only now, because modules are concatenated later.
 *
 * @param compilation - The compilation, with all modules.
 * @param sidecars - Its sidecars.
 * @param root - The folder for file names in messages.
 * @param target - The target.
 * @param variables - How code at the target reads variables.
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
    // An entry is loaded without an importer.
    if (connections.some(({ originModule }) => !originModule)) return [];
    return [...new Set(connections.flatMap(({ originModule }) => originModule?.resource ?? []))];
  };
  const own = sidecars.map(({ file, text }) => ({ resource: file, sidecar: { file: toPath(file), text } }));
  // Modules of packages that were built with importspy.
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
 * The problems of modules in the output.
 *
 * @param compilation - The compilation, with all chunks.
 * @param possible - The possible problems.
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
