/**
 * Looks at the modules of a compilation before they are put together: each contracted module loads its sidecar first,
 * at once, and nothing that it imports is evaluated before.
 *
 * @module
 */
import { parseSidecarId } from "../bundler/ids.js";
import type { BuildCompilation, BuildModule } from "./compiler.js";

/** `external module "pg"`: imported at the head of a file. */
const HOISTED = /^external module(?:-import)? "?(.*?)"?$/;

/** A contracted module that is not guarded, and why. */
export interface Unproven {
  readonly module: BuildModule;
  /** The external module that would come first; absent where the guard itself is missing, late or not synchronous. */
  readonly external?: string;
  readonly importer?: BuildModule;
}

function* outgoing({ moduleGraph }: BuildCompilation, module: BuildModule): Iterable<BuildModule> {
  for (const connection of moduleGraph.getOutgoingConnections(module)) if (connection.module) yield connection.module;
}

/** What a module loads first. */
function firstOf({ moduleGraph }: BuildCompilation, { dependencies }: BuildModule): BuildModule | undefined {
  for (const dependency of dependencies) {
    const module = moduleGraph.getModule(dependency);
    if (module) return module;
  }
  return undefined;
}

function proveModule(compilation: BuildCompilation, module: BuildModule, sidecar: string): Unproven | undefined {
  const first = firstOf(compilation, module);
  if (first?.resource !== sidecar || compilation.moduleGraph.isAsync(first)) return { module };
  const reached = new Set([module]);
  for (const importer of reached) {
    for (const target of outgoing(compilation, importer)) {
      const [, external] = HOISTED.exec(target.identifier()) ?? [];
      if (external !== undefined) return { module, external, importer };
      reached.add(target);
    }
  }
  return undefined;
}

/**
 * Proves a compilation.
 *
 * @param compilation - It has all modules, and no chunks yet.
 * @param hasContract - Whether the file of a sidecar has a contract.
 * @returns The contracted modules that would not be guarded.
 */
export function proveCompilation(
  compilation: BuildCompilation,
  hasContract: (sidecar: string) => boolean,
): readonly Unproven[] {
  const files = new Map<string, BuildModule[]>();
  const sidecars: { readonly resource: string; readonly file: string }[] = [];
  for (const module of compilation.modules) {
    const { resource } = module;
    if (resource === undefined) continue;
    const named = parseSidecarId(resource);
    if (!named) files.set(resource, [...(files.get(resource) ?? []), module]);
    else if (!named.further && hasContract(resource)) {
      sidecars.push({ resource, file: resource.slice(0, resource.lastIndexOf("?")) });
    }
  }
  return sidecars.flatMap(({ resource, file }) =>
    (files.get(file) ?? []).flatMap((module) => proveModule(compilation, module, resource) ?? []),
  );
}
