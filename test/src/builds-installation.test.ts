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
import { createProject, root, tsconfig } from "./project.ts";

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

  it("stops when typia finds another TypeScript, as the project's own", async () => {
    const project = await createProject({ "tsconfig.json": tsconfig(base), ...files });
    const installed = (name: string) => path.join(root, "node_modules", name);
    try {
      // npm puts typia beside the project's TypeScript, and the plugin's TypeScript below the plugin.
      for (const name of ["@importspy/transformer", "typescript"]) await rm(project.at("node_modules", name));
      await cp(path.join(root, "transformer/dist"), project.at("node_modules/@importspy/transformer/dist"), {
        recursive: true,
      });
      await project.write({
        "node_modules/typescript/package.json": `{ "name": "typescript", "version": "5.9.3" }`,
        "node_modules/@importspy/transformer/package.json": `{ "name": "@importspy/transformer", "version": "0.1.0", "main": "dist/index.js" }`,
        "node_modules/@typia/core/package.json": `{ "name": "@typia/core", "version": "12.2.1", "main": "index.js" }`,
        "node_modules/@typia/core/index.js": "throw new Error('never loaded')",
        "node_modules/@importspy/transformer/node_modules/.keep": "",
      });
      await symlink(await realpath(installed("semver")), project.at("node_modules/semver"), "dir");
      const own = project.at("node_modules/@importspy/transformer/node_modules/typescript");
      await symlink(await realpath(installed("typescript")), own, "dir");
      const { code, stderr } = await project.tspc();
      assert.match(stderr, /error TS87002: .* TypeScript 6\.[\d.]+, but typia finds TypeScript 5\.9\.3; /);
      assert.equal(code, 1);
      assert.deepEqual(await project.list("."), ["package.json", ...Object.keys(files).sort(), "tsconfig.json"]);
    } finally {
      await project.remove();
    }
  });
});
