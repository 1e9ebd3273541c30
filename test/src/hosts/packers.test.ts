/** What esbuild, webpack, Rspack and Bun build keeps the order of the sources around each verdict, and `verify` proves it. */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { Project } from "../project.ts";
import { createOrderProject, inputOf, runEntries } from "./order.ts";
import { PACKERS, type PackRequest } from "./packers.ts";

const EXTERNAL = ["ext-db", "ext-first", "ext-token", "ext-token-cjs", "react/jsx-runtime"];

type Case = Omit<PackRequest, "entries" | "outdir">;

const CASES: Readonly<Record<keyof typeof PACKERS, Readonly<Record<string, Case>>>> = {
  esbuild: {
    "ES modules that share chunks, packages external": { format: "esm", split: true, external: EXTERNAL },
    "ES modules that share chunks, minified": { format: "esm", split: true, minify: true },
    "ES modules, packages external, minified": { format: "esm", external: EXTERNAL, minify: true },
    "CommonJS, packages external": { format: "cjs", external: EXTERNAL },
  },
  webpack: {
    "ES modules, packages external, minified": { format: "esm", external: EXTERNAL, minify: true },
    "CommonJS that shares chunks": { format: "cjs", split: true },
  },
  rspack: {
    "ES modules that share chunks, packages external, minified": {
      format: "esm",
      split: true,
      external: EXTERNAL,
      minify: true,
    },
    CommonJS: { format: "cjs" },
  },
  bun: {
    "ES modules, minified": { format: "esm", minify: true },
    "CommonJS, packages external": { format: "cjs", external: EXTERNAL },
  },
};

describe("bundles", { concurrency: 2 }, () => {
  let project: Project;
  before(async () => {
    project = await createOrderProject({
      // Bun's choice where NODE_ENV is not set.
      "node_modules/react/package.json": JSON.stringify({
        name: "react",
        version: "19.0.0",
        exports: {
          "./jsx-runtime": { types: "./jsx-runtime.d.ts", default: "./jsx-runtime.js" },
          "./jsx-dev-runtime": "./jsx-dev-runtime.js",
        },
      }),
      "node_modules/react/jsx-dev-runtime.js": 'exports.jsxDEV = require("./jsx-runtime.js").jsx;',
    });
  });
  after(() => project.remove());

  for (const [bundler, cases] of Object.entries(CASES) as [keyof typeof PACKERS, Record<string, Case>][]) {
    for (const [title, request] of Object.entries(cases)) {
      it(`${bundler}: ${title}`, async () => {
        const entries = inputOf(request.format === "esm" ? "es" : "cjs");
        const outdir = `${bundler}/${title.replaceAll(/\W+/g, "-")}`;
        assert.equal(await PACKERS[bundler](project, { entries, outdir, ...request }), "");
        const extension = request.format === "esm" ? ".mjs" : ".cjs";
        await runEntries(project, outdir, extension, Object.keys(entries));
        const { code, stdout } = await project.importspy(["verify", outdir]);
        assert.equal(code, 0, stdout);
        assert.match(stdout, /all guarded/);
      });
    }
  }
});
