/**
 * `importspy verify` proves honest bundles: of every bundler, format and minifier.
 *
 * @module
 */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { createPackage, MAIN, numbered, SOURCES } from "../../bundled.ts";
import {
  type Bundle,
  bundleWithEsbuild,
  bundleWithRolldown,
  bundleWithRollup,
  bundleWithRspack,
  bundleWithWebpack,
  esbuildWith,
  type Job,
  MINIFIERS,
  minifyFolder,
  rolldownWith,
} from "../../bundles.ts";
import type { Project } from "../../project.ts";
import { verifyIn } from "../../verify.ts";

const LAZY: Job = { entries: ["lazy"], format: "esm" };
const BOTH: Job = { entries: ["main", "lazy"], format: "esm", split: true };
const chunked = bundleWithWebpack({
  optimization: { runtimeChunk: "single", splitChunks: { chunks: "all", minSize: 0 } },
});

/** The bundles of a project; each is minified by every minifier, too, where `minifiers` says so. */
const HONEST: Readonly<Record<string, { readonly bundle: Bundle; readonly job: Job; readonly minifiers?: true }>> = {
  "esbuild, ESM": { bundle: bundleWithEsbuild, job: MAIN, minifiers: true },
  "esbuild, CommonJS": { bundle: bundleWithEsbuild, job: { ...MAIN, format: "cjs" }, minifiers: true },
  "esbuild, IIFE, minified": { bundle: bundleWithEsbuild, job: { ...MAIN, format: "iife", minify: true } },
  "esbuild, what is loaded later in the same file": { bundle: bundleWithEsbuild, job: LAZY, minifiers: true },
  "esbuild, chunks": { bundle: bundleWithEsbuild, job: { ...LAZY, split: true }, minifiers: true },
  "esbuild, with names kept": { bundle: esbuildWith({ keepNames: true }), job: MAIN, minifiers: true },
  "esbuild, chunks with names kept, minified": {
    bundle: esbuildWith({ keepNames: true }),
    job: { ...BOTH, minify: true },
  },
  "esbuild, for ES2019, minified": { bundle: esbuildWith({ target: "es2019" }), job: { ...MAIN, minify: true } },
  "esbuild, for Node.js 14, CommonJS, minified": {
    bundle: esbuildWith({ target: "node14" }),
    job: { ...MAIN, format: "cjs", minify: true },
  },
  rolldown: { bundle: bundleWithRolldown, job: MAIN, minifiers: true },
  "rolldown, with names kept, minified": {
    bundle: rolldownWith({ keepNames: true }),
    job: { ...MAIN, minify: true },
  },
  "rolldown, in strict order": { bundle: rolldownWith({ strictExecutionOrder: true }), job: MAIN, minifiers: true },
  "rolldown, chunks in strict order": { bundle: rolldownWith({ strictExecutionOrder: true }), job: BOTH },
  "rolldown, CommonJS, minified": { bundle: bundleWithRolldown, job: { ...MAIN, format: "cjs", minify: true } },
  "rolldown, IIFE": { bundle: bundleWithRolldown, job: { ...MAIN, format: "iife" } },
  "rolldown, chunks, minified": { bundle: bundleWithRolldown, job: { ...LAZY, minify: true } },
  rollup: { bundle: bundleWithRollup, job: MAIN, minifiers: true },
  "rollup, CommonJS": { bundle: bundleWithRollup, job: { ...MAIN, format: "cjs" } },
  "rollup, IIFE": { bundle: bundleWithRollup, job: { ...MAIN, format: "iife" } },
  "rollup, chunks": { bundle: bundleWithRollup, job: LAZY, minifiers: true },
  "webpack, ESM": { bundle: bundleWithWebpack(), job: MAIN, minifiers: true },
  "webpack, CommonJS, minified": { bundle: bundleWithWebpack(), job: { ...MAIN, format: "cjs", minify: true } },
  "webpack, a lazy chunk, minified": { bundle: bundleWithWebpack(), job: { ...LAZY, minify: true } },
  "webpack, numbered modules": { bundle: numbered, job: LAZY, minifiers: true },
  "webpack, numbered modules as CommonJS": { bundle: numbered, job: { ...LAZY, format: "cjs" }, minifiers: true },
  "webpack, numbered modules, minified": { bundle: numbered, job: { ...LAZY, format: "cjs", minify: true } },
  "webpack, modules numbered by their place": {
    bundle: bundleWithWebpack({ optimization: { concatenateModules: false, moduleIds: "natural" } }),
    job: MAIN,
    minifiers: true,
  },
  "Rspack, ESM": { bundle: bundleWithRspack(), job: MAIN, minifiers: true },
  "Rspack, CommonJS, minified": { bundle: bundleWithRspack(), job: { ...MAIN, format: "cjs", minify: true } },
  "Rspack, a lazy chunk, minified": { bundle: bundleWithRspack(), job: { ...LAZY, minify: true } },
  "Rspack, numbered modules": { bundle: bundleWithRspack({ concatenateModules: false }), job: LAZY, minifiers: true },
  // As Next.js has it: chunks of numbered modules, and a file of its own for webpack's runtime.
  "webpack, shared chunks, minified": { bundle: chunked, job: { ...BOTH, format: "cjs", minify: true } },
  "webpack, shared chunks as ES modules": { bundle: chunked, job: BOTH, minifiers: true },
  "webpack, two entries with lists of their own": { bundle: numbered, job: BOTH, minifiers: true },
  "webpack, for ES5": {
    bundle: bundleWithWebpack({ target: ["node20", "es5"], optimization: { concatenateModules: false } }),
    job: { ...LAZY, format: "cjs" },
  },
  "Rspack, shared chunks as ES modules": {
    bundle: bundleWithRspack({ runtimeChunk: "single", splitChunks: { chunks: "all", minSize: 0 } }),
    job: BOTH,
    minifiers: true,
  },
  "webpack, for development": { bundle: bundleWithWebpack({ mode: "development" }), job: LAZY },
};

const CONTRACTS = ["app/src/payments.ts", "app/src/bill.ts"];

for (const type of ["module", "commonjs"] as const) {
  describe(`importspy verify proves bundles of a project of type ${type}`, () => {
    let project: Project;
    before(async () => {
      project = await createPackage(type, SOURCES);
    });
    after(() => project.remove());

    const prove = async (folder: string) => {
      const { code, stdout } = await verifyIn(project.folder, ["dist", folder]);
      for (const contract of CONTRACTS) assert.ok(stdout.includes(`enforces the contract of ${contract}\n`), stdout);
      assert.equal(code, 0, stdout);
    };

    for (const [name, { bundle, job, minifiers }] of Object.entries(HONEST)) {
      if (bundle === bundleWithRollup && type === "commonjs") continue;
      it(name, async () => {
        const folder = `out/${name.replaceAll(/\W+/g, "-")}`;
        await bundle(project, job, folder);
        await prove(folder);
        for (const [minifier, minify] of Object.entries(minifiers && type === "module" ? MINIFIERS : {})) {
          const minified = `${folder}.${minifier}`;
          await minifyFolder(project, folder, minified, job.format, minify);
          await prove(minified);
        }
      });
    }
  });
}
