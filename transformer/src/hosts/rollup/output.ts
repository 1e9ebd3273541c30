/**
 * What a build writes, as far as the order of evaluation depends on it.
 *
 * @module
 */
import path from "node:path";
import type { Cut } from "./cut.js";
import type { ModuleGraph } from "./order.js";
import { prologueOf, relativeFile } from "./prologue.js";

/** A file of the output that holds modules, as Rollup and Rolldown describe it. */
export interface Chunk {
  readonly fileName: string;
  readonly moduleIds: readonly string[];
  /** The entry, or what `import()` loads, that the chunk stands for. */
  readonly facadeModuleId?: string | null;
  /** Files and external modules, in the order in which the file imports them. */
  readonly imports: readonly string[];
}

/** The chunks of a build, and what is evaluated with them. */
export interface Output {
  /** The chunk that a module is in. */
  chunkOf(id: string): Chunk | undefined;
  /** The chunk of a file. */
  chunkAt(fileName: string): Chunk | undefined;
  /** How the output names an external module; `undefined` when nothing imports it any more. */
  specifierOf(id: string, from: Chunk): string | undefined;
}

/** What the output options say of external modules. */
export interface ExternalNames {
  /** The output folder. */
  readonly dir: string;
  readonly paths?: Readonly<Record<string, string>> | ((id: string) => string) | undefined;
}

/**
 * Reads the chunks of a build.
 *
 * @param chunks - All of them.
 * @param names - What the output options say of external modules.
 * @param isExternal - Whether an id is that of an external module.
 */
export function readOutput(
  chunks: readonly Chunk[],
  { dir, paths }: ExternalNames,
  isExternal: (id: string) => boolean,
): Output {
  const byModule = new Map(chunks.flatMap((chunk) => chunk.moduleIds.map((id) => [id, chunk] as const)));
  const byFile = new Map(chunks.map((chunk) => [chunk.fileName, chunk]));
  const imported = new Set(chunks.flatMap((chunk) => chunk.imports.filter((name) => !byFile.has(name))));
  const nameOf = (id: string, from: Chunk): string => {
    const mapped = typeof paths === "function" ? paths(id) : paths?.[id];
    if (mapped) return mapped;
    if (!path.isAbsolute(id)) return id;
    const file = path.relative(path.dirname(path.join(dir, from.fileName)), id).replaceAll("\\", "/");
    return file.startsWith(".") ? file : `./${file}`;
  };
  return {
    chunkOf: (id) => byModule.get(id),
    chunkAt: (fileName) => byFile.get(fileName),
    specifierOf(id, from) {
      if (!isExternal(id)) return undefined;
      const name = nameOf(id, from);
      return imported.has(name) || imported.has(id) ? name : undefined;
    },
  };
}

/**
 * What a chunk imports first.
 *
 * @param output - All chunks.
 * @param chunk - One of them.
 * @param cut - Where the build is cut.
 * @returns Specifiers, as the chunk has to write them.
 */
export function prologueIn(output: Output, chunk: Chunk, { sequences, isTurn }: Cut): readonly string[] {
  // Rolldown describes a chunk by another object each time.
  const own = output.chunkAt(chunk.fileName) ?? chunk;
  const units = chunk.moduleIds.flatMap((id) => {
    const sequence = sequences.get(id) ?? [];
    return prologueOf(sequence.slice(0, -1), isTurn, own, output.chunkOf, (each) => output.specifierOf(each, chunk));
  });
  return [...new Set(units)].map((unit) =>
    typeof unit === "string" ? unit : relativeFile(chunk.fileName, unit.fileName),
  );
}

/**
 * What a chunk imports first where each module stays a file of its own: what the module imports, in its own order.
 *
 * @param output - All chunks.
 * @param chunk - One of them.
 * @param cut - Where contracts are.
 * @param graph - The modules.
 */
export function importsIn(output: Output, chunk: Chunk, cut: Cut, graph: ModuleGraph): readonly string[] {
  const imported = chunk.moduleIds.filter(cut.isReached).flatMap(graph.importsOf);
  const specifiers = imported.flatMap((id) => {
    const other = output.chunkOf(id);
    if (other?.fileName === chunk.fileName) return [];
    return (other ? relativeFile(chunk.fileName, other.fileName) : output.specifierOf(id, chunk)) ?? [];
  });
  return [...new Set(specifiers)];
}

/**
 * The order of evaluation in a file that has everything, each module wrapped in a function: external modules are loaded
 * with the file.
 *
 * @param output - The chunks.
 * @param order - What the sources evaluate.
 */
export function inlinedOrder(output: Output, order: readonly string[]): readonly string[] {
  const chunk = output.chunkOf(order.at(-1) ?? "");
  if (!chunk) return [];
  const outside = order.filter((id) => output.specifierOf(id, chunk) !== undefined);
  return [...outside, ...order.filter((id) => output.chunkOf(id))];
}

/**
 * The order in which an output evaluates modules when a root is loaded.
 *
 * @param output - All chunks.
 * @param root - The root.
 * @param prologueOfChunk - What each chunk imports first.
 * @param externals - The external modules of the build.
 * @returns Modules, external ones among them; empty when the root is in no chunk.
 */
export function outputOrder(
  output: Output,
  root: string,
  prologueOfChunk: (chunk: Chunk) => readonly string[],
  externals: readonly string[],
): readonly string[] {
  const order: string[] = [];
  const seen = new Set<string>();
  const enter = (chunk: Chunk): void => {
    if (seen.has(chunk.fileName)) return;
    seen.add(chunk.fileName);
    const named = new Map(externals.map((id) => [output.specifierOf(id, chunk) ?? id, id]));
    const ahead = prologueOfChunk(chunk).map((specifier) => {
      const file = path.posix.join(path.posix.dirname(chunk.fileName), specifier);
      return specifier.startsWith(".") && output.chunkAt(file) ? file : specifier;
    });
    for (const name of [...ahead, ...chunk.imports]) {
      const next = output.chunkAt(name);
      if (next) enter(next);
      else order.push(named.get(name) ?? name);
    }
    order.push(...chunk.moduleIds);
  };
  const first = output.chunkOf(root);
  if (first) enter(first);
  return [...new Set(order)];
}
