/**
 * The plugin of webpack and of Rspack.
 *
 * @module
 */
import path from "node:path";
import { MANIFEST_NAME } from "importspy/dist/artifacts.cjs";
import { BundlerError, errorOf } from "../bundler/errors.js";
import { createBundlerGuards } from "../bundler/guards.js";
import type { BundlerOptions } from "../bundler/options.js";
import { type Target, targetOf } from "../bundler/targets.js";
import { messageText } from "../bundler/texts.js";
import { requireVersion } from "../bundler/versions.js";
import { addRules, type BuildCompilation, type BuildCompiler, type CompilerOptions } from "./compiler.js";
import { loadExternalsInPlace } from "./externals.js";
import {
  type BuiltSidecar,
  type ExternalsBefore,
  externalsBefore,
  manifestOf,
  modulesOf,
  sidecarsOf,
} from "./manifest.js";
import { proveCompilation, type Unproven } from "./proof.js";
import { keepSession, type Session, sessionOf } from "./session.js";
import { findPossibleProblems, knownTarget, type PossibleProblem, problemsIn } from "./targets.js";
import { type ModuleFactory, variablesOf } from "./variables.js";

const NAME = "importspy";
const LOADER = path.join(__dirname, "loader.js");
const SIDECAR = /[?&]importspy(?:=\d+)?$/;

/** A plugin of webpack or Rspack. */
export interface CompilerPlugin {
  apply(compiler: BuildCompiler): void;
}

/** Advice for a module that must stay external. */
const HINT = "use 'target: \"node\"', where importspy loads it in its place, or CommonJS output";

function errorFor(root: string, { module, external, importer }: Unproven): Error {
  const nameOf = (resource = "") => path.relative(root, resource).replaceAll("\\", "/");
  const name = nameOf(module.resource);
  return external === undefined
    ? new BundlerError(messageText("guardDropped", name))
    : new BundlerError(messageText("hoistedExternal", name, external, nameOf(importer?.resource), HINT));
}

/** webpack 4 has no `compiler.webpack`. */
function webpackVersionOf(compiler: BuildCompiler): string | undefined {
  const { webpack } = compiler as { readonly webpack?: { readonly version?: string } };
  return webpack?.version;
}

/** Verifies the modules before concatenation, and adds the manifest to the output. */
function watchOver(
  host: string,
  compilation: BuildCompilation,
  { root, guards, variables }: Session,
  target: Target | undefined,
): void {
  let possible: readonly PossibleProblem[] = [];
  let sidecars: readonly BuiltSidecar[] = [];
  let before: ExternalsBefore = { all: [], of: new Map() };
  compilation.hooks.seal.tap(NAME, () => {
    try {
      sidecars = sidecarsOf(compilation, (id) => guards.sidecar(id));
    } catch (error) {
      compilation.errors.push(error as Error);
    }
    const guarded = new Set(sidecars.filter(({ key }) => key !== undefined).map(({ file }) => file));
    const unproven = proveCompilation(compilation, (id) => guarded.has(id.slice(0, id.lastIndexOf("?"))));
    for (const each of unproven) compilation.errors.push(errorFor(root, each));
    before = externalsBefore(compilation, sidecars);
    if (target) possible = findPossibleProblems(compilation, sidecars, root, target, variables);
  });
  const { sources, Compilation } = compilation.compiler.webpack;
  const stage = Compilation.PROCESS_ASSETS_STAGE_REPORT;
  compilation.hooks.processAssets.tap({ name: NAME, stage }, (assets) => {
    const problems = problemsIn(compilation, possible, (chunk) => modulesOf(compilation, chunk));
    for (const problem of problems) compilation.errors.push(errorOf(root, [problem]));
    if (compilation.errors.length) return;
    compilation.emitAsset(
      MANIFEST_NAME,
      new sources.RawSource(manifestOf(host, compilation, assets, sidecars, before)),
    );
  });
}

/**
 * Creates the plugin.
 *
 * @param host - The name of the bundler in the manifest.
 * @param options - The options of the user.
 */
export function createPlugin(host: string, options: BundlerOptions): CompilerPlugin {
  return {
    apply(compiler) {
      // Another copy of the plugin is already active.
      if (sessionOf(compiler)) return;
      if (host === "webpack") requireVersion("webpack", webpackVersionOf(compiler), "5.0.0");
      const root = compiler.context;
      const isTargetSaid = (compiler.options as { target?: unknown }).target !== undefined;
      const variables = variablesOf(compiler);
      const session: Session = { root, guards: createBundlerGuards(root, options), variables };
      keepSession(compiler, session);
      addRules(compiler.options, [
        {
          test: /\.[cm]?[jt]sx?$/,
          exclude: /[\\/]node_modules[\\/]/,
          resourceQuery: { not: SIDECAR },
          enforce: "post",
          use: [{ loader: LOADER }],
        },
        { resourceQuery: SIDECAR, sideEffects: true, type: "javascript/esm" },
      ]);
      const { hooks } = compiler;
      hooks.afterEnvironment.tap(NAME, () => {
        if (!session.guards.hasContracts()) return;
        const given = compiler.options as CompilerOptions;
        loadExternalsInPlace(given);
        // A module whose constants are inlined into its importers is not loaded, and neither is its guard.
        if (given.optimization) given.optimization.inlineExports = false;
        // A module that failed fails again when it is loaded again, as in Node.js.
        given.output.strictModuleErrorHandling = true;
      });
      hooks.watchRun.tap(NAME, () => {
        const changed = [...(compiler.modifiedFiles ?? []), ...(compiler.removedFiles ?? [])];
        if (changed.length) session.guards.update(changed);
      });
      hooks.thisCompilation.tap(NAME, (compilation, parts) => {
        variables.start((parts as { normalModuleFactory?: ModuleFactory } | undefined)?.normalModuleFactory ?? {});
        const target = targetOf(options, knownTarget(compiler, isTargetSaid));
        watchOver(host, compilation as BuildCompilation, session, target);
      });
      // Build scripts may not close the compiler.
      hooks.done.tap(NAME, () => session.guards.save());
      hooks.shutdown.tap(NAME, () => session.guards.dispose());
    },
  };
}
