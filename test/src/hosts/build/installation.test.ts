/**
 * What a build says of an installation that no guard could work in, and what one does not mind.
 *
 * @module
 */
import assert from "node:assert/strict";
import { realpath, rm, symlink } from "node:fs/promises";
import os from "node:os";
import { describe, it } from "node:test";
import { CLEAN, OPTIONS, PAYMENTS } from "../../payments.ts";
import { createProject, root, tsconfig } from "../../project.ts";

/** Gives every package of a process TypeScript 7, as `overrides` of a package.json do. */
const OVERRIDES = `const Module = require("node:module");
const { _resolveFilename: resolve } = Module;
Module._resolveFilename = function (name, ...rest) {
  return resolve.call(this, name.replace(/^typescript(?=\\/|$)/, ${JSON.stringify(`${root}/node_modules/typescript-7`)}), ...rest);
};
`;

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

  it("are told in one line that the project's package.json changes importspy's TypeScript", async () => {
    const files = { "tsconfig.json": tsconfig(OPTIONS), "overrides.cjs": OVERRIDES, ...PAYMENTS };
    const project = await createProject(files);
    try {
      assert.deepEqual(await project.tspc(), CLEAN);
      const NODE_OPTIONS = `--require ${JSON.stringify(project.at("overrides.cjs"))}`;
      const why = `@importspy/transformer needs TypeScript 6.0 and got 7.0.2; leave it out of "overrides" or "resolutions" in package.json`;
      for (const command of [["build"], ["build", "--compiler", "6"], ["verify", "dist"], ["doctor"], ["init"]]) {
        const { code, stderr } = await project.importspy(command, { env: { NODE_OPTIONS } });
        assert.deepEqual({ code, stderr }, { code: 2, stderr: `importspy ${command[0]}: ${why}\n` });
      }
    } finally {
      await project.remove();
    }
  });
});
