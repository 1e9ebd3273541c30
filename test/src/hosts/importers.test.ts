/** `importers<C>()` in bundles. */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { Project } from "../project.ts";
import { buildAll, outputOf } from "./builds.ts";
import { assertSaid, createApp } from "./features/importers.ts";
import { PACKERS } from "./packers.ts";

describe("importers<C>() in bundles", { concurrency: 2 }, () => {
  let project: Project;
  before(async () => {
    project = await createApp();
  });
  after(() => project?.remove());

  for (const bundler of ["rollup", "rolldown", "vite"] as const) {
    const cases = (["es", "cjs"] as const).flatMap((format) =>
      // Rollup evaluates what it inlines of import() at once, and the plugin refuses that (TS87400).
      (bundler === "rollup" ? [false] : [false, true]).map((isOneFile) => {
        const dir = `${bundler}/${format}-${isOneFile ? "one" : "chunks"}`;
        const output = outputOf(dir, format, isOneFile ? { codeSplitting: false, minify: true } : {});
        return { file: `${dir}/main.${format === "es" ? "mjs" : "cjs"}`, request: { input: "src/main.ts", output } };
      }),
    );
    it(bundler, async () => {
      await buildAll(
        project,
        bundler,
        cases.map(({ request }) => request),
      );
      for (const { file } of cases) assertSaid(await project.node([file]));
    });
  }

  for (const [name, pack] of Object.entries(PACKERS)) {
    for (const format of ["esm", "cjs"] as const) {
      for (const minify of [false, true]) {
        it(`${name}, ${format}${minify ? ", minified" : ""}`, async () => {
          const outdir = `${name}/${format}${minify ? "-minified" : ""}`;
          const split = name === "esbuild" && format === "esm" && minify;
          assert.equal(await pack(project, { entries: { main: "./src/main.ts" }, outdir, format, minify, split }), "");
          const main = (await project.list(outdir)).find((file) => /main\.(?:mjs|cjs|js)$/.test(file));
          assertSaid(await project.node([main!]));
        });
      }
    }
  }
});

it("vite does not warn of the import() of sidecars, which split off no chunk", async () => {
  const project = await createApp({
    "build.mjs": `import importspy from "@importspy/transformer/vite";
import { build } from "vite";
await build({ configFile: false, logLevel: "warn", plugins: [importspy()], build: { ssr: "src/main.ts" } });
`,
  });
  await project.install("vite");
  const { code, stdout, stderr } = await project.node(["build.mjs"], { env: { NO_COLOR: "1" } });
  assert.equal(code, 0, stderr);
  assert.doesNotMatch(stdout + stderr, /dynamically imported/);
  await project.remove();
});
