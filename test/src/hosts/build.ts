/**
 * Builds with Rollup, Rolldown or Vite, in a process whose folder is the project's: one of the server of commands, or
 * `node build.ts rollup '[{"input":…,"output":…}]'`. Prints what failed, build by build, as JSON.
 *
 * @module
 */
import { resolve } from "node:path";
import rolldownPlugin from "@importspy/transformer/rolldown";
import rollupPlugin from "@importspy/transformer/rollup";
import vitePlugin from "@importspy/transformer/vite";

/** A build. */
export interface BuildRequest {
  readonly input: string | Readonly<Record<string, string>>;
  readonly output: Readonly<Record<string, unknown>>;
  /** Packages that stay outside, all by default; or all that does not read as a path, as libraries say it. */
  readonly external?: readonly string[] | "bare";
  /** Options of the plugin of Rollup and Rolldown. */
  readonly plugin?: { readonly target?: "browser"; readonly isTwice?: boolean };
  /** What is put in the place of expressions. */
  readonly define?: Readonly<Record<string, string>>;
  /** Options of the bundler. */
  readonly options?: Readonly<Record<string, unknown>>;
}

/** What is wrong with a build, as the bundler says it. */
export interface BuildFailure {
  readonly message: string;
  readonly loc?: { readonly file?: string; readonly line: number; readonly column: number };
  readonly frame?: string;
}

const EXTERNAL = ["ext-db", "ext-first", "ext-token", "ext-token-cjs", "react"];
const externalOf = (names: NonNullable<BuildRequest["external"]>) =>
  names === "bare"
    ? [/^[^./]/]
    : (id: string) => id.startsWith("node:") || names.some((name) => id === name || id.startsWith(`${name}/`));

/** What @rollup/plugin-replace does. */
const replacePlugin = (define: Readonly<Record<string, string>>) => ({
  name: "replace",
  transform: (code: string) =>
    Object.entries(define).reduce(
      (text, [name, value]) => text.replaceAll(new RegExp(`\\b${name}\\b`, "g"), value),
      code,
    ),
});

type Build = (request: BuildRequest) => Promise<unknown>;

const withRollup: Build = async ({ input, output, external = EXTERNAL, plugin, define = {}, options }) => {
  const { rollup } = await import("rollup");
  const { default: esbuild } = await import("rollup-plugin-esbuild");
  const plugins = [
    rollupPlugin(plugin),
    plugin?.isTwice && rollupPlugin(),
    esbuild({ jsx: "automatic", target: "es2022", tsconfig: false }),
    replacePlugin(define),
  ];
  const bundle = await rollup({
    input: input as Record<string, string>,
    external: externalOf(external),
    plugins,
    ...options,
  });
  await bundle.write(output);
  await bundle.close();
};

const withRolldown: Build = async ({ input, output, external = EXTERNAL, plugin, define, options }) => {
  const { rolldown } = await import("rolldown");
  const bundle = await rolldown({
    input: input as Record<string, string>,
    external: externalOf(external),
    platform: "node",
    logLevel: "silent",
    plugins: [rolldownPlugin(plugin), plugin?.isTwice && rolldownPlugin()],
    transform: { define: { ...define } },
    ...options,
  });
  await bundle.write(output);
  await bundle.close();
};

const withVite: Build = async ({ input, output: { dir, minify = false, ...output }, external, options }) => {
  const { build } = await import("vite");
  await build({
    configFile: false,
    logLevel: "silent",
    plugins: [vitePlugin()],
    ssr: Array.isArray(external) ? { noExternal: true, external: [...external] } : {},
    ...options,
    build: {
      ssr: true,
      target: "esnext",
      minify: Boolean(minify),
      outDir: resolve(String(dir)),
      ...(options?.build as object),
      rollupOptions: { input: input as Record<string, string>, output },
    },
  });
};

/** Loads all bundlers, in a folder that stays: esbuild, which one of Rollup's plugins uses, goes on working in it. */
export async function loadBundlers(): Promise<void> {
  await Promise.all([import("rollup"), import("rollup-plugin-esbuild"), import("rolldown"), import("vite")]);
}

/**
 * Builds in the folder of this process.
 *
 * @param bundler - The bundler.
 * @param requests - The builds, one after the other.
 * @returns For each build what failed, `null` for one that did not, as JSON.
 */
export async function buildAll(bundler = "", requests = "[]"): Promise<string> {
  const build = ({ rollup: withRollup, rolldown: withRolldown, vite: withVite } as Record<string, Build>)[bundler]!;
  const failures: (BuildFailure | null)[] = [];
  for (const request of JSON.parse(requests) as BuildRequest[]) {
    try {
      await build(request);
      failures.push(null);
    } catch (error) {
      const { message, loc, frame, errors } = error as BuildFailure & { errors?: BuildFailure[] };
      const place = loc ?? errors?.[0]?.loc;
      failures.push({ message, ...(place && { loc: place }), ...(frame && { frame }) });
    }
  }
  return JSON.stringify(failures);
}

const [, script, bundler, requests] = process.argv;
if (script === import.meta.filename) process.stdout.write(`\n${await buildAll(bundler, requests)}`);
