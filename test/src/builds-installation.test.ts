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
});
