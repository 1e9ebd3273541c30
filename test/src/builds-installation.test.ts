/**
 * What a build says of an installation that no guard could work in, and what one does not mind.
 *
 * @module
 */
import assert from "node:assert/strict";
import { realpath, rm, symlink } from "node:fs/promises";
import os from "node:os";
import { describe, it } from "node:test";
import { CLEAN, OPTIONS, PAYMENTS } from "./payments.ts";
import { createProject, tsconfig } from "./project.ts";

describe("builds in an unusual installation", { concurrency: os.availableParallelism() }, () => {
  it("reports once that importspy is not installed, until it is", async () => {
    const project = await createProject({ "tsconfig.json": tsconfig({ ...OPTIONS, incremental: true }), ...PAYMENTS });
    try {
      const installed = project.at("node_modules/importspy");
      const target = await realpath(installed);
      await rm(installed);
      const { code, stdout } = await project.tspc();
      assert.match(stdout, /^src\/payments\.ts\(1,5\): error TS87003: .*npm install importspy/);
      assert.equal(stdout.trim().split("\n").length, 1);
      assert.equal(code, 2);
      await symlink(target, installed, "dir");
      assert.deepEqual(await project.tspc(), CLEAN);
      assert.equal((await project.node(["dist/main.js"], { env: { LOG: "debug" } })).stdout, "paid\n");
    } finally {
      await project.remove();
    }
  });

  it("generates validators with the build's TypeScript, even if another plugin changed typia", async () => {
    const plugins = ["./first.cjs", "@importspy/transformer"].map((transform) => ({
      transform,
      transformProgram: true,
    }));
    const project = await createProject({
      "tsconfig.json": tsconfig({ ...OPTIONS, plugins }),
      "tsconfig.second.json": tsconfig({ ...OPTIONS, plugins, outDir: "second" }),
      "first.cjs": `require("@typia/core");\nexports.default = (program) => program;\n`,
      "node_modules/@typia/core/package.json": `{ "name": "@typia/core", "version": "12.2.1", "main": "index.js" }`,
      "node_modules/@typia/core/index.js": `if (require("typescript").version !== "5.9.3") throw new Error("not older");\n`,
      "node_modules/@typia/core/node_modules/typescript/index.js": `exports.version = "5.9.3";\n`,
      ...PAYMENTS,
    });
    try {
      assert.deepEqual(await project.tspcProcess(["-b", "tsconfig.json", "tsconfig.second.json"]), CLEAN);
      for (const main of ["dist/main.js", "second/main.js"]) {
        assert.equal((await project.node([main], { env: { LOG: "debug" } })).stdout, "paid\n");
        assert.match((await project.node([main], { env: { LOG: "loud" } })).stderr, /may not import/);
      }
    } finally {
      await project.remove();
    }
  });
});
