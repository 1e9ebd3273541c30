/**
 * `importspy build -b` in solutions whose own TypeScript is 7.
 *
 * @module
 */
import assert from "node:assert/strict";
import { rm, stat, symlink } from "node:fs/promises";
import os from "node:os";
import { describe, it } from "node:test";
import { build, useCompiler, watchBuild } from "../../native.ts";
import { createProject, type Files, type Project } from "../../project.ts";

const config = (references: readonly string[], more: object = {}) =>
  JSON.stringify({
    compilerOptions: {
      ...{ target: "es2022", module: "nodenext", strict: true, rootDir: "src", outDir: "dist", types: [] },
      ...{ lib: ["es2022"], composite: true, skipLibCheck: true },
      ...more,
    },
    include: ["src"],
    references: references.map((name) => ({ path: `../${name}` })),
  });

const contract = (type: string) =>
  `/** @importspy { env: { LEVEL: ${type} } } Set a level. */\nexport const pay = (cents: number): number => cents;\n`;

const FILES: Files = {
  "tsconfig.json": JSON.stringify({ files: [], references: [{ path: "app" }, { path: "lib" }] }),
  "lib/tsconfig.json": config([]),
  "lib/package.json": `{ "name": "lib", "version": "1.0.0", "type": "module", "exports": "./dist/pay.js" }`,
  "lib/src/pay.ts": contract(`"low" | "high"`),
  "lib/src/own.ts": `import { pay } from "./pay.js";\nexport const own = pay(1);\n`,
  "mid/tsconfig.json": config(["lib"]),
  "mid/package.json": `{ "name": "mid", "version": "1.0.0", "type": "module", "exports": "./dist/mid.js" }`,
  "mid/src/mid.ts": `export { pay } from "lib";\nexport const plain = 1;\n`,
  "app/tsconfig.json": config(["mid"], { composite: false, sourceMap: true }),
  "app/package.json": `{ "name": "app", "version": "1.0.0", "type": "module" }`,
  "app/src/main.ts": `import { pay } from "mid";\nexport const paid: number = pay(2);\nthrow new Error("thrown");\n`,
  "app/src/other.ts": `export const other = 1;\n`,
};

const linked = async (project: Project) => {
  for (const name of ["lib", "mid"]) await symlink(project.at(name), project.at("node_modules", name), "dir");
};

async function createSolution(files: Files = {}): Promise<Project> {
  const project = await createProject({ ...FILES, ...files });
  await useCompiler(project, "typescript-7");
  await linked(project);
  return project;
}

const emitted = async (project: Project) => {
  const names = (await project.list()).filter((name) => name.includes("/dist/"));
  return Object.fromEntries(await Promise.all(names.map(async (name) => [name, await project.read(name)] as const)));
};

/** What a build from nothing makes of the solution as it is now. */
async function assertAsAfresh(project: Project): Promise<void> {
  const sources = (await project.list()).filter((name) => !name.includes("/dist/") && !name.endsWith(".tsbuildinfo"));
  const copy = await createSolution(
    Object.fromEntries(await Promise.all(sources.map(async (name) => [name, await project.read(name)] as const))),
  );
  try {
    assert.deepEqual(await build(copy, "-b"), built);
    const now = await emitted(project);
    assert.deepEqual(now, await emitted(copy));
  } finally {
    await copy.remove();
  }
}

const built = { code: 0, stdout: "", stderr: "" };
const run = (project: Project, LEVEL: string) => project.node(["app/dist/main.js"], { env: { LEVEL } });
const tsc = (project: Project, ...args: string[]) =>
  project.node([project.at("node_modules/typescript/bin/tsc"), ...args]);

/** Runs a test in a solution. */
function inSolution(title: string, files: Files, test: (project: Project) => Promise<void>): void {
  it(title, async () => {
    const project = await createSolution(files);
    try {
      await test(project);
    } finally {
      await project.remove();
    }
  });
}

describe("importspy build -b on TypeScript 7", { concurrency: os.availableParallelism() }, () => {
  inSolution("guards across projects, and builds nothing again where nothing has changed", {}, async (project) => {
    assert.deepEqual(await build(project, "-b"), built);
    assert.match((await run(project, "none")).stderr, /src\/mid\.ts:1 may not import src\/pay\.ts/);
    assert.match((await run(project, "low")).stderr, /Error: thrown/);
    assert.equal((await project.importspy(["verify", "app/dist", "mid/dist", "lib/dist"])).code, 0);
    // To TypeScript, too, though declarations were written again behind it.
    const { stdout } = await tsc(project, "-b", "--dry", "--verbose");
    assert.equal(/not up to date|out of date|would build/i.test(stdout), false, stdout);
    const whole = await emitted(project);
    const { mtimeMs } = await stat(project.at("lib/dist/own.js"));
    assert.deepEqual(await build(project, "-b"), built);
    assert.deepEqual(await emitted(project), whole);
    assert.equal((await stat(project.at("lib/dist/own.js"))).mtimeMs, mtimeMs);
    // The same sidecars and declarations as by the built-in compiler.
    for (const name of Object.keys(whole)) if (!name.endsWith(".tsbuildinfo")) await rm(project.at(name));
    assert.equal((await build(project, "-b", "--force", "--compiler", "6")).code, 0);
    const builtIn = await emitted(project);
    const isOurs = (name: string) => /\.importspy\.m?js$|\.d\.ts$/.test(name);
    for (const name of Object.keys(whole).filter(isOurs)) assert.equal(whole[name], builtIn[name], name);
  });

  inSolution("brings a changed contract to all projects, and takes a removed one away", {}, async (project) => {
    assert.deepEqual(await build(project, "-b"), built);
    await project.write({ "lib/src/pay.ts": contract(`"low" | "high" | "none"`) });
    assert.deepEqual(await build(project, "-b"), built);
    assert.match((await run(project, "none")).stderr, /Error: thrown/);
    await assertAsAfresh(project);
    await project.write({ "app/src/other.ts": `export const other = 2;\n` });
    assert.deepEqual(await build(project, "-b"), built);
    await assertAsAfresh(project);
    // The project between says nothing else than before.
    await project.write({ "lib/src/pay.ts": `${contract("1").split("\n")[1]}\n` });
    assert.deepEqual(await build(project, "-b"), built);
    assert.deepEqual(
      Object.entries(await emitted(project)).filter(([, text]) => text.includes("$importspy")),
      [],
    );
    await assertAsAfresh(project);
    await project.write({ "lib/src/pay.ts": contract(`"high"`) });
    assert.deepEqual(await build(project, "-b"), built);
    assert.match((await run(project, "low")).stderr, /may not import/);
    await assertAsAfresh(project);
  });

  inSolution("guards what somebody else has built", {}, async (project) => {
    assert.deepEqual(await build(project, "-b"), built);
    const whole = await emitted(project);
    await project.write({ "app/src/main.ts": `${FILES["app/src/main.ts"]}// more\n` });
    assert.equal((await tsc(project, "-b")).code, 0);
    assert.equal((await project.read("app/dist/main.js")).includes("importspy"), false);
    assert.deepEqual(await build(project, "-b"), built);
    assert.match((await run(project, "none")).stderr, /may not import/);
    await project.write({ "app/src/main.ts": FILES["app/src/main.ts"]! });
    for (const folder of ["app/dist", "lib/dist"]) await rm(project.at(folder), { recursive: true });
    assert.deepEqual(await build(project, "-b"), built);
    assert.deepEqual(await emitted(project), whole);
    assert.equal((await build(project, "-b", "--clean")).code, 0);
    assert.deepEqual(
      (await project.list()).filter((name) => name.includes("dist") || name.endsWith(".tsbuildinfo")),
      [],
    );
  });

  const strict = { "app/tsconfig.json": config(["mid"], { composite: false, noEmitOnError: true }) };
  inSolution("fails where contracts or types are wrong, and leaves what was built", strict, async (project) => {
    assert.deepEqual(await build(project, "-b"), built);
    const before = await project.read("app/dist/main.js");
    const own = `/** @importspy { os: "macos" } */\nexport const other = 1;\n`;
    await project.write({
      "app/src/other.ts": own,
      "app/src/main.ts": `import "./other.js";\n${FILES["app/src/main.ts"]}`,
    });
    const { code, stdout } = await build(project, "-b");
    assert.equal(code, 2);
    assert.match(stdout, /^app\/src\/other\.ts\(1,\d+\): error TS87\d+: .*darwin/m);
    assert.equal(await project.read("app/dist/main.js"), before);
    await project.write({ "app/src/other.ts": `export const other: string = 1;\n` });
    assert.notEqual((await build(project, "-b")).code, 0);
    assert.equal(await project.read("app/dist/main.js"), before);
    await project.write({ "app/src/other.ts": own.replace("macos", "plan9") });
    assert.notEqual((await build(project, "-b")).code, 0);
    await project.write({ "app/src/other.ts": own.replace("macos", "linux") });
    assert.deepEqual(await build(project, "-b"), built);
    await assertAsAfresh(project);
    // Built without a change, it says the same again.
    await project.write({ "lib/src/pay.ts": contract("Sometimes") });
    const first = await build(project, "-b");
    assert.equal(first.code, 2);
    assert.match(first.stdout, /^lib\/src\/pay\.ts\(1,\d+\): error TS2304/);
    assert.deepEqual(await build(project, "-b"), first);
    assert.match((await run(project, "low")).stderr, /its contract has errors/);
  });

  inSolution(
    "guards whatever changes while it watches, after a build by TypeScript 7 and before the next",
    {},
    async (project) => {
      assert.deepEqual(await build(project, "-b"), built);
      const files = {
        "lib/src/pay.ts": `${contract(`"low" | "high"`)}// room for what is longer, and for one more line of text\n`,
      };
      await project.write(files);
      {
        await using watching = watchBuild(project, "-b", "--watch", "--preserveWatchOutput");
        await watching.first();
        assert.match((await run(project, "none")).stderr, /src\/mid\.ts:1 may not import src\/pay\.ts/);
        await watching.round("lib/src/pay.ts", contract(`"low" | "none"`));
        assert.match((await run(project, "none")).stderr, /Error: thrown/);
        assert.match((await run(project, "high")).stderr, /src\/mid\.ts:1 may not import src\/pay\.ts/);
        assert.equal((await project.importspy(["verify", "app/dist", "mid/dist", "lib/dist"])).code, 0);
        const wrong = contract(`"low"`).replace("env", `os: "macos"; env`);
        assert.match(await watching.round("lib/src/pay.ts", wrong, 1), /lib\/src\/pay\.ts.*TS87\d+.*darwin/s);
        assert.match((await run(project, "low")).stderr, /its contract has errors/);
        await watching.round("lib/src/pay.ts", contract(`"high"`));
        assert.match((await run(project, "high")).stderr, /Error: thrown/);
      }
      assert.deepEqual(await build(project, "-b"), built);
      await assertAsAfresh(project);
    },
  );
});
