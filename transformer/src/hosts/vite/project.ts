/**
 * What one Vite configuration builds or serves: each environment (client, ssr, …) has its own modules, and all have the
 * same guards.
 *
 * @module
 */
import type { MinimalPluginContext } from "rollup";
import type {
  DevEnvironment,
  EnvironmentModuleNode,
  HotUpdateOptions,
  ResolvedConfig,
  ViteDevServer,
} from "vite" with { "resolution-mode": "import" };
import { once } from "../../analysis/memoize.js";
import { version } from "../../artifacts/version.js";
import { type BundlerGuards, createBundlerGuards, type LoadedSidecar } from "../bundler/guards.js";
import { parseSidecarId, toPath } from "../bundler/ids.js";
import type { InlinedVariables } from "../bundler/inlined.js";
import type { BundlerOptions } from "../bundler/options.js";
import { type Build, createBuild, type Family, startAgain } from "../rollup/family.js";
import type { BuildRecord } from "../rollup/record.js";
import type { ViteContext } from "./targets.js";

const targets = once(() => require("./targets.js") as typeof import("./targets.js"));

/** A Vite configuration with the plugin. */
export interface ViteProject {
  readonly family: Family;
  /** The configuration is known. */
  configure(config: ResolvedConfig): void;
  /** A dev server runs with it. */
  serve(server: ViteDevServer): void;
  /** Whether a dev server runs with it. */
  isServed(): boolean;
  /** A build begins. */
  start(): void;
  /** A file changed while a build watches. */
  change(id: string): void;
  /** The modules that a change makes again: those of the file itself, and those whose guard is another one now. */
  hotUpdate(environment: DevEnvironment, change: HotUpdateOptions): Promise<EnvironmentModuleNode[] | undefined>;
  /** Nothing is built any more. */
  end(): void;
}

/**
 * The sidecars of all modules that are evaluated again with some others: those that import them, up to where a module
 * takes an update on itself. What is evaluated again is judged again.
 */
function findSidecars(
  moduleGraph: DevEnvironment["moduleGraph"],
  changed: readonly EnvironmentModuleNode[],
): EnvironmentModuleNode[] {
  const reached = new Set(changed);
  // A Set goes through what is added on the way.
  for (const node of reached) {
    if (!node.isSelfAccepting) for (const importer of node.importers) reached.add(importer);
  }
  const files = new Set([...reached].flatMap(({ file }) => file ?? []));
  const nodes = [...files].flatMap((file) => [...(moduleGraph.getModulesByFile(file) ?? [])]);
  return nodes.filter(({ id }) => id !== null && parseSidecarId(id) !== undefined);
}

/** What the runtime knows in this process, where the server evaluates modules. */
interface Registry {
  readonly contracts: Record<string, unknown>;
}

/**
 * Makes the runtime of this process forget contracts that have changed: an importer asks before the module is loaded
 * again, and would be refused by the contract that was.
 */
function forgetContracts(sidecars: readonly LoadedSidecar[], changed: readonly string[]): void {
  if (!changed.length) return;
  const { REGISTRY, readSidecar } =
    require("importspy/dist/artifacts.cjs") as typeof import("importspy/dist/artifacts.cjs");
  const registry = (globalThis as Record<symbol, Registry | undefined>)[REGISTRY];
  for (const { file, text } of registry ? sidecars : []) {
    const data = changed.includes(file) ? readSidecar(text, version).contract?.data : undefined;
    if (!data) continue;
    delete registry!.contracts[data.key];
    delete registry!.contracts[`${data.package}/${data.module}`];
  }
}

/**
 * Opens the project of a plugin.
 *
 * @param options - What the user said.
 * @param record - What is known of output files; the builds of workers share it with that of the page.
 */
export function openProject(options: BundlerOptions | undefined, record: BuildRecord): ViteProject {
  let root = toPath(process.cwd());
  let server: ViteDevServer | undefined;
  let isServed = false;
  let variables: () => InlinedVariables | undefined = () => undefined;
  /** A library may run anywhere. */
  let isLibrary = false;
  let guards: BundlerGuards | undefined;
  let builds = new Map<object | undefined, Build>();
  const changed = new Set<string>();
  /** A change is told once to each environment. */
  let latest: { readonly file: string; readonly timestamp: number; readonly files: readonly string[] } | undefined;

  const current = (): BundlerGuards => {
    guards ??= createBundlerGuards(root, options);
    return guards;
  };
  const buildOf = (context: MinimalPluginContext): Build => {
    const { environment } = context as ViteContext;
    const known = builds.get(environment);
    if (known) return known;
    const build = createBuild(current(), root, isServed);
    builds.set(environment, build);
    return build;
  };
  /** Files outside of the root are not watched by themselves. */
  const watch = (file: string) => {
    if (!file.startsWith(`${root}/`)) server?.watcher.add(file);
  };
  return {
    family: {
      name: "vite",
      record,
      buildOf,
      watch,
      inlinedFor(context) {
        const all = variables();
        return all && targets().variablesFor(context, all);
      },
      lacksMaps: (context) => !isServed && (context as ViteContext).environment?.config?.build?.sourcemap === false,
      problemsInTarget: (context, build, ids) =>
        targets().problemsIn(context, build, ids, options ?? {}, isLibrary, variables()),
    },
    configure(config) {
      root = toPath(config.root);
      isServed = config.command === "serve";
      variables = once(() => targets().variablesOf(config));
      isLibrary = Boolean(config.build.lib);
    },
    serve(started) {
      server = started;
    },
    isServed: () => isServed,
    start() {
      if (changed.size) guards?.update([...changed]);
      changed.clear();
      for (const build of builds.values()) startAgain(build);
    },
    change(id) {
      if (!isServed) changed.add(id);
    },
    async hotUpdate({ moduleGraph }, { file, modules, timestamp, type, read }) {
      if (!guards) return undefined;
      // Editors empty a file before they write it: Vite waits for the text.
      if (type === "update") await read();
      if (latest?.file !== file || latest.timestamp !== timestamp) {
        latest = { file, timestamp, files: guards.update([file]) };
        forgetContracts(guards.loaded(), latest.files);
      }
      const concerned = latest.files.flatMap((name) => [...(moduleGraph.getModulesByFile(name) ?? [])]);
      const others = concerned.filter((each) => !modules.includes(each));
      const all = [...modules, ...others];
      const seen = new Set<EnvironmentModuleNode>();
      for (const node of findSidecars(moduleGraph, all)) moduleGraph.invalidateModule(node, seen, timestamp, true);
      return others.length ? all : undefined;
    },
    end() {
      guards?.dispose();
      guards = undefined;
      builds = new Map();
    },
  };
}
