/** Input that a plugin is not made for: the right verdict, or one error that says what to do; never an unguarded output. */
import assert from "node:assert/strict";
import { chmod, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import forEsbuild from "@importspy/transformer/esbuild";
import forRollup from "@importspy/transformer/rollup";
import importspy from "@importspy/transformer/vite";
import forWebpack from "@importspy/transformer/webpack";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import vue from "@vitejs/plugin-vue";
import { type Plugin as EsbuildPlugin, build as esbuild } from "esbuild";
import { type Plugin, rollup } from "rollup";
import { build, type InlineConfig, type PluginOption } from "vite";
import webpack from "webpack";
import { eventually } from "../eventually.ts";
import { useCompiler } from "../native.ts";
import { createProject, type Files, type Project, root, tsconfig } from "../project.ts";
import { build as buildInFamily, outputOf } from "./builds.ts";
import { serveVite } from "./devServer.ts";

const ids = createRequire(import.meta.url)(
  path.join(root, "transformer/dist/hosts/bundler/ids.js"),
) as typeof import("../../../transformer/src/hosts/bundler/ids.ts");

const FILES: Files = {
  "tsconfig.json": tsconfig({ module: "esnext", moduleResolution: "bundler", noLib: true, types: [] }),
  "src/globals.d.ts": `
    declare const console: any, process: any, Object: any;
    interface ImportMeta { glob(pattern: string, options?: object): any }
    declare module "*?raw" { const text: any; export default text; }
    declare module "*?url" { const text: any; export default text; }
    declare module "*?inline" { const text: any; export default text; }`,
  "src/closed.ts": `
    /** @importspy { importer: { module: "src/App.vue" | "src/Plain.vue" }; env: { BAD_TOKEN: Secret } } */
    console.log("closed");
    export const closed = "closed";`,
  "src/pay.ts": `
    /** @importspy { env: { BAD_TOKEN: Secret } } */
    console.log("pay");
    export const pay = "pay";`,
  "src/App.vue": `<script setup lang="ts">
import { closed } from "./closed";
const text: string = closed;
</script>
<template><p>{{ text }}</p></template>`,
  "src/Plain.vue": `<script>
import { closed } from "./closed";
export default { data: () => ({ closed }) };
</script>
<template><p>{{ closed }}</p></template>`,
  "src/Stranger.vue": `<template><p>{{ closed }}</p></template>
<script setup lang="ts">
import { closed } from "./closed";
</script>`,
  "src/app.js":
    'import App from "./App.vue";\nimport Plain from "./Plain.vue";\nconsole.log(typeof App, typeof Plain);',
  "src/stranger.js": 'import Stranger from "./Stranger.vue";\nconsole.log(typeof Stranger);',
  "src/widget.svelte": `<script lang="ts">
import { pay } from "./pay";
const text: string = pay;
</script>
<p>{text}</p>`,
  // A module with runes, which the plugin of Svelte compiles by its name.
  "src/store.svelte.ts": 'import { pay } from "./pay";\nexport const store = $state({ pay });',
  "src/runes.d.ts": "declare const $state: <Value>(value: Value) => Value;",
  "src/widget.js": 'import Widget from "./widget.svelte";\nconsole.log(typeof Widget);',
  "src/store.js": 'import { store } from "./store.svelte.ts";\nconsole.log(store.pay);',
  "src/glob.ts": 'console.log(import.meta.glob("./pay.ts", { eager: true })["./pay.ts"].pay);',
  "src/lazy.ts": `
    await import.meta.glob("./pay.ts")["./pay.ts"]().then(
      () => console.log("loaded"), (error: any) => console.log(error.code));
    export {};`,
  "src/queries.ts": `
    import raw from "./pay?raw";
    import url from "./pay?url";
    console.log(typeof raw, typeof url);`,
  "src/circle.ts": `
    /** @importspy { env: { BAD_TOKEN: Secret } } */
    import { other } from "./other-circle";
    console.log("circle", typeof other);
    export const circle = () => 1;`,
  "src/other-circle.ts": `
    import { circle } from "./circle";
    console.log("other");
    export const other = () => typeof circle;`,
  "src/round.ts": 'import { circle } from "./circle";\nconsole.log(circle());',
  "src/plain.ts": 'import { pay } from "./pay";\nconsole.log(pay);',
  "outside/entry.ts": 'import { pay } from "../src/pay";\nconsole.log(pay);',
  "src/generated-entry.ts": 'import "./generated/made";',
};

const REFUSED = /ContractViolationError: (.*?): this/;

describe("bad input", { concurrency: 2 }, () => {
  let project: Project;
  before(async () => {
    project = await createProject(FILES);
    await project.install("vue", "svelte");
  });
  after(() => project.remove());

  let count = 0;
  /** Builds an entry, and runs it without and with its variable. */
  const pack = async (
    entry: string,
    plugins: PluginOption[] = [importspy(), vue(), svelte({ configFile: false })],
    at = project,
  ) => {
    const outDir = `out/${count++}`;
    const config: InlineConfig = {
      configFile: false,
      logLevel: "silent",
      root: at.folder,
      plugins,
      ssr: { noExternal: true },
      build: {
        ssr: true,
        target: "esnext",
        outDir,
        rollupOptions: { input: entry, output: { entryFileNames: "main.mjs" } },
      },
    };
    const error = await build(config).then(
      () => "",
      (reason: Error) => reason.message,
    );
    if (error) return { error, refused: "", said: "" };
    const [without, admitted] = await Promise.all(
      [{}, { BAD_TOKEN: "x" }].map((env) => at.node([`${outDir}/main.mjs`], { env })),
    );
    const refused = REFUSED.exec(without!.stderr)?.[1] ?? without!.stdout;
    return { error, refused, said: admitted!.stdout + (REFUSED.exec(admitted!.stderr)?.[1] ?? "") };
  };

  it("components are importers like others", async () => {
    const [app, stranger, widget, store] = await Promise.all(
      ["src/app.js", "src/stranger.js", "src/widget.js", "src/store.js"].map((entry) => pack(entry)),
    );
    assert.deepEqual([app!.error, app!.said], ["", "closed\nobject object\n"]);
    assert.match(app!.refused, /^src\/App\.vue:\d+ may not import src\/closed\.ts$/);
    assert.match(
      stranger!.error,
      /src\/Stranger\.vue:3:24 - error TS87301: src\/Stranger\.vue may not import src\/closed/,
    );
    assert.deepEqual([widget!.error, widget!.said], ["", "pay\nfunction\n"]);
    assert.match(widget!.refused, /^src\/widget\.svelte:\d+ may not import src\/pay\.ts$/);
    assert.match(store!.refused, /^src\/store\.svelte\.ts:1 may not import src\/pay\.ts$/);
    assert.deepEqual([store!.error, store!.said], ["", "pay\npay\n"]);
  });

  it("globs, queries, circular imports, generated files and files outside of tsconfig.json", async () => {
    await project.write({ "src/generated/made.js": 'import { pay } from "../pay";\nconsole.log("made", pay);' });
    const entries = ["glob", "lazy", "queries", "round", "generated-entry"].map((name) => `src/${name}.ts`);
    const built = await Promise.all([...entries, "outside/entry.ts"].map((entry) => pack(entry)));
    const [glob, lazy, queries, round, generated, outside] = built;
    assert.deepEqual(
      built.map(({ error }) => error),
      built.map(() => ""),
    );
    assert.equal(glob!.refused, "src/pay.ts may not be loaded");
    assert.equal(glob!.said, "pay\npay\n");
    assert.equal(lazy!.refused, "ERR_IMPORTSPY_CONTRACT_VIOLATION\n");
    assert.equal(lazy!.said, "pay\nloaded\n");
    assert.equal(queries!.refused, "string string\n");
    assert.equal(round!.refused, "src/round.ts:1 may not import src/circle.ts");
    assert.equal(round!.said, "other\ncircle function\n1\n");
    assert.match(generated!.refused, /may not .* src\/pay\.ts|src\/pay\.ts may not be loaded/);
    assert.equal(outside!.refused, "outside/entry.ts:1 may not import src/pay.ts");
  });

  it("ids with Windows paths", () => {
    const id = "C:\\app\\src\\pay.ts";
    assert.equal(ids.fileOf(`${id}?v=1`), "C:/app/src/pay.ts");
    assert.equal(ids.fileOf("file:///C:/app/src/pay.ts"), "C:/app/src/pay.ts");
    assert.equal(ids.fileOf(`${id}?raw`), undefined);
    assert.equal(ids.componentOf("C:\\app\\App.vue?vue&type=script&setup=true&lang.ts"), "C:/app/App.vue");
    assert.equal(ids.componentOf("C:\\app\\App.vue?vue&type=style&index=0&lang.css"), undefined);
    const sidecar = ids.resolveSidecar("./pay.ts?importspy=2", id)!;
    assert.equal(sidecar, `${id}?importspy=2`);
    assert.deepEqual(ids.parseSidecarId(sidecar), { file: "C:/app/src/pay.ts", further: 2 });
    const component = ids.resolveSidecar(ids.sidecarSpecifierOf("C:/app/App.vue"), "C:\\app\\App.vue?vue&type=script")!;
    assert.equal(component, "C:\\app\\App.importspy~vue.js?importspy");
    assert.deepEqual(ids.parseSidecarId(component), { file: "C:/app/App.vue", further: 0 });
  });

  it("two copies of the plugin, and an earlier one that rewrites the code", async () => {
    const earlier: PluginOption = {
      name: "earlier",
      enforce: "pre",
      transform: (code, id) => (id.endsWith("/plain.ts") ? `\n\nconst added = 1;\n${code}` : null),
    };
    const adding: PluginOption = {
      name: "adding",
      enforce: "pre",
      transform: (code, id) => (id.endsWith("/plain.ts") ? `import "./closed";\n${code}` : null),
    };
    const twice = await pack("src/plain.ts", [importspy(), importspy()]);
    assert.deepEqual(
      [twice.error, twice.refused, twice.said],
      ["", "src/plain.ts:1 may not import src/pay.ts", "pay\npay\n"],
    );
    const moved = await pack("src/plain.ts", [earlier, importspy()]);
    assert.deepEqual([moved.refused, moved.said], ["src/plain.ts:1 may not import src/pay.ts", "pay\npay\n"]);
    const added = await pack("src/plain.ts", [adding, importspy()]);
    assert.match(added.error || added.refused, /src\/closed/);
    const options = { plugin: { isTwice: true } };
    const requests = [{ input: "src/plain.ts", output: outputOf("out/twice", "es"), ...options }];
    const failures = await Promise.all(
      (["rollup", "rolldown"] as const).map((name) => buildInFamily(project, name, requests)),
    );
    for (const [failure] of failures) assert.match(failure?.message ?? "", /TS87405: .* twice among the plugins/);
  });

  it("an earlier plugin of esbuild that leaves dependencies outside of the bundle, as tsup's does", async () => {
    const dependencies: EsbuildPlugin = {
      name: "external",
      setup: (build) => build.onResolve({ filter: /^importspy($|[\\/])/ }, () => ({ external: true })),
    };
    for (const format of ["esm", "cjs"] as const) {
      const outfile = project.at(`out/tsup-${format}.${format === "esm" ? "mjs" : "cjs"}`);
      const plugins = [dependencies, forEsbuild()];
      const entryPoints = [project.at("src/plain.ts")];
      const absWorkingDir = project.folder;
      await esbuild({ absWorkingDir, entryPoints, outfile, format, bundle: true, platform: "node", plugins });
      const { code, stderr } = await project.node([outfile]);
      assert.equal(code, 1);
      assert.match(stderr, /src\/plain\.ts:1 may not import src\/pay\.ts/);
      assert.equal((await project.node([outfile], { env: { BAD_TOKEN: "t" } })).stdout, "pay\npay\n");
    }
  });

  it("no tsconfig.json: a contract is an error (TS87403), and a mention of importspy is none", async () => {
    const bare = await createProject({
      "src/pay.mts": '/** @importspy { env: { BAD_TOKEN: Secret } } */\nconsole.log("pay");',
      "src/free.mts": '// See @importspy/transformer.\nconsole.log("free");',
      "jest.cjs": `
        const { createTransformer } = require("@importspy/transformer/jest").default;
        const other = require.resolve("./other.cjs");
        const text = require("node:fs").readFileSync("src/pay.mts", "utf8");
        const config = { rootDir: __dirname, cacheDirectory: __dirname };
        createTransformer({ transform: other }).process(text, __dirname + "/src/pay.mts", { config });`,
      "other.cjs": "exports.process = (text) => ({ code: text });",
    });
    await rm(bare.at("tsconfig.json"));
    const register = ["--import", "@importspy/transformer/register"];
    for (const args of [[...register, "src/pay.mts"], ["jest.cjs"]]) {
      const { code, stdout, stderr } = await bare.node(args);
      assert.deepEqual([code, stdout], [1, ""], stderr);
      assert.match(stderr, /TS87403: This project has contracts, but no tsconfig\.json at <project>\/src or above it/);
    }
    assert.equal((await bare.node([...register, "src/free.mts"])).stdout, "free\n");
    await bare.remove();
  });

  it("the Turbopack of a Next.js before 16 is told, and its webpack gets no rules of Turbopack", async () => {
    const next = await createProject({
      "node_modules/next/package.json": '{ "name": "next", "version": "15.5.0" }',
      "next.mjs": `
        import withImportspy from "@importspy/transformer/next";
        console.log("turbopack" in withImportspy({}));`,
    });
    assert.equal((await next.node(["next.mjs"])).stdout, "false\n");
    const { code, stderr } = await next.node(["next.mjs"], { env: { TURBOPACK: "1" } });
    assert.equal(code, 1);
    assert.match(stderr, /TS87670: importspy needs the Turbopack of Next\.js 16\.0\.0 or later/);
    await next.remove();
  });

  it("bundlers that are too old (TS87670)", async () => {
    const entry = project.at("src/plain.ts");
    const rollupPlugin = forRollup() as Plugin & { options(this: object, options: object): null };
    const older: Plugin = {
      ...rollupPlugin,
      options(options) {
        return rollupPlugin.options.call({ ...this, meta: { ...this.meta, rollupVersion: "2.80.0" } }, options);
      },
    };
    const esbuildPlugin = forEsbuild();
    const { setup } = esbuildPlugin;
    esbuildPlugin.setup = (build) => setup({ ...build, esbuild: { ...build.esbuild, version: "0.17.19" } });
    const webpackPlugin = {
      apply: (compiler: object) => forWebpack().apply(Object.create(compiler, { webpack: { value: undefined } })),
    };
    const builds = {
      "Rollup 3.0.0": () => rollup({ input: entry, plugins: [older] }),
      "esbuild 0.21.0": () =>
        esbuild({ entryPoints: [entry], write: false, logLevel: "silent", plugins: [esbuildPlugin] }),
      "webpack 5.0.0": async () => webpack({ entry, plugins: [webpackPlugin] }),
    };
    for (const [needed, start] of Object.entries(builds)) {
      await assert.rejects(start(), ({ message }: Error) =>
        message.includes(`TS87670: importspy needs ${needed} or later`),
      );
    }
  });

  it("a project of tsconfig.app.json, whose own TypeScript is missing, with a cache that cannot be written", async () => {
    const { "tsconfig.json": config, ...files } = FILES;
    const other = await createProject({
      ...files,
      "tsconfig.json": '{ "files": [], "references": [{ "path": "./tsconfig.app.json" }] }',
      "tsconfig.app.json": config!,
      "node_modules/.cache/importspy/.keep": "",
    });
    await rm(other.at("node_modules/typescript"));
    await chmod(other.at("node_modules/.cache"), 0o500);
    const built = await pack("src/plain.ts", [importspy()], other);
    assert.deepEqual([built.error, built.refused], ["", "src/plain.ts:1 may not import src/pay.ts"]);
    await other.write({ "tsconfig.app.json": "{ nonsense" });
    assert.match(
      (await pack("src/plain.ts", [importspy()], other)).error,
      /TS87404: .*tsconfig\.app\.json cannot be read/,
    );
    await chmod(other.at("node_modules/.cache"), 0o700);
    await other.remove();
  });

  it("a project whose own TypeScript is 7", async () => {
    const other = await createProject(FILES);
    await useCompiler(other, "typescript-7");
    // What was found out by the first build serves the second.
    for (const _ of [1, 2]) {
      const built = await pack("src/plain.ts", [importspy()], other);
      assert.deepEqual(
        [built.error, built.refused, built.said],
        ["", "src/plain.ts:1 may not import src/pay.ts", "pay\npay\n"],
      );
    }
    await other.write({ "src/plain.ts": 'import "./closed";' });
    const { error } = await pack("src/plain.ts", [importspy()], other);
    assert.match(error, /src\/plain\.ts:1:8 - error TS87301: /);
    await other.remove();
  });

  it("a dev server: a syntax error while typing, a removed contract", async () => {
    const served = await createProject(FILES);
    await served.install("vue");
    const options = { middlewareMode: true, ws: false as const, watch: { interval: 10 } };
    const server = await serveVite(served, options, { plugins: [importspy(), vue()] });
    const settle = (expected: RegExp, name = "plain.ts") => {
      const load = () =>
        server.ssrLoadModule(`/src/${name}`).then(
          () => "loaded",
          (error: Error) => error.message,
        );
      return eventually(load, expected);
    };
    const change = async (text: string) => {
      await wait(100);
      await served.write({ "src/pay.ts": text });
    };
    try {
      await settle(/src\/plain\.ts:1 may not import src\/pay\.ts/);
      await change("/** @importspy { env: { BAD_ */\nexport const pay = ;");
      await settle(/TS\d+|[Uu]nexpected|Expected/);
      await change(FILES["src/pay.ts"]!);
      await settle(/src\/plain\.ts:1 may not import src\/pay\.ts/);
      await change("export const pay = 1;");
      await settle(/^loaded$/);
      await settle(/src\/App\.vue:\d+ may not import src\/closed\.ts/, "app.js");
      await settle(/src\/Stranger\.vue:3:24 - error TS87301/, "stranger.js");
      const sidecar = await server.transformRequest("/src/App.importspy~vue.js?importspy");
      assert.match(sidecar?.code ?? "", /"?module"?: ?"src\/App\.vue"/);
    } finally {
      await server.close();
      await served.remove();
    }
  });
});
