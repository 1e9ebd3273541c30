import { createManifest, readSidecar } from "importspy/dist/artifacts.cjs";
import { version } from "../../artifacts/version.js";
import { parseSidecarId } from "../bundler/ids.js";
import type { BuildChunk, BuildCompilation, BuildModule } from "./compiler.js";

const EXTERNAL = /^external (?:\S+ )?"(.*)"$/;

/** A sidecar of a compilation. */
export interface BuiltSidecar {
  /** The guarded file, as the compilation names it. */
  readonly file: string;
  readonly text: string;
  /** Key of the file's contract. */
  readonly key: string | undefined;
}

/** The sidecars of a compilation, without additional ones. */
export function sidecarsOf(compilation: BuildCompilation, textOf: (id: string) => string | undefined): BuiltSidecar[] {
  const sidecars = new Map<string, BuiltSidecar>();
  for (const { resource } of compilation.modules) {
    const named = resource === undefined ? undefined : parseSidecarId(resource);
    const text = named && !named.further ? textOf(resource!) : undefined;
    if (text === undefined) continue;
    const file = resource!.slice(0, resource!.lastIndexOf("?"));
    sidecars.set(file, { file, text, key: readSidecar(text, version).contract?.data.key });
  }
  return [...sidecars.values()];
}

/** The external modules that may be evaluated before verdicts. */
export interface ExternalsBefore {
  /** Those before all verdicts: they can be reached without a contracted module on the way. */
  readonly all: readonly string[];
  /** Those before the verdict on one module, by its key: they can be reached without it. */
  readonly of: ReadonlyMap<string, readonly string[]>;
}

/**
 * Finds the external modules that may be evaluated before verdicts.
 *
 * @param compilation - The compilation, with all modules, before modules are concatenated.
 * @param sidecars - Its sidecars.
 */
export function externalsBefore(compilation: BuildCompilation, sidecars: readonly BuiltSidecar[]): ExternalsBefore {
  const contracted = new Map(sidecars.flatMap(({ file, key }) => (key === undefined ? [] : [[file, key] as const])));
  const of = [...contracted].map(
    ([file, key]) => [key, externalsWithout(compilation, (each) => each === file)] as const,
  );
  return { all: externalsWithout(compilation, (file) => contracted.has(file)), of: new Map(of) };
}

/** The external modules that can be reached without certain files on the way. */
function externalsWithout(compilation: BuildCompilation, isLeftOut: (file: string) => boolean): string[] {
  const { moduleGraph, modules } = compilation;
  const isFree = ({ resource }: BuildModule) => !isLeftOut(resource ?? "");
  const targetsOf = (module: BuildModule) =>
    [...moduleGraph.getOutgoingConnections(module)].flatMap(({ module: target }) => target ?? []);
  // A CommonJS module is among its own importers, and an entry may be imported too: it also has an importer that is none.
  const isEntry = (module: BuildModule) => {
    const importers = [...moduleGraph.getIncomingConnections(module)];
    return !importers.length || importers.some(({ originModule }) => !originModule);
  };
  const reached = new Set([...modules].filter((module) => isFree(module) && isEntry(module)));
  for (const module of reached) for (const target of targetsOf(module)) if (isFree(target)) reached.add(target);
  return [...reached].flatMap((module) => EXTERNAL.exec(module.identifier())?.[1] ?? []);
}

/** The modules of a chunk, including those inside concatenated modules. */
export function* modulesOf({ chunkGraph }: BuildCompilation, chunk: BuildChunk): Iterable<BuildModule> {
  for (const module of chunkGraph.getChunkModules(chunk)) {
    yield module;
    yield* module.modules ?? [];
  }
}

/**
 * Creates the manifest of a compilation.
 *
 * @param host - The bundler.
 * @param compilation - The compilation, with the final files.
 * @param assets - The files.
 * @param sidecars - Its sidecars.
 * @param before - The external modules that may be evaluated before a verdict.
 */
export function manifestOf(
  host: string,
  compilation: BuildCompilation,
  assets: Readonly<Record<string, { source(): string | Buffer }>>,
  sidecars: readonly BuiltSidecar[],
  before: ExternalsBefore,
): string {
  const keys = new Map(sidecars.map(({ file, key }) => [file, key]));
  const contracts = new Map<string, string[]>();
  for (const chunk of compilation.chunks) {
    const modules = [...modulesOf(compilation, chunk)];
    const own = modules.flatMap(({ resource }) => keys.get(resource ?? "") ?? []);
    for (const file of chunk.files) contracts.set(file, [...(contracts.get(file) ?? []), ...own]);
  }
  const outputs = Object.entries(assets)
    .filter(([name]) => /\.[cm]?js$/.test(name))
    .map(([name, asset]) => ({
      name,
      code: String(asset.source()),
      contracts: contracts.get(name) ?? [],
      before: contracts.get(name)?.length ? before.all : [],
    }));
  const texts = sidecars.map(({ text }) => text);
  return createManifest(host, version, texts, outputs, { beforeOf: (key) => before.of.get(key) ?? [] });
}
