/**
 * What one Vite configuration builds or serves: each environment (client, ssr, …) has its own modules, and all have the
 * same guards.
 *
 * @module
 */
import type { PluginContext } from "rollup";
import type {
  DevEnvironment,
  EnvironmentModuleNode,
  HotUpdateOptions,
  ResolvedConfig,
  ViteDevServer,
} from "vite" with { "resolution-mode": "import" };
import { type BundlerGuards, createBundlerGuards } from "../bundler/guards.js";
import { toPath } from "../bundler/ids.js";
import type { BundlerOptions } from "../bundler/options.js";
import type { Build, Family } from "../rollup/plugin.js";
import type { BuildRecord } from "../rollup/record.js";

/** A Vite configuration with the plugin. */
export interface ViteProject {
  readonly family: Family;
  /** The configuration is known. */
  configure(config: ResolvedConfig): void;
  /** A dev server runs with it. */
  serve(server: ViteDevServer): void;
  /** A build begins. */
  start(): void;
  /** A file changed while a build watches. */
  change(id: string): void;
  /** The modules that a change makes again: those of the file itself, and those whose guard is another one now. */
  hotUpdate(environment: DevEnvironment, change: HotUpdateOptions): EnvironmentModuleNode[] | undefined;
  /** Nothing is built any more. */
  end(): void;
}

/** What Vite's contexts tell beside Rollup's. */
interface ViteContext {
  readonly environment?: object;
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
  let guards: BundlerGuards | undefined;
  let builds = new Map<object | undefined, Build>();
  const changed = new Set<string>();
  /** A change is told once to each environment. */
  let latest: { readonly file: string; readonly timestamp: number; readonly files: readonly string[] } | undefined;

  const current = (): BundlerGuards => {
    guards ??= createBundlerGuards(root, options);
    return guards;
  };
  const buildOf = (context: PluginContext): Build => {
    const { environment } = context as ViteContext;
    const known = builds.get(environment);
    if (known) return known;
    const build: Build = { guards: current(), root, isServed };
    builds.set(environment, build);
    return build;
  };
  /** Files outside of the root are not watched by themselves. */
  const watch = (file: string) => {
    if (!file.startsWith(`${root}/`)) server?.watcher.add(file);
  };
  return {
    family: { name: "vite", record, buildOf, watch },
    configure(config) {
      root = toPath(config.root);
      isServed = config.command === "serve";
    },
    serve(started) {
      server = started;
    },
    start() {
      if (changed.size) guards?.update([...changed]);
      changed.clear();
      for (const build of builds.values()) build.cut = undefined;
    },
    change(id) {
      if (!isServed) changed.add(id);
    },
    hotUpdate({ moduleGraph }, { file, modules, timestamp }) {
      if (!guards) return undefined;
      if (latest?.file !== file || latest.timestamp !== timestamp) {
        latest = { file, timestamp, files: guards.update([file]) };
      }
      const concerned = latest.files.flatMap((name) => [...(moduleGraph.getModulesByFile(name) ?? [])]);
      const others = concerned.filter((each) => !modules.includes(each));
      return others.length ? [...modules, ...others] : undefined;
    },
    end() {
      guards?.dispose();
      guards = undefined;
      builds = new Map();
    },
  };
}
