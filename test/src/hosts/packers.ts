/**
 * Builds with the bundlers whose plugins have no process of their own, and with Bun, which needs one.
 *
 * @module
 */
import { createRequire } from "node:module";
import path from "node:path";
import esbuildPlugin from "@importspy/transformer/esbuild";
import rspackPlugin from "@importspy/transformer/rspack";
import webpackPlugin from "@importspy/transformer/webpack";
import { type RspackOptions, rspack } from "@rspack/core";
import { type BuildOptions, build } from "esbuild";
import webpack from "webpack";
import { type Project, root, run } from "../project.ts";

/** What is built, in words that all of them understand. */
export interface PackRequest {
  readonly entries: Readonly<Record<string, string>>;
  readonly outdir: string;
  readonly format: "esm" | "cjs";
  readonly external?: readonly string[];
  readonly minify?: boolean;
  /** Chunks that entries share. */
  readonly split?: boolean;
  /** The output is for browsers. */
  readonly isClient?: boolean;
  /** What is put in the place of expressions. */
  readonly define?: Readonly<Record<string, string>>;
}

/** Builds, and gives what went wrong as one text; empty when nothing did. */
export type Pack = (project: Project, request: PackRequest) => Promise<string>;

/** Options of esbuild for a request. */
export function esbuildOptions(project: Project, request: PackRequest): BuildOptions {
  const { entries, outdir, format, external = [], minify = false, split = false } = request;
  return {
    absWorkingDir: project.folder,
    entryPoints: { ...entries },
    outdir,
    format,
    external: [...external],
    minify,
    splitting: split,
    bundle: true,
    platform: request.isClient ? "browser" : "node",
    define: { ...request.define },
    logLevel: "silent",
    sourcemap: true,
    outExtension: { ".js": format === "esm" ? ".mjs" : ".cjs" },
    plugins: [esbuildPlugin()],
  };
}

/** A build of esbuild's that failed, as a text with the place of each error. */
export function textOf(error: unknown): string {
  const { errors = [] } = error as {
    errors?: { text: string; location: { file: string; line: number; column: number } | null }[];
  };
  return (
    errors
      .map(
        ({ text, location }) =>
          `${location ? `${location.file}:${location.line}:${location.column + 1} - ` : ""}${text}`,
      )
      .join("\n") || String(error)
  );
}

const packWithEsbuild: Pack = (project, request) =>
  build(esbuildOptions(project, request)).then(
    () => "",
    (error: unknown) => textOf(error),
  );

const require = createRequire(import.meta.url);

function compilerOptions(project: Project, request: PackRequest, tsRule: object) {
  const { entries, outdir, format, external = [], minify = false, split = false } = request;
  const isEsm = format === "esm";
  const extension = isEsm ? "mjs" : "cjs";
  return {
    mode: "production" as const,
    target: request.isClient ? ("web" as const) : ("node" as const),
    context: project.folder,
    devtool: "source-map" as const,
    entry: Object.fromEntries(Object.entries(entries).map(([name, file]) => [name, `./${file}`])),
    externals: Object.fromEntries(external.map((name) => [name, isEsm ? `module ${name}` : `commonjs ${name}`])),
    output: {
      path: project.at(outdir),
      module: isEsm,
      filename: `[name].${extension}`,
      chunkFilename: `[name]-[contenthash].${extension}`,
      library: { type: isEsm ? "module" : "commonjs2" },
      chunkFormat: isEsm ? ("module" as const) : ("commonjs" as const),
    },
    resolve: { extensions: [".ts", ".tsx", ".js"], extensionAlias: { ".js": [".ts", ".tsx", ".js"] } },
    optimization: { minimize: minify, ...(split && { splitChunks: { chunks: "all" as const, minSize: 0 } }) },
    module: { rules: [{ test: /\.tsx?$/, ...tsRule }] },
    cache: false as const,
    performance: { hints: false as const },
  };
}

interface Stats {
  hasErrors(): boolean;
  toJson(options: object): { errors?: { message: string }[] };
}

interface Compiler {
  run(done: (error: Error | null, stats?: Stats) => void): void;
  close(done: () => void): void;
}

async function compile(compiler: Compiler): Promise<string> {
  const stats = await new Promise<Stats | undefined>((resolve, reject) => {
    compiler.run((error, result) => (error ? reject(error) : resolve(result)));
  });
  await new Promise<void>((resolve) => compiler.close(resolve));
  if (!stats?.hasErrors()) return "";
  const { errors = [] } = stats.toJson({ all: false, errors: true });
  return errors.map(({ message }) => message).join("\n");
}

/** Options of webpack for a request. */
export function webpackOptions(project: Project, request: PackRequest): webpack.Configuration {
  const compilerOptionsOfTs = {
    noEmit: false,
    sourceMap: true,
    module: "esnext",
    moduleResolution: "bundler",
    plugins: [],
  };
  const options = { transpileOnly: true, compilerOptions: compilerOptionsOfTs };
  const isEsm = request.format === "esm";
  return {
    ...compilerOptions(project, request, { use: [{ loader: require.resolve("ts-loader"), options }] }),
    experiments: { outputModule: isEsm },
    plugins: [webpackPlugin(), new webpack.DefinePlugin({ ...request.define })],
  };
}

const packWithWebpack: Pack = (project, request) => compile(webpack(webpackOptions(project, request)) as Compiler);

/** Options of Rspack for a request. */
export function rspackOptions(project: Project, request: PackRequest): RspackOptions {
  const jsc = {
    parser: { syntax: "typescript", tsx: true },
    target: "es2022",
    transform: { react: { runtime: "automatic", development: false } },
  };
  return {
    ...compilerOptions(project, request, { use: [{ loader: "builtin:swc-loader", options: { jsc } }] }),
    plugins: [rspackPlugin(), new rspack.DefinePlugin({ ...request.define })],
  };
}

const packWithRspack: Pack = (project, request) => compile(rspack(rspackOptions(project, request)) as Compiler);

const packWithBun: Pack = async (project, request) => {
  const bun = path.join(root, "node_modules/.bin/bun");
  const script = path.join(import.meta.dirname, "bun-build.mjs");
  const { stdout, stderr } = await run(bun, [script, JSON.stringify(request)], { cwd: project.folder });
  return (stdout + stderr).trim();
};

/** The bundlers, by name. */
export const PACKERS = {
  esbuild: packWithEsbuild,
  webpack: packWithWebpack,
  rspack: packWithRspack,
  bun: packWithBun,
} satisfies Record<string, Pack>;
