import assert from "node:assert/strict";
import { it } from "node:test";
import { useCompiler } from "../native.ts";
import { createProject, type Files, type Project, tsconfig } from "../project.ts";
import { buildAll, outputOf } from "./builds.ts";
import { PACKERS } from "./packers.ts";

/** The folders that the bundles of {@link inEachBundler} are in. */
export const FOLDERS: readonly string[] = [
  ...["rollup", "rolldown", "vite"].map((bundler) => `out/${bundler}`),
  ...Object.keys(PACKERS).flatMap((name) => [`out/${name}/esm`, `out/${name}/cjs`]),
];

/** A bundle of `src/main.ts`. */
export interface Bundle {
  readonly bundler: string;
  readonly format: "esm" | "cjs";
  readonly folder: string;
  readonly main: string;
}

/**
 * Tests bundles of `src/main.ts`: of each bundler, in both module systems.
 *
 * @param projectOf - The project.
 * @param test - Tests a bundle of it.
 */
export function inEachBundler(
  projectOf: () => Project,
  test: (project: Project, bundle: Bundle) => Promise<void>,
): void {
  for (const bundler of ["rollup", "rolldown", "vite"] as const) {
    it(bundler, async () => {
      const folder = `out/${bundler}`;
      const requests = (["es", "cjs"] as const).map((format) => ({
        input: "src/main.ts",
        output: outputOf(folder, format),
        external: [],
        // What is there, stays: the other format, and files of the test.
        ...(bundler === "vite" && { options: { build: { emptyOutDir: false } } }),
      }));
      await buildAll(projectOf(), bundler, requests);
      await test(projectOf(), { bundler, format: "esm", folder, main: `${folder}/main.mjs` });
      await test(projectOf(), { bundler, format: "cjs", folder, main: `${folder}/main.cjs` });
    });
  }
  for (const [bundler, pack] of Object.entries(PACKERS)) {
    for (const format of ["esm", "cjs"] as const) {
      it(`${bundler}, ${format}`, async () => {
        const folder = `out/${bundler}/${format}`;
        const request = { entries: { main: "./src/main.ts" }, outdir: folder, format, minify: format === "esm" };
        assert.equal(await pack(projectOf(), request), "");
        const main = `${folder}/main.${format === "esm" ? "mjs" : "cjs"}`;
        await test(projectOf(), { bundler, format, folder, main });
      });
    }
  }
}

/**
 * Builds with a compiler, by `importspy build`, in both module systems: into `dist` and `cjs`.
 *
 * @param files - The project.
 * @param compiler - The package of the compiler.
 * @param options - Its options.
 * @param test - Tests what was built, by its main file.
 */
export async function buildBoth(
  files: Files,
  compiler: string,
  options: Readonly<Record<string, unknown>>,
  test: (project: Project, main: string) => Promise<void>,
): Promise<void> {
  const common = { module: "commonjs", moduleResolution: "bundler", outDir: "cjs" };
  const project = await createProject({
    ...files,
    "tsconfig.json": tsconfig(options),
    "cjs.json": tsconfig({ ...options, ...common }),
    "cjs/package.json": '{ "type": "commonjs" }',
  });
  await useCompiler(project, compiler);
  for (const [config = "", folder = ""] of [
    ["tsconfig.json", "dist"],
    ["cjs.json", "cjs"],
  ]) {
    const { code, stdout, stderr } = await project.importspy(["build", "-p", config]);
    assert.equal(code, 0, stdout + stderr);
    await test(project, `${folder}/main.js`);
  }
  await project.remove();
}
