/** Bundles of a project by every bundler and minifier that `importspy verify` has to know. */
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { type Configuration, rspack } from "@rspack/core";
import swc from "@swc/core";
import { type BuildOptions, build as esbuild, transform } from "esbuild";
import { type OutputOptions, rolldown } from "rolldown";
import { minify as oxc } from "rolldown/utils";
import { rollup } from "rollup";
import { minify as terser } from "terser";
import webpack from "webpack";
import type { Project } from "./project.ts";

export type Format = "esm" | "cjs" | "iife";

/** What is bundled, and how. */
export interface Job {
  /** Emitted files, without their folder and extension. */
  readonly entries: readonly string[];
  readonly format: Format;
  readonly minify?: boolean;
  /** Chunks for what several entries share, and for what is loaded later. */
  readonly split?: boolean;
  readonly external?: readonly string[];
}

/** Bundles emitted files of a project into a folder. */
export type Bundle = (project: Project, job: Job, folder: string) => Promise<void>;

const inputOf = (project: Project, { entries }: Job) =>
  Object.fromEntries(entries.map((entry) => [entry, project.at("dist", `${entry}.js`)]));

/** esbuild with more of its options. */
export const esbuildWith =
  (options: BuildOptions): Bundle =>
  async (project, job, folder) => {
    const { format, minify = false, split = false, external = [] } = job;
    await esbuild({
      entryPoints: inputOf(project, job),
      bundle: true,
      format,
      minify,
      splitting: split,
      platform: "node",
      outdir: project.at(folder),
      external: [...external],
      absWorkingDir: project.folder,
      logLevel: "error",
      ...options,
    });
  };

export const bundleWithEsbuild = esbuildWith({});

/** ES modules only: rollup by itself reads no others. */
export const bundleWithRollup: Bundle = async (project, job, folder) => {
  const { format, external = [] } = job;
  const isExternal = (id: string) => id.startsWith("node:") || external.includes(id);
  // Files of importspy are where this repository has them.
  const resolveId = (id: string) => {
    if (id.startsWith("importspy/")) return fileURLToPath(import.meta.resolve(id));
    return /^\w+$/.test(id) ? project.at("node_modules", id, "index.mjs") : null;
  };
  const plugins = [{ name: "importspy", resolveId }];
  const bundle = await rollup({ input: inputOf(project, job), external: isExternal, plugins, logLevel: "silent" });
  const name = format === "iife" ? "app" : undefined;
  await bundle.write({ dir: project.at(folder), format, ...(name && { name }) });
  await bundle.close();
};

/** Rolldown with more of its options for the output. */
export const rolldownWith =
  (options: OutputOptions): Bundle =>
  async (project, job, folder) => {
    const { format, minify = false, external = [] } = job;
    const input = inputOf(project, job);
    const bundle = await rolldown({ input, platform: "node", external: [...external], logLevel: "silent" });
    await bundle.write({ dir: project.at(folder), format, minify, name: "app", ...options });
    await bundle.close();
  };

export const bundleWithRolldown = rolldownWith({});

type Done = (error: Error | null, stats?: { hasErrors(): boolean; toString(): string }) => void;

/** What webpack and Rspack call the output of a job. */
function webpackOutput(project: Project, { format }: Job, folder: string) {
  const [type, chunkFormat] = format === "esm" ? (["module", "module"] as const) : (["commonjs2", "commonjs"] as const);
  return { path: project.at(folder), module: format === "esm", library: { type }, chunkFormat };
}

/** Runs a compiler of webpack or Rspack, and closes it. */
async function runCompiler(compiler: {
  run(done: Done): void;
  close(done: (error?: Error | null) => void): void;
}): Promise<void> {
  const stats = await new Promise<Parameters<Done>[1]>((resolve, reject) => {
    compiler.run((error, result) => (error ? reject(error) : resolve(result)));
  });
  await promisify((done: (error?: Error | null) => void) => compiler.close(done))();
  if (!stats || stats.hasErrors()) throw new Error(stats?.toString());
}

/** The options of webpack and Rspack alike. */
const packerOptions = (project: Project, job: Job, folder: string) =>
  ({
    mode: "production",
    target: "node20",
    devtool: false,
    context: project.folder,
    entry: inputOf(project, job),
    output: webpackOutput(project, job, folder),
  }) as const;

/** webpack with more of its options. */
export function bundleWithWebpack(options: webpack.Configuration = {}): Bundle {
  return async (project, job, folder) => {
    const { format, minify = false, external = [] } = job;
    const isModule = format === "esm";
    const compiler = webpack({
      ...packerOptions(project, job, folder),
      experiments: { outputModule: isModule },
      externals: Object.fromEntries(external.map((name) => [name, isModule ? `module ${name}` : `commonjs2 ${name}`])),
      cache: false,
      ...options,
      optimization: { minimize: minify, ...options.optimization },
    });
    await runCompiler(compiler);
  };
}

/** Rspack with more of its options for the optimization. */
export function bundleWithRspack(optimization: Configuration["optimization"] = {}): Bundle {
  return async (project, job, folder) => {
    const compiler = rspack({
      ...packerOptions(project, job, folder),
      optimization: { minimize: job.minify ?? false, ...optimization },
    });
    await runCompiler(compiler);
  };
}

/** Minifies the text of one file. */
export type Minify = (text: string, format: Format) => Promise<string>;

export const MINIFIERS: Readonly<Record<"esbuild" | "older" | "oxc" | "swc" | "terser", Minify>> = {
  esbuild: async (text, format) => (await transform(text, { minify: true, ...(format === "esm" && { format }) })).code,
  // Written for an older JavaScript, as Vite does before version 7.
  older: async (text, format) =>
    (await transform(text, { target: "es2020", minify: true, ...(format === "esm" && { format }) })).code,
  oxc: async (text, format) =>
    (await oxc("bundle.js", text, { module: format === "esm", mangle: { toplevel: true } })).code,
  swc: async (text, format) =>
    (await swc.minify(text, { module: format === "esm", compress: { toplevel: true }, mangle: { toplevel: true } }))
      .code,
  terser: async (text, format) =>
    (await terser(text, { module: format === "esm", toplevel: true, compress: { passes: 2 } })).code ?? "",
};

/** Copies a folder of bundles, minified file by file. */
export async function minifyFolder(project: Project, from: string, to: string, format: Format, minify: Minify) {
  for (const name of await readdir(project.at(from), { recursive: true })) {
    if (!/\.[cm]?js$/.test(name)) continue;
    const text = await minify(await readFile(project.at(from, name), "utf8"), format);
    await mkdir(path.dirname(project.at(to, name)), { recursive: true });
    await writeFile(project.at(to, name), text);
  }
}
