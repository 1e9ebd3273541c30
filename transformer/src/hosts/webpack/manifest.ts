import { createManifest, readSidecar } from "importspy/dist/artifacts.cjs";
import { version } from "../../artifacts/version.js";
import { parseSidecarId } from "../bundler/ids.js";
import type { BuildChunk, BuildCompilation, BuildModule } from "./compiler.js";

const EXTERNAL = /^external (?:\S+ )?"(.*)"$/;

/** A sidecar of a compilation. */
export interface BuiltSidecar {
  /** The file that it guards, as the compilation names it. */
  readonly file: string;
  readonly text: string;
  /** Key of the file's contract. */
  readonly key: string | undefined;
}

/** The sidecars of a compilation, apart from further ones. */
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

/**
 * External modules that the sources may load before a verdict: those that something loads which is behind none.
 *
 * @param compilation - With all modules, and before they are put together.
 * @param sidecars - Its sidecars.
 */
export function externalsBefore(compilation: BuildCompilation, sidecars: readonly BuiltSidecar[]): string[] {
  const contracted = new Set(sidecars.flatMap(({ file, key }) => (key === undefined ? [] : file)));
  const { moduleGraph, modules } = compilation;
  const loaded = new Set<BuildModule>();
  const isFree = ({ resource }: BuildModule) => !contracted.has(resource ?? "");
  const targetsOf = (module: BuildModule) =>
    [...moduleGraph.getOutgoingConnections(module)].flatMap(({ module: target }) => target ?? []);
  for (const module of modules) for (const target of targetsOf(module)) loaded.add(target);
  // What nothing loads is an entry.
  const reached = new Set([...modules].filter((module) => !loaded.has(module) && isFree(module)));
  for (const module of reached) for (const target of targetsOf(module)) if (isFree(target)) reached.add(target);
  return [...reached].flatMap((module) => EXTERNAL.exec(module.identifier())?.[1] ?? []);
}

/** The modules of a chunk, those of one that was put together one by one. */
export function* modulesOf({ chunkGraph }: BuildCompilation, chunk: BuildChunk): Iterable<BuildModule> {
  for (const module of chunkGraph.getChunkModules(chunk)) {
    yield module;
    yield* module.modules ?? [];
  }
}

/**
 * Says what is in the files of a compilation.
 *
 * @param host - The bundler.
 * @param compilation - The compilation, with all files as they will be written.
 * @param assets - The files.
 * @param sidecars - Its sidecars.
 * @param before - The external modules that may come before a verdict.
 */
export function manifestOf(
  host: string,
  compilation: BuildCompilation,
  assets: Readonly<Record<string, { source(): string | Buffer }>>,
  sidecars: readonly BuiltSidecar[],
  before: readonly string[],
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
      before: contracts.get(name)?.length ? before : [],
    }));
  const texts = sidecars.map(({ text }) => text);
  return createManifest(host, version, texts, outputs);
}
