/**
 * What the hooks of Rollup, Rolldown and Vite do where there is something to guard.
 *
 * @module
 */
import { existsSync } from "node:fs";
import path from "node:path";
import type { NormalizedOutputOptions, OutputBundle, PartialResolvedId, PluginContext, RenderedChunk } from "rollup";
import { BundlerError, type BundlerProblem, errorOf } from "../bundler/errors.js";
import {
  componentOf,
  fileOf,
  parseSidecarId,
  resolveSidecar,
  withoutQuery,
  withoutSidecarName,
} from "../bundler/ids.js";
import { readInlined } from "../bundler/inlined.js";
import { withoutLinking } from "../bundler/placed.js";
import { nameRuntime, runtimeFileOf, runtimeSpecifierOf } from "../bundler/runtime.js";
import { requireVersion } from "../bundler/versions.js";
import { type FamilyOutputOptions, isCuttable } from "./chunking.js";
import { cutBuild } from "./cut.js";
import { type Build, type Family, FOREIGN, isRolldown } from "./family.js";
import { type Modules, readGraph } from "./graph.js";
import { callWrapped } from "./late.js";
import { type Chunk, importsIn, inlinedOrder, outputOrder, prologueIn, readOutput } from "./output.js";
import { prepend } from "./prologue.js";
import { describeMisplaced, findMisplaced } from "./proof.js";
import type { CutBuild } from "./record.js";

/**
 * Guards the script of a component, which only the plugin of its kind makes JavaScript of: when all plugins are through.
 *
 * @param context - The context of the hook.
 * @param family - Which bundler it is for.
 * @param id - The module.
 * @param code - What plugins have made of it.
 * @public It is loaded when it is needed.
 */
export function guardComponent(context: PluginContext, family: Family, id: string, code: string) {
  const file = componentOf(id);
  // The script of some is a module of its own.
  const isWhole = !id.includes("?") && /["'][^"']*[?&]type=script[&"']/.test(code);
  if (file === undefined || isWhole || FOREIGN.test(id)) return null;
  const build = family.buildOf(context);
  const guarded = build.guards.guard(file, code, { language: "javascript" });
  watch(context, family, build, file);
  const problems = build.isServed ? problemsServed(context, family, build, file) : [];
  if (problems.length) context.error(errorOf(build.root, problems));
  return guarded ? { code: guarded.code, map: guarded.map } : null;
}

/** Has a module made again when what its guard depends on changes. */
function watch(context: PluginContext, family: Family, { guards, isServed }: Build, id: string): void {
  if (!isServed && !context.meta.watchMode) return;
  for (const file of guards.dependencies(id)) {
    // A dev server would take a file that is added to be watched for an import of the module.
    if (isServed) family.watch?.(file);
    else context.addWatchFile(file);
  }
}

const isOwnSidecar = (id: string) => parseSidecarId(id)?.further === 0;

/** What is wrong in modules. */
const problemsOf = ({ guards }: Build, ids: readonly string[]): readonly BundlerProblem[] =>
  ids.flatMap((id) => guards.problems(id));

/** What is wrong in a module that is served; where it is to run only when its contract is right. */
function problemsServed(context: PluginContext, family: Family, build: Build, id: string): readonly BundlerProblem[] {
  const problems = problemsOf(build, [id]);
  return problems.length ? problems : (family.problemsInTarget?.(context, build, [id]) ?? []);
}

/** Fails where a module is in the output that can never be loaded where that will run. */
function judgeTarget(context: PluginContext, family: Family, build: Build, bundle: OutputBundle): void {
  if (!family.problemsInTarget) return;
  const isChunked = new Set(chunksOf(bundle).flatMap(({ moduleIds }) => moduleIds));
  // A module whose own code is dropped is there by its sidecar.
  const files = new Set([...isChunked].flatMap((id) => parseSidecarId(id)?.file ?? []));
  const isIn = (id: string) => isChunked.has(id) || files.has(fileOf(id) ?? "");
  const all = [...context.getModuleIds()].filter(isIn);
  const problems = family.problemsInTarget(context, build, all);
  if (problems.length) context.error(errorOf(build.root, problems));
}

/**
 * The module of a sidecar, or of the runtime that it imports.
 * @public It is loaded when it is needed.
 */
export async function resolveOurs(context: PluginContext, build: Build, source: string, importer: string | undefined) {
  const specifier = runtimeSpecifierOf(source);
  if (specifier === undefined) {
    // A browser asks a dev server for the URL that it has put in the place of the specifier.
    const name = withoutSidecarName(withoutQuery(source));
    const isUrl = source.startsWith("/") && !existsSync(name);
    const file = isUrl ? (await context.resolve(name, importer, { skipSelf: true }))?.id : undefined;
    const id = resolveSidecar(source, file ?? importer, file !== undefined);
    return id === undefined ? null : { id, moduleSideEffects: true };
  }
  const { file } = parseSidecarId(importer ?? "") ?? { file: importer ?? "" };
  const find = async (): Promise<PartialResolvedId> => {
    const found = await context.resolve(specifier, file, { skipSelf: true });
    return found && !found.external ? found : { id: runtimeFileOf(specifier, file), moduleSideEffects: false };
  };
  if (build.isServed) return find();
  // Every sidecar asks for it, and files of one folder get the same.
  const place = `${specifier} ${path.posix.dirname(file)}`;
  const known = build.runtimes.get(place) ?? find();
  build.runtimes.set(place, known);
  return known;
}

/**
 * Stops a build by a Rollup that is too old.
 * @public It is loaded when it is needed.
 */
export const requireRollup = (version: string): void => requireVersion("Rollup", version, "3.0.0");

const folderOf = ({ dir, file }: { readonly dir?: string | undefined; readonly file?: string | undefined }) =>
  path.resolve(dir ?? path.dirname(file ?? "."));

const hasCut = (build: Build): build is Build & CutBuild => build.cut !== undefined && build.graph !== undefined;

const chunksOf = (bundle: OutputBundle) => Object.values(bundle).filter((each) => each.type === "chunk");

/** Whether a module may refuse: a sidecar, or a file with one that is bundled again. */
const judgesIn =
  ({ record }: Family, { guards }: Build) =>
  (id: string): boolean =>
    guards.judges(id) || record.earlier(id)?.judges === true;

/** What the chunks of an output import first. */
function planOutput({ cut, graph }: CutBuild, chunks: readonly Chunk[], options: NormalizedOutputOptions) {
  const output = readOutput(chunks, { dir: folderOf(options), paths: options.paths }, graph.isExternal);
  const isCut = options.format === "es" || options.format === "cjs";
  const ahead = (chunk: Chunk): readonly string[] => {
    if (!isCut) return [];
    return options.preserveModules ? importsIn(output, chunk, cut, graph) : prologueIn(output, chunk, cut);
  };
  return { output, ahead };
}

/** Fails unless the output keeps the order of the sources. */
function prove(
  context: PluginContext,
  build: Build & CutBuild,
  judges: (id: string) => boolean,
  options: NormalizedOutputOptions,
  bundle: OutputBundle,
): void {
  const { cut, graph, root } = build;
  const { output, ahead } = planOutput(build, chunksOf(bundle), options);
  const externals = [...new Set([...cut.orders.values()].flat().filter(graph.isExternal))];
  // Rolldown wraps what it inlines of `import()`, and calls it then.
  const isInlined = isRolldown(context) && !isCuttable(options as FamilyOutputOptions) && !options.preserveModules;
  const orderOf = (id: string) =>
    isInlined ? inlinedOrder(output, cut.orders.get(id)!) : outputOrder(output, id, ahead, externals);
  const made = new Map([...cut.orders.keys()].map((id) => [id, orderOf(id)]));
  const misplaced = findMisplaced({ sources: cut.orders, output: made }, judges);
  if (misplaced) context.error(new BundlerError(describeMisplaced(misplaced, root, options.format)));
}

/**
 * The text of a sidecar, as a module.
 * @public It is loaded when it is needed.
 */
export function loadSidecar(context: PluginContext, family: Family, id: string) {
  const build = family.buildOf(context);
  const text = build.guards.sidecar(id);
  if (text === undefined) return null;
  watch(context, family, build, id);
  const variables = family.inlinedFor?.(context);
  const read = variables && isOwnSidecar(id) ? readInlined(text, variables) : text;
  return {
    code: build.isServed ? withoutLinking(read) : nameRuntime(read),
    map: { mappings: "" as const },
    moduleSideEffects: true,
  };
}

/**
 * Guards a module.
 * @public It is loaded when it is needed.
 */
export function guardModule(context: PluginContext, family: Family, code: string, id: string) {
  if (fileOf(id) === undefined || FOREIGN.test(id)) return null;
  const build = family.buildOf(context);
  const guarded = build.guards.guard(id, code);
  watch(context, family, build, id);
  const problems = build.isServed ? problemsServed(context, family, build, id) : [];
  if (problems.length) context.error(errorOf(build.root, problems));
  if (!guarded) return null;
  // Guards add no line, so places in errors stay right.
  return { code: guarded.code, map: family.lacksMaps?.(context) ? null : (guarded.mapText ?? guarded.map) };
}

/**
 * All modules are read: says what is wrong in them, and where to cut.
 * @public It is loaded when it is needed.
 */
export function cutModules(context: PluginContext, family: Family, build: Build): void {
  const problems = problemsOf(build, [...context.getModuleIds()]);
  if (problems.length) context.error(errorOf(build.root, problems));
  build.graph = readGraph(context as Modules);
  build.cut = cutBuild(build.graph, judgesIn(family, build));
}

/**
 * Puts in front what a chunk has to load first.
 * @public It is loaded when it is needed.
 */
export function renderFirst(
  context: PluginContext,
  build: Build,
  code: string,
  chunk: RenderedChunk,
  options: NormalizedOutputOptions,
  chunks: Readonly<Record<string, RenderedChunk>>,
) {
  const { format } = options;
  if (!hasCut(build) || (format !== "es" && format !== "cjs")) return null;
  const { cut, graph } = build;
  const specifiers = planOutput(build, Object.values(chunks), options).ahead(chunk);
  if (specifiers.length) return prepend(code, specifiers, format);
  const late = chunk.moduleIds.filter((id) => graph.isLate(id));
  if (!late.some((id) => cut.chunkOf(id) !== undefined)) return null;
  const modules = late.map((id) => ({ isImported: graph.isImportedByEsm(id) }));
  return callWrapped(code, (text) => context.parse(text), modules) ?? null;
}

/**
 * Proves what was made, and takes note of it.
 * @public It is loaded when it is needed.
 */
export function proveBundle(
  context: PluginContext,
  family: Family,
  options: NormalizedOutputOptions,
  bundle: OutputBundle,
): void {
  const build = family.buildOf(context);
  judgeTarget(context, family, build, bundle);
  const cut = hasCut(build) ? build : undefined;
  const judges = judgesIn(family, build);
  if (cut) prove(context, cut, judges, options, bundle);
  family.record.made(chunksOf(bundle), build.guards.loaded(), cut, judges);
}
