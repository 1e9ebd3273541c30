/**
 * `importspy build --watch` in projects whose own TypeScript is 7.
 *
 * @module
 */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { after, describe } from "node:test";
import { build, onSeven, options, outputs, watchBuild } from "../../native.ts";
import type { Project } from "../../project.ts";

// TypeScript 7.0.2 sees no change in a folder that lies less deep.
const deep = await mkdtemp(path.join(os.tmpdir(), "importspy-deep-"));
process.env.TMPDIR = deep;
after(() => rm(deep, { recursive: true, force: true }));

const posix = process.platform !== "win32";
const contract = (type: string) =>
  `/** @importspy { env: { LEVEL: ${type} } } Set a level. */\nexport const pay = (cents: number): number => cents;\n`;
const run = (project: Project, LEVEL: string) => project.node(["dist/main.js"], { env: { LEVEL } });

const isAlive = (pid: number) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

describe("importspy build --watch on TypeScript 7", { concurrency: os.availableParallelism(), skip: !posix }, () => {
  const files = {
    "tsconfig.json": options({ sourceMap: true, declaration: true, inlineSources: true }),
    "src/level.ts": `export type Level = "low" | "high";\n`,
    "src/payments.ts": `${contract(`"low" | "high"`)}// room for what is longer\n`,
  };
  onSeven("guards what each round emits, as a build of its own would", files, async (project) => {
    await using watching = watchBuild(project, "--watch");
    await watching.first();
    const assertAsBuilt = async () => {
      const now = await outputs(project);
      await rm(project.at("dist"), { recursive: true });
      assert.deepEqual(await build(project), { code: 0, stdout: "", stderr: "" });
      assert.deepEqual(now, await outputs(project));
    };
    await assertAsBuilt();
    assert.match((await run(project, "none")).stderr, /src\/main\.ts:2 may not import src\/payments\.ts/);
    // A file that has nothing to do with contracts, and a mistake in it.
    const before = await project.read("dist/main.js");
    await watching.round("src/env.ts", "export const env = 22;\n");
    assert.match(await project.read("dist/env.js"), /22/);
    assert.match(await watching.round("src/env.ts", "export const env: number = true;\n", 1), /src\/env\.ts.*TS2322/s);
    await watching.round("src/env.ts", "export const env = 1;\n");
    assert.equal(await project.read("dist/main.js"), before);
    // The contract: another one, one with an error, one that names a type of another file, none.
    await watching.round("src/payments.ts", contract(`"none"`));
    assert.match((await run(project, "none")).stderr, /Error: thrown/);
    const wrong = contract(`"none"`).replace("env:", `os: "macos"; env:`);
    assert.match(await watching.round("src/payments.ts", wrong, 1), /src\/payments\.ts.*TS87\d+.*darwin/s);
    assert.match((await run(project, "none")).stderr, /its contract has errors/);
    await watching.round("src/payments.ts", `import type { Level } from "./level.js";\n${contract("Level")}`);
    assert.match((await run(project, "none")).stderr, /may not import/);
    await watching.round("src/level.ts", `export type Level = "none";\n`);
    assert.match((await run(project, "none")).stderr, /Error: thrown/);
    await assertAsBuilt();
    await watching.round("src/payments.ts", "export const pay = (cents: number): number => cents;\n");
    assert.match((await run(project, "low")).stderr, /Error: thrown/);
    await assertAsBuilt();
    watching.child.kill("SIGINT");
    await watching.following.ended;
    assert.equal(watching.child.exitCode, 130);
    assert.deepEqual(await readdir(project.at("node_modules/.cache/importspy-watch")), []);
  });

  onSeven("leaves what was built of an importer that is gone, with its guard", {}, async (project) => {
    await project.write({ "src/later.ts": `import { pay } from "./payments.js";\nexport const later = pay(1);\n` });
    await using watching = watchBuild(project, "--watch");
    await watching.first();
    const later = await project.read("dist/later.js");
    assert.match(later, /importspy_1/);
    await rm(project.at("src/later.ts"));
    await watching.round("src/env.ts", "export const env = 2;\n");
    await watching.round("src/env.ts", "export const env = 3;\n");
    assert.equal(await project.read("dist/later.js"), later);
    assert.equal((await project.importspy(["verify", "dist"])).code, 0);
  });

  onSeven("ends its compiler when it is killed", {}, async (project) => {
    const watching = watchBuild(project, "--watch");
    await watching.first();
    const folder = project.at("node_modules/.cache/importspy-watch");
    // Its folder has the number of the process; what watches there has it among its arguments.
    const [pid] = await readdir(folder);
    assert.equal(Number(pid), watching.child.pid);
    const listed = await new Promise<string>((resolve) => {
      const ps = spawn("ps", ["-eo", "pid,args"], { stdio: ["ignore", "pipe", "ignore"] });
      let text = "";
      ps.stdout.on("data", (chunk) => {
        text += String(chunk);
      });
      ps.on("close", () => resolve(text));
    });
    const compilers = listed
      .split("\n")
      .filter((line) => line.includes(folder))
      .map((line) => Number.parseInt(line, 10));
    assert.ok(compilers.length > 0, listed);
    watching.child.kill("SIGKILL");
    await watching.following.ended;
    while (compilers.some(isAlive)) await new Promise((resolve) => setTimeout(resolve, 20));
    await using again = watchBuild(project, "--watch");
    await again.first();
    assert.deepEqual(await readdir(folder), [String(again.child.pid)]);
  });
});
