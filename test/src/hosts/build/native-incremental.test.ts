/**
 * `importspy build --incremental` in projects whose own TypeScript is 7: that leaves out what has not changed, though its
 * guard may have.
 *
 * @module
 */
import assert from "node:assert/strict";
import { rm } from "node:fs/promises";
import os from "node:os";
import { describe, it } from "node:test";
import { build, fakeCompiler, NATIVE, onSeven, options, outputs, SOURCES, useCompiler, useFake } from "../../native.ts";
import { createProject, type Files, type Project } from "../../project.ts";

const maps = { sourceMap: true, declaration: true, declarationMap: true, composite: true, removeComments: true };
const isJs = (name: string) => !name.endsWith(".tsbuildinfo");
const contract = (type: string) =>
  `/** @importspy { env: { LEVEL: ${type} } } Set a level. */\nexport const pay = (cents: number): number => cents;\n`;
const PLAIN = "export const pay = (cents: number): number => cents;\n";

const built = { code: 0, stdout: "", stderr: "" };

/** What a build from nothing makes of the project as it is now. */
async function afresh(project: Project, ...args: string[]): Promise<Record<string, string>> {
  const copy = await createProject(
    Object.fromEntries(
      await Promise.all(
        (await project.list())
          .filter((name) => !name.startsWith("dist/") && isJs(name))
          .map(async (name) => [name, await project.read(name)] as const),
      ),
    ),
  );
  try {
    await useCompiler(copy, "typescript-7");
    assert.deepEqual(await build(copy, ...args), built);
    return await outputs(copy);
  } finally {
    await copy.remove();
  }
}

async function assertAsAfresh(project: Project, ...args: string[]): Promise<void> {
  const now = await outputs(project);
  assert.deepEqual(now, await afresh(project, ...args));
}

const run = (project: Project, LEVEL: string) => project.node(["dist/main.js"], { env: { LEVEL } });

describe("importspy build --incremental on TypeScript 7", { concurrency: os.availableParallelism() }, () => {
  const FAR = {
    "tsconfig.json": options(maps),
    "src/level.ts": `export type Level = "low" | "high";\n`,
    "src/payments.ts": `import type { Level } from "./level.js";\n${contract("Level")}`,
  };
  onSeven("follows contracts that change while nothing is emitted", FAR, async (project) => {
    assert.deepEqual(await build(project), built);
    assert.match((await run(project, "none")).stderr, /src\/main\.ts:2 may not import src\/payments\.ts/);
    const whole = await outputs(project);
    assert.deepEqual(await build(project), built);
    assert.deepEqual(await outputs(project), whole);
    // Only a far type.
    await project.write({ "src/level.ts": `export type Level = "low" | "high" | "none";\n` });
    assert.deepEqual(await build(project), built);
    assert.match((await run(project, "none")).stderr, /Error: thrown/);
    await assertAsAfresh(project);
    // Only a contract; its declarations are the same to TypeScript, which takes comments out of them.
    await project.write({ "src/payments.ts": contract(`"high"`) });
    assert.deepEqual(await build(project), built);
    assert.match((await run(project, "low")).stderr, /ContractViolationError/);
    await assertAsAfresh(project);
    // The contract goes, and with it guards, sidecars and what was published.
    await project.write({ "src/payments.ts": PLAIN });
    assert.deepEqual(await build(project), built);
    const without = await outputs(project);
    assert.deepEqual(
      Object.entries(without).filter(([name, text]) => name.includes("importspy") || text.includes("importspy")),
      [],
    );
    await assertAsAfresh(project);
    // And comes back: who imports it was not emitted again.
    await project.write({ "src/payments.ts": contract(`"high"`) });
    assert.deepEqual(await build(project), built);
    assert.match((await run(project, "low")).stderr, /src\/main\.ts:2 may not import src\/payments\.ts/);
    await assertAsAfresh(project);
  });

  const twice: Files = {
    "tsconfig.json": options({ sourceMap: true }),
    "src/cards.ts": `/** @importspy { env: { CARDS: "on" } } */\nexport const cards = 1;\n`,
    "src/main.ts": `${SOURCES["src/main.ts"]}export { cards } from "./cards.js";\n`,
  };
  onSeven("takes away one of two guards", twice, async (project) => {
    assert.deepEqual(await build(project, "--incremental"), built);
    await project.write({ "src/cards.ts": `/** A card. */\nexport const cards = 1;\n` });
    assert.deepEqual(await build(project, "--incremental"), built);
    assert.match((await run(project, "none")).stderr, /src\/payments\.ts/);
    assert.match((await run(project, "low")).stderr, /Error: thrown/);
    await assertAsAfresh(project, "--incremental");
  });

  const guardedMain = (text: string) => text.includes("importspy_1.$importspy()");
  onSeven("builds again what somebody else has built, edited or removed", {}, async (project) => {
    const args = ["--incremental"];
    assert.deepEqual(await build(project, ...args), built);
    const whole = await outputs(project);
    // TypeScript alone emits without guards, and believes that it is done.
    await project.write({
      "src/env.ts": "export const env = 2;\n",
      "src/main.ts": `${SOURCES["src/main.ts"]}// more\n`,
    });
    assert.equal((await project.node([project.at("node_modules/typescript/bin/tsc"), ...args])).code, 0);
    assert.equal(guardedMain(await project.read("dist/main.js")), false);
    assert.deepEqual(await build(project, ...args), built);
    assert.equal(guardedMain(await project.read("dist/main.js")), true);
    await assertAsAfresh(project, ...args);
    // Somebody takes the guard out.
    const [, unguarded = ""] = /\$importspy\(\); ([\s\S]*)$/.exec(await project.read("dist/main.js"))!;
    await project.write({ "dist/main.js": unguarded });
    assert.deepEqual(await build(project, ...args), built);
    assert.equal(guardedMain(await project.read("dist/main.js")), true);
    await project.write({ "src/env.ts": SOURCES["src/env.ts"]!, "src/main.ts": SOURCES["src/main.ts"]! });
    assert.deepEqual(await build(project, ...args), built);
    assert.deepEqual(await outputs(project), whole);
    // The outputs go; what TypeScript knows of them lies elsewhere.
    await rm(project.at("dist"), { recursive: true });
    assert.deepEqual(await build(project, ...args), built);
    assert.deepEqual(await outputs(project), whole);
    await rm(project.at("dist/payments.importspy.js"));
    assert.deepEqual(await build(project, ...args), built);
    assert.deepEqual(await outputs(project), whole);
    // The built-in compiler, and back.
    assert.deepEqual(await build(project, ...args, "--compiler", "6"), built);
    assert.deepEqual(await build(project, ...args), built);
    assert.deepEqual(await outputs(project), whole);
  });

  const failing = { "tsconfig.json": options({ noEmitOnError: true, incremental: true }) };
  onSeven("emits nothing where it must not, and all of it the next time", failing, async (project) => {
    assert.deepEqual(await build(project), built);
    const whole = await outputs(project);
    const wrong = `${SOURCES["src/main.ts"]}export const wrong: string = pay(3);\n`;
    await project.write({ "src/main.ts": wrong, "src/payments.ts": contract(`"high"`) });
    assert.equal((await build(project)).code, 1);
    assert.deepEqual(await outputs(project), whole);
    await project.write({ "src/main.ts": wrong.replace("string", "number"), "src/payments.ts": contract("Sometimes") });
    assert.match((await build(project)).stdout, /^src\/payments\.ts\(1,\d+\): error TS2304/);
    assert.deepEqual(await outputs(project), whole);
    assert.equal((await build(project, "--noEmit")).code, 1);
    await project.write({ "src/payments.ts": contract(`"high"`) });
    assert.equal((await build(project, "--noEmit")).code, 0);
    assert.deepEqual(await build(project), built);
    await assertAsAfresh(project);
  });

  const CONSOLE = "declare const console: { log(text: string): void };\n";
  /** TypeScript 7 that does something when it has emitted. */
  const ending = (end: string): Files =>
    fakeCompiler([
      `import { writeFileSync } from "node:fs";`,
      `runReal();`,
      `const code = "import(" + JSON.stringify(process.cwd() + "/dist/main.js") + ")";`,
      `writeFileSync("loaded.txt", String(spawnSync(process.execPath, ["-e", code], { encoding: "utf8" }).stdout));`,
      end,
    ]);
  for (const [title, end] of [
    ["is killed itself", `process.kill(process.ppid, "SIGKILL");`],
    ["sees the compiler killed", `process.kill(process.pid, "SIGKILL");`],
  ] as const) {
    it(`leaves nothing unguarded when it ${title}, and builds everything the next time`, NATIVE, async () => {
      const project = await createProject({
        "tsconfig.json": options({ incremental: true }),
        ...SOURCES,
        ...ending(end),
      });
      try {
        await useCompiler(project, "typescript-7");
        assert.deepEqual(await build(project), built);
        await useFake(project, false);
        const main = `${CONSOLE}console.log("loaded without a guard");\n${SOURCES["src/main.ts"]}`;
        await project.write({ "src/main.ts": main });
        assert.notEqual((await build(project)).code, 0);
        assert.equal(await project.read("loaded.txt"), "");
        assert.equal((await project.node(["dist/main.js"])).stdout, "");
        await useCompiler(project, "typescript-7");
        assert.deepEqual(await build(project), built);
        await rm(project.at("fake"), { recursive: true });
        await rm(project.at("loaded.txt"));
        await assertAsAfresh(project);
        assert.equal((await project.importspy(["verify", "dist"])).code, 0);
      } finally {
        await project.remove();
      }
    });
  }
});
