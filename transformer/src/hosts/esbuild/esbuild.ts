/**
 * The plugin of esbuild: `plugins: [importspy()]`, with `import importspy from "@importspy/transformer/esbuild"`.
 *
 * @module
 */
import { readFileSync, rmSync } from "node:fs";
import path from "node:path";
import type { BuildOptions, Loader, OnLoadArgs, OnLoadResult, PartialMessage, Plugin, PluginBuild } from "esbuild";
import { once } from "../../analysis/memoize.js";
import { loadCompiler } from "../../cli/compiler.js";
import { isBundlerError } from "../bundler/errors.js";
import { type BundlerGuards, createBundlerGuards } from "../bundler/guards.js";
import { fileOf, parseSidecarId, resolveSidecar, toPath } from "../bundler/ids.js";
import type { InlinedVariables } from "../bundler/inlined.js";
import type { BundlerOptions } from "../bundler/options.js";
import { nameRuntime, RUNTIME, runtimeSpecifierOf } from "../bundler/runtime.js";
import type { Target } from "../bundler/targets.js";
import { requireVersion } from "../bundler/versions.js";
import { filterOf, isOfOneBuild } from "./asked.js";
import { loadExternalsInPlace } from "./externals.js";
import { guardJsxRuntimes } from "./jsx.js";
import { createOrder, type Order, ownData } from "./order.js";
import { createWatchedFiles, type WatchedFiles } from "./watched.js";

/** The plugin's name, and the namespace of sidecars. */
const NAME = "importspy";

/** What most builds do not need is loaded when it is asked for. */
const inlined = once(() => require("../bundler/inlined.js") as typeof import("../bundler/inlined.js"));
const targets = once(() => require("../bundler/targets.js") as typeof import("../bundler/targets.js"));
const finished = once(() => require("./finish.js") as typeof import("./finish.js"));
const reported = once(() => require("./report.js") as typeof import("./report.js"));

const MANIFEST_NAME: typeof import("importspy/dist/artifacts.cjs").MANIFEST_NAME = "importspy-manifest.json";

const LOADERS: Readonly<Record<string, Loader>> = { ts: "ts", mts: "ts", cts: "ts", tsx: "tsx", jsx: "jsx" };

function loaderOf({ loader }: BuildOptions, file: string): Loader {
  const extension = path.extname(file);
  return loader?.[extension] ?? LOADERS[extension.slice(1)] ?? "js";
}

/** One build, and what is known of it. */
interface Session {
  readonly build: PluginBuild;
  readonly root: string;
  readonly guards: BundlerGuards;
  readonly order: Order;
  readonly watched: WatchedFiles;
  variables(): InlinedVariables;
  /** The files that came by, each with whether it is guarded. */
  readonly seen: Map<string, boolean>;
  /** How many builds were started. */
  builds: number;
}

const relativeTo = (root: string, file: string) => path.relative(root, file).replaceAll("\\", "/");

/** A mistake of the project becomes a message; one of ours is thrown on. */
function attempt(work: () => OnLoadResult | undefined): OnLoadResult | undefined {
  try {
    return work();
  } catch (error) {
    if (isBundlerError(error)) return { errors: [{ text: error.message }] };
    throw error;
  }
}

const isForeign = (file: string) => file.includes("/node_modules/");

/** Guards a source. */
async function loadSource(session: Session, { path: name, suffix, with: attributes }: OnLoadArgs) {
  const { build, root, guards, order, watched, seen } = session;
  const id = fileOf(name + suffix);
  if (id === undefined || isForeign(id) || attributes.type !== undefined) return undefined;
  // What is new since the first build; to tell of each file of that one would make a program for each.
  if (session.builds > 1 && !watched.has(id)) guards.update([id]);
  if (guards.isClean(id) || (!build.initialOptions.splitting && guards.isPlain(id))) {
    seen.set(id, false);
    watched.add([id]);
    return undefined;
  }
  const text = readFileSync(name, "utf8");
  const tail = await order.tailFor(name, text);
  return attempt(() => {
    const guarded = guards.guard(id, text, { decoratorMetadata: false });
    seen.set(id, guarded !== undefined);
    const problems = guards.problems(id);
    const watchFiles = [...guards.dependencies(id)];
    watched.add([id, ...watchFiles]);
    if (problems.length) return { errors: reported().messagesOf(root, problems), watchFiles };
    if (!guarded && !tail)
      return watchFiles.length
        ? { contents: text, loader: loaderOf(build.initialOptions, name), watchFiles }
        : undefined;
    const { sourcemap } = build.initialOptions;
    const map = guarded && sourcemap ? `\n//# sourceMappingURL=${guarded.map.toUrl()}` : "";
    const contents = `${guarded?.code ?? text}${tail}${map}`;
    return { contents, loader: loaderOf(build.initialOptions, name), watchFiles };
  });
}

/** Where the output will run: by default in a browser, says https://esbuild.github.io/api/#platform. */
function knownTarget({ bundle, conditions = [], format, platform }: BuildOptions): Target | undefined {
  if (!bundle || platform === "node") return undefined;
  const named = targets().targetOfConditions(conditions);
  if (named) return named;
  const isBrowser = platform === "browser" || (platform === undefined && format !== "cjs");
  return isBrowser ? targets().BROWSER : undefined;
}

/** Resolves and loads sidecars. */
function serveSidecars({ build, root, guards, order, variables }: Session): void {
  build.onResolve({ filter: /[?&]importspy(?:=\d+)?$/ }, ({ path: specifier, resolveDir }) => {
    const file = path.resolve(resolveDir, specifier);
    const id = parseSidecarId(file);
    if (!id) return undefined;
    const suffix = file.slice(file.lastIndexOf("?"));
    return { path: relativeTo(root, id.file), suffix, namespace: NAME, sideEffects: true };
  });
  build.onLoad({ filter: /./, namespace: NAME }, ({ path: name, suffix }) =>
    attempt(() => {
      const file = path.resolve(root, name);
      const id = resolveSidecar(suffix, file);
      const text = id && guards.sidecar(toPath(id));
      if (text === undefined) return undefined;
      const read = id?.endsWith("?importspy") ? inlined().readInlined(text, variables()) : text;
      return { contents: nameRuntime(read) + order.textFor(file), loader: "js", resolveDir: path.dirname(file) };
    }),
  );
  // It is bundled also where packages stay external: otherwise it would be loaded too late.
  build.onResolve({ filter: RUNTIME, namespace: NAME }, async ({ path: name, ...given }) => {
    const specifier = runtimeSpecifierOf(name)!;
    const found = await build.resolve(specifier, { ...given, pluginData: ownData });
    if (!found.external) return found.errors.length ? undefined : found;
    return { path: require.resolve(specifier, { paths: [given.resolveDir] }) };
  });
}

/** Files with a guard that another plugin has loaded: it had its say before this one. */
function missed({ root, guards, seen }: Session, inputs: readonly string[]): PartialMessage[] {
  const files = inputs.filter((name) => !/^[\w-]{2,}:/.test(name)).map((name) => toPath(path.resolve(root, name)));
  const isMissed = (file: string) =>
    !seen.has(file) && !isForeign(file) && fileOf(file) !== undefined && guards.dependencies(file).length > 0;
  return files.filter(isMissed).map((file) => finished().messageOf("loadedByOther", relativeTo(root, file)));
}

function setup(build: PluginBuild, options: BundlerOptions): void {
  requireVersion("esbuild", build.esbuild.version, "0.21.0");
  const { initialOptions } = build;
  const root = initialOptions.absWorkingDir ?? process.cwd();
  const tsconfig = options.tsconfig ?? initialOptions.tsconfig;
  initialOptions.metafile = true;
  const variables = once(() => inlined().definedVariables(initialOptions.define ?? {}));
  const target = once(() => targets().targetOf(options, knownTarget(initialOptions)));
  // What nobody can mean is said at once.
  if (options.target !== undefined) target();
  const session: Session = {
    build,
    root,
    guards: createBundlerGuards(root, tsconfig === undefined ? {} : { tsconfig }),
    order: createOrder(build, loadCompiler),
    watched: createWatchedFiles(),
    variables,
    seen: new Map(),
    builds: 0,
  };
  const { guards, order, watched, seen } = session;
  build.onStart(() => {
    session.builds++;
    const changed = watched.changed();
    if (changed.length) guards.update(changed);
    seen.clear();
    order.start();
  });
  serveSidecars(session);
  const filter = filterOf(guards, isOfOneBuild(new Error().stack), Boolean(initialOptions.splitting));
  build.onLoad({ filter, namespace: "file" }, (given) => loadSource(session, given));
  guardJsxRuntimes(build, root, (file) => seen.get(toPath(file)) ?? false);
  loadExternalsInPlace(build, guards.hasContracts);
  build.onEnd((result) => {
    const { metafile, errors } = result;
    if (errors.length || !metafile) return undefined;
    if (guards.isClean()) {
      const { outdir, outfile, write } = initialOptions;
      const folder = outdir ?? (outfile === undefined ? undefined : path.dirname(outfile));
      if (folder !== undefined && write !== false) rmSync(path.resolve(root, folder, MANIFEST_NAME), { force: true });
      return undefined;
    }
    const mistakes = missed(session, Object.keys(metafile.inputs));
    const sidecarNameOf = (file: string) => `${NAME}:${relativeTo(root, file)}?importspy`;
    const sidecars = guards.loaded();
    const guarded = [...seen].flatMap(([file, isGuarded]) => (isGuarded ? file : []));
    const built = {
      options: initialOptions,
      root,
      result,
      metafile,
      sidecars,
      guarded,
      sidecarNameOf,
      target: target(),
      variables: variables(),
    };
    return { errors: mistakes.length ? mistakes : finished().finish(built) };
  });
  // A script that has the result may end at once, or remove the folder: what is disposed comes later.
  build.onEnd(() => guards.save());
  build.onDispose(() => guards.dispose());
}

/**
 * Guards what esbuild bundles. It comes first among plugins that load TypeScript.
 *
 * @param options - The project, where it is not the nearest tsconfig.json.
 * @returns The plugin.
 * @example
 * ```ts
 * import importspy from "@importspy/transformer/esbuild";
 * await build({ entryPoints: ["src/main.ts"], bundle: true, outdir: "dist", plugins: [importspy()] });
 * ```
 */
function importspy(options: BundlerOptions = {}): Plugin {
  const plugin: Plugin = {
    name: NAME,
    setup(build) {
      // A second copy has nothing left to do.
      if (build.initialOptions.plugins?.find(({ name }) => name === NAME) === plugin) setup(build, options);
    },
  };
  return plugin;
}

export = importspy;
