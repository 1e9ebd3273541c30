/**
 * What a build says of an installation that no guard could work in.
 *
 * @module
 */
import assert from "node:assert/strict";
import { cp, realpath, rm, symlink } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { describe, it } from "node:test";
import { createProject, type Files, type Project, root, tsconfig } from "./project.ts";

const base = { types: [], lib: ["es2022"] };
const clean = { code: 0, stdout: "", stderr: "" };

const files = {
  "src/console.d.ts": "declare const console: { log(...values: unknown[]): void };\n",
  "src/payments.ts": `/** @importspy { env: { LOG: "debug" } } */\nexport const pay = () => "paid";\n`,
  "src/main.ts": `import { pay } from "./payments.js";\nconsole.log(pay());\n`,
};

describe("builds in an incomplete installation", { concurrency: os.availableParallelism() }, () => {
  it("says once that importspy is not installed, and forgets it when it is", async () => {
    const project = await createProject({ "tsconfig.json": tsconfig({ ...base, incremental: true }), ...files });
    try {
      const installed = project.at("node_modules/importspy");
      const target = await realpath(installed);
      await rm(installed);
      const { code, stdout } = await project.tspc();
      assert.match(stdout, /^src\/payments\.ts\(1,5\): error TS87003: .*npm install importspy/);
      assert.equal(stdout.trim().split("\n").length, 1);
      assert.equal(code, 2);
      await symlink(target, installed, "dir");
      assert.deepEqual(await project.tspc(), clean);
      assert.equal((await project.node(["dist/main.js"], { env: { LOG: "debug" } })).stdout, "paid\n");
    } finally {
      await project.remove();
    }
  });

  describe("where npm puts typia beside the project's own, older TypeScript", () => {
    const loadsTypiaFirst = {
      "first.cjs": `require("@typia/core");\nexports.default = (program) => program;\n`,
      "node_modules/@typia/core/index.js": "",
    };
    const createInstallation = async (options: Record<string, unknown>, more: Files): Promise<Project> => {
      const project = await createProject({ "tsconfig.json": tsconfig({ ...base, ...options }), ...files });
      for (const name of ["@importspy/transformer", "typescript"]) await rm(project.at("node_modules", name));
      const plugin = "node_modules/@importspy/transformer";
      await cp(path.join(root, "transformer/dist"), project.at(plugin, "dist"), { recursive: true });
      await project.write({
        "node_modules/typescript/package.json": `{ "name": "typescript", "version": "5.9.3" }`,
        "node_modules/typescript/index.js": "throw new Error('another TypeScript')",
        [`${plugin}/package.json`]: `{ "name": "@importspy/transformer", "version": "0.1.0", "main": "dist/index.js" }`,
        [`${plugin}/node_modules/.keep`]: "",
        "node_modules/@typia/core/package.json": `{ "name": "@typia/core", "version": "12.2.1", "main": "index.js" }`,
        ...more,
      });
      const link = async (name: string, as: string) =>
        symlink(await realpath(path.join(root, "node_modules", name)), project.at(as), "dir");
      await link("typescript", `${plugin}/node_modules/typescript`);
      await link("semver", "node_modules/semver");
      for (const name of ["interface", "utils"]) await link(`@typia/${name}`, `node_modules/@typia/${name}`);
      return project;
    };

    it("generates validators with the plugin's TypeScript", async () => {
      const second = tsconfig({ ...base, outDir: "second" });
      const project = await createInstallation({}, { "tsconfig.second.json": second });
      try {
        const typia = path.join(root, "node_modules/@typia/core");
        await cp(typia, project.at("node_modules/@typia/core"), {
          recursive: true,
          filter: (source) => !source.includes("/src") && !/\.(map|mjs|d\.ts)$/.test(source),
        });
        assert.deepEqual(await project.tspc(["-b", "tsconfig.json", "tsconfig.second.json"]), clean);
        for (const main of ["dist/main.js", "second/main.js"]) {
          assert.equal((await project.node([main], { env: { LOG: "debug" } })).stdout, "paid\n");
          assert.match((await project.node([main], { env: { LOG: "loud" } })).stderr, /may not import/);
        }
      } finally {
        await project.remove();
      }
    });

    it("stops when another plugin has loaded typia with that one", async () => {
      const plugins = ["./first.cjs", "@importspy/transformer"].map((transform) => ({
        transform,
        transformProgram: true,
      }));
      const project = await createInstallation({ plugins }, loadsTypiaFirst);
      try {
        const { code, stderr } = await project.tspc();
        assert.match(stderr, /error TS87002: .* TypeScript 6\.[\d.]+, but typia was loaded with TypeScript 5\.9\.3; /);
        assert.equal(code, 1);
        assert.deepEqual(await project.list("src"), Object.keys(files).sort());
        assert.deepEqual(
          (await project.list()).filter((name) => name.startsWith("dist/")),
          [],
        );
      } finally {
        await project.remove();
      }
    });
  });
});
