/** What Rollup, Rolldown and Vite build keeps the order of the sources around each verdict, and `verify` proves it. */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { Project } from "../project.ts";
import type { BuildRequest } from "./build.ts";
import { build, outputOf } from "./builds.ts";
import { createOrderProject, ENTRIES, inputOf, runEntries } from "./order.ts";

const NAMES = Object.keys(ENTRIES);

/** What each build is about, and what is run of it. */
interface Case extends BuildRequest {
  readonly title: string;
  readonly names: readonly string[];
  readonly extension: ".mjs" | ".cjs";
}

const es = (title: string, request: Partial<BuildRequest> = {}, names: readonly string[] = NAMES): Case => ({
  title,
  names,
  extension: ".mjs",
  input: inputOf("es", names),
  ...request,
  output: { ...outputOf(title.replaceAll(/\W+/g, "-"), "es"), ...request.output },
});

const cjs = (
  title: string,
  request: Partial<BuildRequest> = {},
  names: readonly string[] = Object.keys(inputOf("cjs")),
): Case => ({
  title,
  names,
  extension: ".cjs",
  input: inputOf("cjs", names),
  ...request,
  output: { ...outputOf(title.replaceAll(/\W+/g, "-"), "cjs"), ...request.output },
});

const CASES: Readonly<Record<"rollup" | "rolldown" | "vite", readonly Case[]>> = {
  rollup: [
    es("ES modules that share chunks"),
    cjs("CommonJS that shares chunks"),
    es("modules that stay files", { output: { preserveModules: true } }),
    es("one entry", {}, ["setByExternal"]),
    es("all that is no path external", { external: "bare" }),
    es("one entry that imports a module both ways", {}, ["both"]),
    cjs("one entry that imports a module both ways, CommonJS", {}, ["bothRefused"]),
  ],
  rolldown: [
    es("ES modules that share chunks"),
    cjs("CommonJS that shares chunks, minified", { output: { minify: true } }),
    es("all packages bundled", { external: [] }),
    es("all packages bundled and minified, one entry", { external: [], output: { minify: true } }, ["setByCommonJs"]),
    es("modules that stay files", { output: { preserveModules: true } }),
    es("chunks of the user's own", { output: { codeSplitting: { groups: [{ name: "vendor", test: "/db" }] } } }),
    es("all that is no path external", { external: "bare" }),
    es("one entry that imports a module both ways", {}, ["both"]),
    cjs("one entry that imports a module both ways, CommonJS", {}, ["bothRefused"]),
    es("import() that is inlined", { external: [], output: { codeSplitting: false } }, ["lazy"]),
  ],
  vite: [es("a server"), es("a server, all packages bundled and minified", { external: [], output: { minify: true } })],
};

describe("bundles", { concurrency: 3 }, () => {
  let project: Project;
  before(async () => {
    project = await createOrderProject();
  });
  after(() => project.remove());

  for (const [bundler, cases] of Object.entries(CASES)) {
    describe(bundler, () => {
      const built = new Map<string, string | undefined>();
      before(async () => {
        const requests = cases.map(({ output, ...rest }) => ({
          ...rest,
          output: { ...output, dir: `${bundler}/${output.dir}` },
        }));
        const failures = await build(project, bundler as "rollup", requests);
        for (const [index, { title }] of cases.entries()) built.set(title, failures[index]?.message);
      });
      for (const { title, output, extension, names } of cases) {
        it(title, async () => {
          assert.equal(built.get(title), undefined);
          const folder = `${bundler}/${output.dir}`;
          await runEntries(project, folder, extension, names);
          const { code, stdout } = await project.importspy(["verify", folder]);
          assert.equal(code, 0, stdout);
        });
      }
    });
  }
});
