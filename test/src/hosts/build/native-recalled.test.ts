/**
 * `importspy build` on TypeScript 7, where a build before has found out what is to be guarded.
 *
 * @module
 */
import assert from "node:assert/strict";
import { rm } from "node:fs/promises";
import os from "node:os";
import { describe, it } from "node:test";
import { fakeCompiler, NATIVE, onSeven, options, outputs, SOURCES, useCompiler, useFake } from "../../native.ts";
import { createProject, IMPORTSPY, type Project } from "../../project.ts";

const PROBE = `process.on("exit", () => {
  if (Object.keys(require.cache).some((name) => /typescript[\\\\/]lib[\\\\/]typescript\\.js$/.test(name))) process.stderr.write("loaded TypeScript 6");
});
`;
const env = (mode: number, value = 1) => `export const enum Mode { first = ${mode} }\nexport const env = ${value};\n`;
const main = SOURCES["src/main.ts"]!.replace("{ env }", "{ env, Mode }").replace("[env,", "[env, Mode.first,");
const FILES = {
  "probe.cjs": PROBE,
  "tsconfig.json": options({ sourceMap: true, declaration: true, declarationMap: true }),
  "src/env.ts": env(1),
  "src/main.ts": main,
};
const built = { code: 0, stdout: "", stderr: "" };
/** What is remembered depends on how long before a build its inputs were written: a process takes its time to start. */
const build = (project: Project) => project.importspyProcess(["build"]);
const recalled = (project: Project) => project.node(["--require", "./probe.cjs", IMPORTSPY, "build"]);
const run = (project: Project, LEVEL: string) => project.node(["dist/main.js"], { env: { LEVEL } });

describe("a repeated importspy build on TypeScript 7", { concurrency: os.availableParallelism() }, () => {
  onSeven("makes the same again without a compiler of importspy", FILES, async (project) => {
    assert.equal((await recalled(project)).stderr, "loaded TypeScript 6");
    const whole = await outputs(project);
    assert.deepEqual(await recalled(project), built);
    assert.deepEqual(await outputs(project), whole);
    // From nothing, and after an edit of what has nothing to do with contracts.
    await rm(project.at("dist"), { recursive: true });
    await project.write({ "src/env.ts": env(1, 2) });
    assert.deepEqual(await recalled(project), built);
    const others = (files: Record<string, string>) =>
      Object.entries(files).filter(([name]) => !name.startsWith("dist/env."));
    assert.deepEqual(others(await outputs(project)), others(whole));
    assert.match(await project.read("dist/env.js"), /env = 2/);
    assert.match((await run(project, "none")).stderr, /src\/main\.ts:2 may not import src\/payments\.ts/);
    assert.equal((await project.importspy(["verify", "dist"])).code, 0);
    // What is wrong elsewhere is TypeScript 7's to say.
    await project.write({ "src/env.ts": `${env(1, 2)}export const wrong: string = 1;\n` });
    const wrong = await recalled(project);
    assert.deepEqual([wrong.code, wrong.stderr], [2, ""]);
    assert.match(wrong.stdout, /^src\/env\.ts\(3,14\): error TS2322/);
    assert.match((await run(project, "none")).stderr, /ContractViolationError/);
    assert.equal((await project.node(["--require", "./probe.cjs", IMPORTSPY, "build", "--noEmit"])).code, 1);
  });

  onSeven("guards what has become of a file by an edit of another one", FILES, async (project) => {
    assert.deepEqual(await build(project), built);
    await project.write({ "src/env.ts": env(7) });
    assert.equal((await recalled(project)).stderr, "loaded TypeScript 6");
    assert.match(await project.read("dist/main.js"), /7 \/\* Mode\.first \*\//);
    assert.match((await run(project, "none")).stderr, /src\/main\.ts:2 may not import src\/payments\.ts/);
    assert.deepEqual(await recalled(project), built);
    assert.match((await run(project, "none")).stderr, /src\/main\.ts:2 may not import src\/payments\.ts/);
  });

  const far = {
    ...FILES,
    "src/level.ts": `export type Level = "low";\n`,
    "src/payments.ts": `import type { Level } from "./level.js";\n${SOURCES["src/payments.ts"]!.replace(/"low".*?"high"/, "Level")}`,
  };
  onSeven("judges again what has changed", far, async (project) => {
    assert.deepEqual(await build(project), built);
    assert.deepEqual(await recalled(project), built);
    assert.match((await run(project, "high")).stderr, /ContractViolationError/);
    await project.write({ "src/level.ts": `export type Level = "low" | "high";\n` });
    assert.deepEqual(await build(project), built);
    assert.match((await run(project, "high")).stderr, /Error: thrown/);
    // A contract, an importer and a place where a module is looked for that come to be.
    await project.write({
      "src/env.ts": `/** @importspy { os: "aix" } */\n${env(1)}`,
      "src/more.ts": `import { pay } from "./payments.js";\nexport const more = pay;\n`,
    });
    assert.deepEqual(await build(project), built);
    assert.match((await run(project, "high")).stderr, /src\/main\.ts:1 may not import src\/env\.ts/);
    assert.match(await project.read("dist/more.js"), /importspy/);
    // An error in a contract, until it is corrected.
    await project.write({ "src/env.ts": `/** @importspy { os: "macos" } */\n${env(1)}` });
    for (let count = 0; count < 2; count++) assert.match((await build(project)).stdout, /TS87\d+.*darwin/);
    await project.write({ "src/env.ts": env(1) });
    assert.deepEqual(await build(project), built);
    assert.match((await run(project, "none")).stderr, /src\/main\.ts:2 may not import src\/payments\.ts/);
    assert.deepEqual(
      (await project.list("dist")).filter((name) => name.startsWith("dist/env.importspy")),
      [],
    );
  });

  it(
    "leaves nothing that can be loaded when it is killed, and removes the files of another killed build",
    NATIVE,
    async () => {
      const lines = [
        `import { writeFileSync } from "node:fs";`,
        `writeFileSync("dist/main.js", 'console.log("unguarded");');`,
        `process.kill(process.ppid, "SIGKILL");`,
      ];
      const compiler = fakeCompiler(lines, "7.0.2");
      const project = await createProject({ "tsconfig.json": options(), ...SOURCES, ...compiler });
      try {
        await useCompiler(project, "typescript-7");
        assert.deepEqual(await build(project), built);
        const whole = await outputs(project);
        await useFake(project, false);
        assert.equal((await build(project)).code, null);
        const loaded = await project.node(["dist/main.js"]);
        assert.notEqual(loaded.code, 0);
        assert.equal(loaded.stdout, "");
        await useCompiler(project, "typescript-7");
        assert.deepEqual(await build(project), built);
        assert.deepEqual(await outputs(project), whole);
      } finally {
        await project.remove();
      }
    },
  );
});
