/** `Package<range, shape>` in bundles, with the package in the bundle and outside of it. */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { createProject, type Project } from "../project.ts";
import { buildAll, outputOf } from "./builds.ts";
import { FILES, runAll } from "./features/packages.ts";
import { PACKERS } from "./packers.ts";

const NAMES = ["pg-main", "esm-main", "lazy-main"];
const ENTRIES = Object.fromEntries(NAMES.map((name) => [name, `src/${name}.ts`]));

describe("Package<range, shape> in bundles", { concurrency: 2 }, () => {
  let project: Project;
  before(async () => {
    project = await createProject(FILES);
  });
  after(() => project?.remove());

  /** `verify` cannot follow calls from one chunk of Rspack into another; which there are depends on sizes. */
  const verify = async (outdir: string, mayBeUnproven = false) => {
    const { code, stdout } = await project.importspy(["verify", outdir]);
    assert.ok(code === 0 || (mayBeUnproven && code === 2), stdout);
  };

  // Without a plugin of its own, Rollup bundles no CommonJS.
  for (const [bundler, bundled] of [
    ["rollup", ["pg"]],
    ["rolldown", []],
    ["vite", []],
  ] as const) {
    const cases = (
      [
        ["es", ["pg", "esm"], false],
        ["es", bundled, true],
        ["cjs", ["pg", "esm"], true],
      ] as const
    ).map(([format, external, minify], index) => {
      const dir = `${bundler}/${index}`;
      const output = outputOf(dir, format, bundler === "rollup" ? {} : { minify });
      return { dir, format, request: { input: ENTRIES, output, external } };
    });
    it(bundler, async () => {
      await buildAll(
        project,
        bundler,
        cases.map(({ request }) => request),
      );
      for (const { dir, format } of cases) {
        const extension = format === "es" ? ".mjs" : ".cjs";
        await runAll(project, (name) => [`${dir}/${name}-main${extension}`]);
        await verify(dir);
      }
    });
  }

  for (const [name, pack] of Object.entries(PACKERS)) {
    for (const format of ["esm", "cjs"] as const) {
      for (const external of [[], ["pg", "esm"]]) {
        // Bun evaluates external modules before all others of an ES module, and its plugin refuses that (TS87423).
        if (name === "bun" && format === "esm" && external.length) continue;
        const title = `${name}, ${format}, packages ${external.length ? "external" : "in the bundle"}`;
        it(title, async () => {
          const outdir = title.replaceAll(/\W+/g, "-");
          const minify = (format === "esm") === external.length > 0;
          assert.equal(await pack(project, { entries: ENTRIES, outdir, format, external, minify }), "");
          await runAll(project, (entry) => [`${outdir}/${entry}-main.${format === "esm" ? "mjs" : "cjs"}`]);
          await verify(outdir, name === "rspack");
        });
      }
    }
  }
});
