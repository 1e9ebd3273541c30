/**
 * How output options are changed so that a build is cut: Rollup takes a function that names the chunk of a module,
 * Rolldown a list of groups.
 *
 * @module
 */
import path from "node:path";
import type { OutputOptions } from "rollup";
import type { Cut } from "./cut.js";

/** What a chunk is asked for by Rolldown's `codeSplitting`. */
interface Group {
  readonly name: string | ((id: string, context: unknown) => string | null | undefined);
  readonly test?: string | RegExp | ((id: string) => unknown);
  readonly priority?: number;
}

/** Output options of both bundlers. */
export interface FamilyOutputOptions extends Omit<OutputOptions, "manualChunks"> {
  codeSplitting?: boolean | { readonly groups?: readonly Group[] };
  advancedChunks?: { readonly groups?: readonly Group[] };
  manualChunks?: Readonly<Record<string, readonly string[]>> | ((id: string, api: unknown) => unknown);
}

/** Whether the user says which chunks modules go into. */
const hasOwnChunks = ({ codeSplitting, advancedChunks, manualChunks }: FamilyOutputOptions) =>
  typeof codeSplitting === "object" || advancedChunks !== undefined || manualChunks !== undefined;

/** Formats that can be cut: only these load other files. */
export const isCuttable = ({
  format = "es",
  inlineDynamicImports,
  codeSplitting,
  preserveModules,
}: FamilyOutputOptions) =>
  ["es", "esm", "module", "cjs", "commonjs"].includes(format) &&
  !inlineDynamicImports &&
  codeSplitting !== false &&
  !preserveModules;

/** One file of a known name becomes an entry in its folder, with other files beside it. */
function intoFolder(output: FamilyOutputOptions): FamilyOutputOptions {
  const { file, ...rest } = output;
  if (file === undefined) return output;
  const extension = path.extname(file) || ".js";
  return {
    chunkFileNames: `[name]-[hash]${extension}`,
    ...rest,
    dir: path.dirname(file),
    entryFileNames: path.basename(file),
  };
}

function matches({ test }: Group, id: string): boolean {
  if (test === undefined) return true;
  if (typeof test === "function") return Boolean(test(id));
  return typeof test === "string" ? id.includes(test) : test.test(id);
}

/** The chunk that a user's options put a module into. */
function ownChunkOf(output: FamilyOutputOptions, id: string, api: unknown): string | undefined {
  const { codeSplitting, advancedChunks, manualChunks } = output;
  const groups = (typeof codeSplitting === "object" ? codeSplitting : advancedChunks)?.groups;
  if (groups) {
    const sorted = [...groups].sort((a, b) => (b.priority ?? 0) - (a.priority ?? 0));
    for (const group of sorted.filter((each) => matches(each, id))) {
      const name = typeof group.name === "function" ? group.name(id, api) : group.name;
      if (name) return name;
    }
    return undefined;
  }
  if (typeof manualChunks === "function") {
    const name = manualChunks(id, api);
    return typeof name === "string" ? name : undefined;
  }
  const isOf = (name: string) => id === name || id.replaceAll("\\", "/").includes(`/node_modules/${name}/`);
  return Object.entries(manualChunks ?? {}).find(([, names]) => names.some(isOf))?.[0];
}

/**
 * Rollup asks for options when it has read all modules.
 *
 * @param output - The user's options.
 * @param cut - Where to cut.
 */
export function cutInRollup(output: FamilyOutputOptions, cut: Cut): FamilyOutputOptions | null {
  if (cut.isFree && !hasOwnChunks(output)) return null;
  return {
    ...intoFolder(output),
    manualChunks: (id, api) => cut.chunkOf(id, ownChunkOf(output, id, api)),
    // Otherwise a chunk takes what its modules import along, also from behind a verdict.
    onlyExplicitManualChunks: true,
  };
}

/**
 * Rolldown asks for options first of all, and for the chunks of modules last.
 *
 * @param output - The user's options.
 * @param cutOf - Where to cut, once all modules are read.
 */
export function cutInRolldown(output: FamilyOutputOptions, cutOf: () => Cut | undefined): FamilyOutputOptions {
  const { manualChunks, advancedChunks, ...rest } = intoFolder(output);
  const given = typeof rest.codeSplitting === "object" ? rest.codeSplitting : (advancedChunks ?? {});
  const own =
    given.groups ?? (manualChunks ? [{ name: (id: string, api: unknown) => ownChunkOf(output, id, api) }] : []);
  const isNeeded = (cut: Cut | undefined) => cut !== undefined && (!cut.isFree || own.length > 0);
  const ours = {
    name: (id: string, api: unknown) => cutOf()?.chunkOf(id, ownChunkOf(output, id, api)) ?? null,
    test: (id: string) => isNeeded(cutOf()) && !id.startsWith("\0rolldown/"),
    debugName: "importspy",
    minSize: 0,
    maxSize: Number.POSITIVE_INFINITY,
    minShareCount: 1,
    priority: Number.MAX_SAFE_INTEGER,
    includeDependenciesRecursively: false,
  };
  return { ...rest, codeSplitting: { ...given, groups: [ours, ...own] } };
}
