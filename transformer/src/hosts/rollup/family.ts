/**
 * What Rollup, Rolldown and Vite have in common: which modules are looked at, and what is known of a build.
 *
 * @module
 */
import type { MinimalPluginContext, PartialResolvedId, PluginContext } from "rollup";
import type { BundlerProblem } from "../bundler/errors.js";
import type { BundlerGuards } from "../bundler/guards.js";
import { SIDECAR_QUERY } from "../bundler/ids.js";
import type { InlinedVariables } from "../bundler/inlined.js";
import { RUNTIME } from "../bundler/runtime.js";
import type { Cut } from "./cut.js";
import type { ModuleGraph } from "./order.js";
import type { BuildRecord } from "./record.js";

/** A build, from its first module to its last file. */
export interface Build {
  readonly guards: BundlerGuards;
  readonly root: string;
  /** A dev server hands modules on one by one: errors are told at once, and nothing is bundled. */
  readonly isServed: boolean;
  /** What the runtime is for the files of a folder. */
  readonly runtimes: Map<string, Promise<PartialResolvedId>>;
  graph?: ModuleGraph;
  cut?: Cut | undefined;
}

/** Makes the description of a build that has not begun. */
export const createBuild = (guards: BundlerGuards, root: string, isServed: boolean): Build => ({
  guards,
  root,
  isServed,
  runtimes: new Map(),
});

/** Forgets what the last run of a build has found. */
export function startAgain(build: Build): void {
  build.cut = undefined;
  build.runtimes.clear();
}

/** Which bundler it is, and where its state is kept. */
export interface Family {
  readonly name: "vite" | "rollup" | "rolldown";
  /** The build that a hook is called in. */
  buildOf(context: MinimalPluginContext): Build;
  readonly record: BuildRecord;
  /** What the sidecars of a build are made to judge instead of the process's own variables. */
  inlinedFor?(context: PluginContext): InlinedVariables | undefined;
  /** Looks at the options of a build. */
  configure?(context: MinimalPluginContext, options: object): void;
  /** Why modules can never be loaded where the build will run. */
  problemsInTarget?(context: PluginContext, build: Build, ids: readonly string[]): readonly BundlerProblem[];
  /** Whether nobody will see a source map of a build. */
  lacksMaps?(context: PluginContext): boolean;
  /** Has a dev server watch a file. */
  watch?(file: string): void;
}

/** Modules that are made of others: sidecars, and the runtime that they import. */
export const SIDECAR = new RegExp(`${SIDECAR_QUERY}(?:&|$)|${RUNTIME.source}`);
export const SOURCE = /^[^\0]*\.[cm]?[jt]sx?(?:$|\?)/;
export const FOREIGN = /[\\/]node_modules[\\/]/;

/** Whether it is Rolldown, or Vite on it. */
export const isRolldown = ({ meta }: MinimalPluginContext) => "rolldownVersion" in meta;
