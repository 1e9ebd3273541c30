/**
 * The plugin of Bun's bundler: `plugins: [importspy()]`, with `import importspy from "@importspy/transformer/bun"`.
 *
 * @module
 */
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { createManifest, MANIFEST_NAME, readSidecar } from "importspy/dist/artifacts.cjs";
import { version } from "../../artifacts/version.js";
import { type BuiltOutput, findProblems } from "../bundler/builtTargets.js";
import { BundlerError, errorOf } from "../bundler/errors.js";
import { type BundlerGuards, createBundlerGuards } from "../bundler/guards.js";
import { fileOf, parseSidecarId, toPath } from "../bundler/ids.js";
import { definedVariables, type InlinedVariables, readInlined } from "../bundler/inlined.js";
import { type BundlerMetafile, contentsOf, externalsBefore } from "../bundler/metafile.js";
import type { BundlerOptions } from "../bundler/options.js";
import { placeRuntime, withoutPlace } from "../bundler/placed.js";
import { BROWSER, type Target, targetOf, targetOfConditions } from "../bundler/targets.js";
import { messageText } from "../bundler/texts.js";

type Loader = "js" | "jsx" | "ts" | "tsx";

/** The build options that are read or changed. */
interface BunConfig {
  readonly external?: readonly string[];
  readonly packages?: string;
  readonly format?: string;
  readonly splitting?: boolean;
  readonly outdir?: string;
  readonly target?: string;
  readonly conditions?: string | readonly string[];
  readonly define?: Readonly<Record<string, string>>;
  readonly env?: string;
  metafile?: boolean | object;
}

/** The part of Bun's API that is used. Its types are only installed where Bun is. */
interface BunBuild {
  readonly config: BunConfig;
  onResolve(filter: { filter: RegExp }, work: (given: { path: string; importer: string }) => { path: string }): unknown;
  onLoad(filter: { filter: RegExp }, work: (given: { path: string }) => { contents: string; loader: Loader }): unknown;
  onEnd(work: (result: { readonly success: boolean; readonly metafile?: BundlerMetafile }) => void): unknown;
}

/** The plugin, as Bun takes it. */
interface BunPlugin {
  readonly name: string;
  setup(build: BunBuild): void;
}

const LOADERS: Readonly<Record<string, Loader>> = { ts: "ts", mts: "ts", cts: "ts", tsx: "tsx", jsx: "jsx" };
const loaderOf = (file: string): Loader => LOADERS[path.extname(file).slice(1)] ?? "js";

/** The reason why the output cannot keep the order of guards, if any. */
function obstacleIn({ format = "esm", external, packages, splitting }: BunConfig): [string, string] | undefined {
  if (splitting) return ["'splitting'", "leave that out"];
  const hasExternals = external?.length || packages === "external";
  if (format !== "esm" || !hasExternals) return undefined;
  return ["external modules in an ES module", "bundle them, or use 'format: \"cjs\"'"];
}

function guardSource(root: string, guards: BundlerGuards, config: BunConfig, file: string) {
  const text = readFileSync(file, "utf8");
  const loader = loaderOf(file);
  // Bun cannot fall through to the default loader, so this returns the unchanged text.
  if (file.includes("/node_modules/")) return { contents: text, loader };
  const guarded = guards.guard(file, text, { decoratorMetadata: false });
  const problems = guards.problems(file);
  if (problems.length) throw errorOf(root, problems);
  const obstacle = guarded && obstacleIn(config);
  if (obstacle) {
    const name = path.posix.relative(toPath(root), file);
    throw new BundlerError(messageText("unguardableOutput", name, "Bun", ...obstacle));
  }
  return { contents: guarded?.code ?? text, loader };
}

/** Where the output runs: by default in a browser, see https://bun.com/docs/bundler#target. */
function knownTarget({ target = "browser", format, conditions = [] }: BunConfig): Target | undefined {
  if (target !== "browser" || format === "cjs") return undefined;
  return targetOfConditions([conditions].flat()) ?? BROWSER;
}

/**
 * Bun inlines the names in `define`, and variables of its own process with the option `env`: `"inline"`, `"PUBLIC_*"`.
 */
function variablesOf({ define = {}, env = "disable" }: BunConfig): InlinedVariables {
  const defined = definedVariables(define);
  const isOfProcess = (name: string) =>
    Object.hasOwn(process.env, name) &&
    (env === "inline" || (env.endsWith("*") && name.startsWith(env.slice(0, -"*".length))));
  const expressionOf = (name: string) =>
    defined.expressionOf(name) ?? (isOfProcess(name) ? `process.env.${name}` : undefined);
  return {
    expressionOf,
    isPutIn: (name) => expressionOf(name) !== undefined,
    where: "that 'define' names, or that are set when it is built and that 'env' names",
  };
}

/** Fails when the output contains a module that can never be loaded at its target. The output is removed. */
function judgeTarget(build: BuiltOutput, { outdir }: BunConfig): void {
  const problems = findProblems(build, (file) => `${path.relative(build.root, file).replaceAll("\\", "/")}?importspy`);
  if (!problems.length) return;
  for (const name of outdir === undefined ? [] : Object.keys(build.metafile.outputs)) {
    rmSync(path.resolve(build.root, outdir!, name), { force: true });
  }
  throw errorOf(build.root, problems);
}

function writeManifest(root: string, { outdir }: BunConfig, guards: BundlerGuards, metafile: BundlerMetafile): void {
  if (outdir === undefined) return;
  const folder = path.resolve(root, outdir);
  const nameOf = (file: string) => path.relative(root, file).replaceAll("\\", "/");
  const sidecars = guards.loaded();
  const contracts = sidecars.flatMap(({ file, text }) => {
    const { contract } = readSidecar(text, version);
    const module = nameOf(file);
    return contract ? [{ module, sidecar: `${module}?importspy`, key: contract.data.key }] : [];
  });
  const outputs = contentsOf(metafile, contracts).map(({ path: name, ...content }) => {
    const file = path.resolve(folder, name);
    return { name: path.relative(folder, file).replaceAll("\\", "/"), code: readFileSync(file, "utf8"), ...content };
  });
  const texts = sidecars.map(({ text }) => text);
  const beforeOf = externalsBefore(metafile, contracts);
  writeFileSync(path.join(folder, MANIFEST_NAME), createManifest("bun", version, texts, outputs, { beforeOf }));
}

function setup({ config, ...build }: BunBuild, options: BundlerOptions): void {
  const root = process.cwd();
  const guards = createBundlerGuards(root, options);
  const target = targetOf(options, knownTarget(config));
  const variables = variablesOf(config);
  // Bun's browser replacements for Node.js modules cannot find packages. Their error would hide the real problem.
  const forTarget = (text: string) =>
    target === BROWSER ? text.replace('"importspy/dist/packages.mjs"', '"importspy/dist/packages.browser.mjs"') : text;
  config.metafile ??= true;
  build.onResolve({ filter: /[?&]importspy(?:=\d+)?$/ }, ({ path: specifier, importer }) => ({
    // No namespace: Bun drops unused modules that have one.
    path: path.resolve(path.dirname(importer.replace(/\?.*$/s, "")), specifier),
  }));
  build.onLoad({ filter: /\.[cm]?[jt]sx?(?:\?importspy(?:=\d+)?)?$/ }, ({ path: name }) => {
    const id = toPath(name);
    const named = parseSidecarId(id);
    if (!named) return guardSource(root, guards, config, fileOf(id) ?? name);
    const text = guards.sidecar(id) ?? "";
    const placed = forTarget(named.further ? text : readInlined(text, variables));
    // In CommonJS output, Bun inserts the path of the file on the build machine.
    const own = config.format === "cjs" ? withoutPlace(placed) : placed;
    return { contents: placeRuntime(own, named.file), loader: "js" };
  });
  build.onEnd(({ success, metafile }) => {
    const sidecars = guards.loaded();
    try {
      if (success && metafile) judgeTarget({ root, metafile, sidecars, target, variables }, config);
      if (success && metafile && sidecars.length) writeManifest(root, config, guards, metafile);
    } finally {
      guards.dispose();
    }
  });
}

/**
 * Guards what Bun bundles: ES modules without external modules, and CommonJS.
 *
 * @param options - The project, if it is not the nearest tsconfig.json.
 * @returns The plugin.
 * @example
 * ```ts
 * import importspy from "@importspy/transformer/bun";
 * await Bun.build({ entrypoints: ["src/main.ts"], outdir: "dist", target: "node", plugins: [importspy()] });
 * ```
 */
function importspy(options: BundlerOptions = {}): BunPlugin {
  return { name: "importspy", setup: (build) => setup(build, options) };
}

export = importspy;
