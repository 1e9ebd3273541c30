/**
 * What a build remembers of the last one, and what it leaves behind.
 *
 * @module
 */
import assert from "node:assert/strict";
import { rm } from "node:fs/promises";
import os from "node:os";
import { describe, it } from "node:test";
import { CLEAN, OPTIONS, PAYMENTS } from "../../payments.ts";
import { createProject, tsconfig } from "../../project.ts";

describe("repeated builds", { concurrency: os.availableParallelism() }, () => {
  it("compares a contract with package.json again, also in a file without a sidecar", async () => {
    const manifest = { name: "app", version: "1.0.0", type: "module" };
    const project = await createProject({
      "tsconfig.json": tsconfig({ ...OPTIONS, incremental: true }),
      "src/elsewhere.d.ts": `/** @importspy { packages: { elsewhere: "^1.0.0" } } */\ndeclare module "elsewhere" {}\n`,
      "src/main.ts": `import "elsewhere";\n`,
      "node_modules/elsewhere/package.json": `{ "name": "elsewhere", "version": "1.0.0", "main": "index.js" }`,
      "node_modules/elsewhere/index.js": "",
      "package.json": JSON.stringify(manifest),
    });
    try {
      assert.match((await project.tspc()).stdout, /^src\/main\.ts\(1,8\): error TS87\d+: .*package\.json/);
      await project.write({ "package.json": JSON.stringify({ ...manifest, dependencies: { elsewhere: "^1.0.0" } }) });
      assert.deepEqual(await project.tspc(), CLEAN);
      await project.write({ "package.json": JSON.stringify({ ...manifest, dependencies: { elsewhere: "^2.0.0" } }) });
      assert.match((await project.tspc()).stdout, /^src\/main\.ts\(1,8\): error TS87\d+: .*package\.json/);
    } finally {
      await project.remove();
    }
  });

  it("emits changes from builds that emitted nothing", async () => {
    const project = await createProject({ "tsconfig.json": tsconfig({ ...OPTIONS, composite: true }), ...PAYMENTS });
    try {
      assert.deepEqual(await project.tspc(["-b"]), CLEAN);
      await project.write({ "src/payments.ts": PAYMENTS["src/payments.ts"].replace("debug", "warn") });
      assert.deepEqual(await project.tspc(["-b", "--noEmit"]), CLEAN);
      assert.deepEqual(await project.tspc(["-b"]), CLEAN);
      assert.equal((await project.node(["dist/main.js"], { env: { LOG: "warn" } })).stdout, "paid\n");
      assert.match((await project.node(["dist/main.js"], { env: { LOG: "debug" } })).stderr, /may not import/);
    } finally {
      await project.remove();
    }
  });

  it("leaves the same files as tsc for a deleted source, and sidecars after --clean", async () => {
    const project = await createProject({ "tsconfig.json": tsconfig({ ...OPTIONS, composite: true }), ...PAYMENTS });
    const emitted = () => project.list("dist");
    try {
      assert.deepEqual(await project.tspc(["-b"]), CLEAN);
      await rm(project.at("src/payments.ts"));
      await project.write({ "src/main.ts": `console.log("alone");\n` });
      assert.deepEqual(await project.tspc(["-b"]), CLEAN);
      const left = ["dist/payments.d.ts", "dist/payments.importspy.js", "dist/payments.js"];
      assert.deepEqual(await emitted(), ["dist/main.d.ts", "dist/main.js", ...left]);

      await project.write({ "src/payments.ts": PAYMENTS["src/payments.ts"], "src/main.ts": PAYMENTS["src/main.ts"] });
      assert.deepEqual(await project.tspc(["-b"]), CLEAN);
      assert.deepEqual(await project.tspc(["-b", "--clean"]), CLEAN);
      assert.deepEqual(await emitted(), ["dist/main.importspy.js", "dist/payments.importspy.js"]);

      await project.write({ "src/payments.ts": `export const pay = () => "paid";\n` });
      assert.deepEqual(await project.tspc(["-b"]), CLEAN);
      assert.deepEqual(await emitted(), ["dist/main.d.ts", "dist/main.js", "dist/payments.d.ts", "dist/payments.js"]);
    } finally {
      await project.remove();
    }
  });

  it("writes the same output in two folders", async () => {
    const build = async () => {
      const options = { ...OPTIONS, composite: true, sourceMap: true, declarationMap: true };
      const project = await createProject({ "tsconfig.json": tsconfig(options), ...PAYMENTS });
      try {
        assert.deepEqual(await project.tspc(["-b"]), CLEAN);
        const names = (await project.list()).filter((name) => !name.startsWith("src/"));
        return await Promise.all(names.map(async (name) => [name, await project.read(name)]));
      } finally {
        await project.remove();
      }
    };
    const [one, other] = await Promise.all([build(), build()]);
    assert.ok(one.some(([name]) => name === "dist/payments.importspy.js"));
    assert.deepEqual(one, other);
  });

  it("reports a broken contract, and its module throws, also when noCheck reports no other error", async () => {
    const project = await createProject({
      "tsconfig.json": tsconfig({ ...OPTIONS, noCheck: true }),
      ...PAYMENTS,
      "src/payments.ts": `const port: number = "80";\n${PAYMENTS["src/payments.ts"].replace("env", "environment")}`,
    });
    try {
      const { code, stdout } = await project.tspc();
      assert.match(stdout, /^src\/payments\.ts\(2,18\): error TS87204: /);
      assert.equal(stdout.trim().split("\n").length, 1);
      assert.equal(code, 2);
      const { stderr } = await project.node(["dist/main.js"], { env: { LOG: "debug" } });
      assert.match(stderr, /src\/payments\.ts: its contract has errors/);
    } finally {
      await project.remove();
    }
  });

  for (const args of [
    ["-p", ".", "--incremental"],
    ["-p", ".", "--incremental", "--noEmit"],
    ["-b"],
    ["-b", "--noEmit"],
  ]) {
    it(`reports a broken contract with noCheck each time in tspc ${args.join(" ")}`, async () => {
      const project = await createProject({
        "tsconfig.json": tsconfig({ ...OPTIONS, noCheck: true }),
        ...PAYMENTS,
        "src/payments.ts": PAYMENTS["src/payments.ts"].replace("env", "environment"),
      });
      try {
        const first = await project.tspc(args);
        assert.match(first.stdout, /^src\/payments\.ts\(1,18\): error TS87204: .*\n$/);
        assert.notEqual(first.code, 0);
        assert.deepEqual(await project.tspc(args), first);
      } finally {
        await project.remove();
      }
    });
  }
});
