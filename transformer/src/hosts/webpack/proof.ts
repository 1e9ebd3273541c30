/**
 * Verifies a compilation before modules are concatenated: each contracted module loads its sidecar first and
 * synchronously, and none of its imports is evaluated before.
 *
 * @module
 */
import { isBuiltin } from "node:module";
import { parseSidecarId } from "../bundler/ids.js";
import type { BuildCompilation, BuildModule } from "./compiler.js";

/** `external module "pg"`: becomes an import at the top of a file. */
const HOISTED = /^external module(?:-import)? "?(.*?)"?$/;

/** A contracted module without a working guard, and why. */
export interface Unproven {
  readonly module: BuildModule;
  /** The external module that would be evaluated first. Absent when the guard is missing, late or asynchronous. */
  readonly external?: string;
  readonly importer?: BuildModule;
}

function* outgoing({ moduleGraph }: BuildCompilation, module: BuildModule): Iterable<BuildModule> {
  for (const connection of moduleGraph.getOutgoingConnections(module)) if (connection.module) yield connection.module;
}

/** The first import of a module. */
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
      // A module of Node.js itself evaluates nothing of a program.
      if (external !== undefined && !isBuiltin(external)) return { module, external, importer };
      reached.add(target);
    }
  }
  return undefined;
}

/**
 * Verifies a compilation.
 *
 * @param compilation - The compilation, with all modules and no chunks yet.
 * @param hasContract - Whether the file of a sidecar has a contract.
 * @returns The contracted modules without a working guard.
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
