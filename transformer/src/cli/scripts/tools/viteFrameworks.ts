/**
 * Frameworks that are plugins of Vite. They find the sources of a project themselves, and decide where the output is.
 *
 * @module
 */
import { satisfies } from "../../../type/semver.js";
import { findInstalled } from "../../project/installed.js";
import { list } from "../arguments.js";
import type { Call, Project } from "../model.js";
import { readLoads } from "../trace/loads.js";
import { findToolConfig, parseFile, readToolConfig } from "./configFiles.js";
import { findConfigOf } from "./inputs.js";
import type { Tool } from "./tool.js";

/** A framework in a Vite configuration. */
export interface ViteFramework {
  /** The folders that it writes. */
  readonly outputs: readonly string[];
  /** What may make other output of that of Vite. */
  readonly doubt?: string;
}

/** The modules that give the plugins, and where the output is. */
const OUTPUTS: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  [
    ["@sveltejs/kit/vite", ".svelte-kit build"],
    ["@react-router/dev/vite", "build"],
    ["@remix-run/dev", "build"],
    ["@tanstack/react-start/plugin/vite", "dist .output"],
    ["@tanstack/solid-start/plugin/vite", "dist .output"],
    ["@solidjs/start/config", "dist .output"],
    ["nitro/vite", ".output"],
  ].map(([name, folders]) => [name, list(folders!)]),
);

const KIT = "@sveltejs/kit/vite";
/**
 * The adapters of SvelteKit that keep the files of Vite's output, with the first version that does. Others may bundle
 * files together, and then packages are evaluated before the verdict.
 */
const ADAPTERS: Readonly<Record<string, string>> = {
  "@sveltejs/adapter-node": ">=5.5.6",
  "@sveltejs/adapter-static": "*",
};

/** What SvelteKit's adapter makes of the output. */
function readKit(project: Project, call: Call, configs: readonly string[], loaded: readonly string[]): ViteFramework {
  const adapters = loaded.filter((name) => /(?:^|[/-])adapter(?:-|$)/.test(name));
  const folders = configs.flatMap((config) => readToolConfig(project, config, call.folder).read(["out"])?.texts ?? []);
  const outputs = [...OUTPUTS[KIT]!, ...folders];
  const keeps = (name: string): boolean => {
    const range = ADAPTERS[name];
    const installed = findInstalled(name, call.folder)?.version;
    return range !== undefined && (installed === undefined || satisfies(installed, range));
  };
  const other = adapters.find((name) => !keeps(name));
  if (adapters.length && other === undefined) return { outputs };
  return { outputs, doubt: other ?? "the adapter of SvelteKit" };
}

/**
 * The framework in the configuration of a call of Vite.
 *
 * @param project - Has the files.
 * @param call - The call.
 * @param tool - Vite.
 */
export function findViteFramework(project: Project, call: Call, tool: Tool): ViteFramework | undefined {
  const config = tool.names.includes("vite") ? findConfigOf(project, call, tool) : undefined;
  if (typeof config !== "object") return undefined;
  const loadsOf = (name: string) =>
    readLoads(project.typescript, parseFile(project, name), call.folder).loads.flatMap((load) =>
      load.kind === "module" ? [load.specifier] : [],
    );
  const loaded = loadsOf(config.fileName);
  const found = loaded.filter((name) => Object.hasOwn(OUTPUTS, name));
  if (!found.length) return undefined;
  if (!found.includes(KIT)) return { outputs: found.flatMap((name) => OUTPUTS[name]!) };
  const own = findToolConfig(project, call.folder, ["svelte.config"]);
  const configs = [config.fileName, ...(own === undefined ? [] : [own])];
  return readKit(project, call, configs, configs.flatMap(loadsOf));
}
