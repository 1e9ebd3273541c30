/**
 * `importspy doctor`, run as a process on projects that are guarded, and on such as would ship unguarded code.
 *
 * @module
 */
import assert from "node:assert/strict";
import { cp, mkdir, rm, symlink, utimes, writeFile } from "node:fs/promises";
import path from "node:path";
import { describe, it } from "node:test";
import { useCompiler } from "../native.ts";
import { createProject, type Files, type Finished, type Project, root, run, tsconfig } from "../project.ts";

const manifest = (build: string | undefined, more: Record<string, unknown> = {}) =>
  JSON.stringify({
    name: "app",
    type: "module",
    scripts: build === undefined ? {} : { build },
    dependencies: { importspy: "^0.1.0" },
    devDependencies: { "@importspy/transformer": "^0.1.0" },
    ...more,
  });

const SOURCES = {
  "src/payments.ts": "/** @importspy { env: { KEY: Secret } } */\nexport const charge = 1;\n",
  "src/main.ts": 'import { charge } from "./payments.js";\nexport const charged: number = charge;\n',
};
const options = (plugins: unknown) => tsconfig({ types: [], plugins });

async function examine(
  files: Files,
  prepare: (project: Project) => Promise<unknown> = async () => {},
): Promise<Finished> {
  const project = await createProject({ ...SOURCES, "tsconfig.json": options(undefined), ...files });
  try {
    await prepare(project);
    return await project.importspy(["doctor"]);
  } finally {
    await project.remove();
  }
}

/** What doctor must print, and no other problem than that. */
function expectProblem({ code, stdout, stderr }: Finished, text: string, fix: string): void {
  assert.ok(stdout.includes(`✗ ${text}\n  → ${fix}\n`), stdout);
  assert.equal(stdout.match(/^✗/gm)?.length, 1, stdout);
  assert.match(stdout, /\n\nUnguarded code could ship: 1 to fix\n$/);
  assert.deepEqual({ code, stderr }, { code: 1, stderr: "" });
}

describe("importspy doctor", { concurrency: 2 }, () => {
  it("accepts a project on TypeScript 7 that builds with importspy build", async () => {
    const { code, stdout, stderr } = await examine({ "package.json": manifest("importspy build") }, async (project) => {
      await useCompiler(project, "typescript-7");
      await rm(project.at("node_modules/ts-patch"));
      assert.equal((await project.importspy(["build"])).code, 0);
      const ready = "Nothing to change: this project is ready\nEditors: an editor on TypeScript 7 loads no plugin";
      assert.ok((await project.importspy(["init"])).stdout.startsWith(ready));
    });
    assert.equal(
      stdout.replace(/^✓ Node\.js .*/, "✓ Node.js"),
      `✓ Node.js
✓ importspy 0.1.0 is a dependency
✓ importspy build compiles with TypeScript 7.0.2, and reads contracts with 6.0.3
✓ tsc here is TypeScript 7.0.2, which runs no plugin: it emits without guards
✓ an editor on TypeScript 7 loads no plugin: importspy lsp shows contracts there
✓ the script "build" runs importspy build
✓ dist: every import of a contracted module is guarded

This project is guarded
`,
    );
    assert.deepEqual({ code, stderr }, { code: 0, stderr: "" });
  });

  for (const [compiler, version] of Object.entries({ "typescript-7": "7.0.2", "typescript-5.9": "5.9" })) {
    it(`finds a script that emits with tsc ${version}`, async () => {
      const finished = await examine({ "package.json": manifest("tsc -p . && tsc --noEmit") }, (project) =>
        useCompiler(project, compiler),
      );
      expectProblem(
        finished,
        'the script "build" runs tsc -p ., which emits without guards',
        'write "importspy build -p ." in the script "build"',
      );
      assert.match(finished.stdout, new RegExp(`! tspc \\(ts-patch [\\d.]+\\) .*TypeScript ${version}`));
    });
  }

  it("recognizes tspc, and the compiler that it needs", async () => {
    const plugins = [{ transform: "@importspy/transformer", transformProgram: true }];
    const files = { "package.json": manifest("tspc"), "tsconfig.json": options(plugins) };
    const { code, stdout } = await examine(files);
    assert.match(stdout, /✓ tspc \(ts-patch [\d.]+\) runs TypeScript 6\.0\.3\n/);
    assert.match(stdout, /✓ the script "build" builds with the plugin of tsconfig\.json\n/);
    assert.equal(code, 0);
  });

  it("finds tspc without an entry of plugins", async () => {
    expectProblem(
      await examine({ "package.json": manifest("tspc") }),
      'the script "build" builds with plugins, but tsconfig.json has no entry for importspy',
      "importspy init",
    );
  });

  it("finds an entry without transformProgram", async () => {
    const plugins = [{ transform: "@importspy/transformer" }];
    expectProblem(
      await examine({ "package.json": manifest("tspc"), "tsconfig.json": options(plugins) }),
      'the plugin of tsconfig.json, with which the script "build" builds, has no "transformProgram": true',
      'add "transformProgram": true beside "transform" in tsconfig.json',
    );
  });

  it("recognizes a compiler that ts-patch has changed", async () => {
    const plugins = [{ transform: "@importspy/transformer", transformProgram: true }];
    const files = { "package.json": manifest("tsc"), "tsconfig.json": options(plugins) };
    const { code, stdout } = await examine(files, async (project) => {
      await rm(project.at("node_modules/typescript"));
      await cp(path.join(root, "node_modules/typescript"), project.at("node_modules/typescript"), { recursive: true });
      const patch = path.join(root, "node_modules/ts-patch/bin/ts-patch.js");
      assert.equal((await run(process.execPath, [patch, "install", "-d", project.folder])).code, 0);
    });
    assert.match(stdout, /✓ tsc here is TypeScript 6\.0\.3, changed by ts-patch: it runs plugins\n/);
    assert.match(stdout, /✓ the script "build" builds with the plugin of tsconfig\.json\n/);
    assert.equal(code, 0);
  });

  it("recognizes TypeScript 6 under an alias", async () => {
    const { stdout } = await examine({ "package.json": manifest("importspy build") }, async (project) => {
      await rm(project.at("node_modules/typescript"));
      await project.write({
        "node_modules/typescript/package.json": '{ "name": "@typescript/typescript6", "version": "6.0.2" }',
      });
    });
    assert.match(
      stdout,
      /tsc here is @typescript\/typescript6 6\.0\.2 under the name typescript, which ts-patch refuses/,
    );
  });

  it("finds importspy among the development dependencies", async () => {
    const devDependencies = { importspy: "^0.1.0", "@importspy/transformer": "^0.1.0" };
    expectProblem(
      await examine({ "package.json": manifest("importspy build", { dependencies: {}, devDependencies }) }),
      "importspy is only a development dependency: a production install would not have it",
      "npm install --save importspy",
    );
  });

  it("finds tools that compile the sources themselves, and tools that run them", async () => {
    const runs = { dev: "tsx watch src/main.ts", start: "node src/main.ts", serve: "bun run src/main.tsx" };
    const scripts = {
      build: "importspy build",
      bundle: "esbuild src/main.ts --bundle",
      built: "bun dist/main.js",
      ...runs,
    };
    const { code, stdout } = await examine({ "package.json": manifest("", { scripts }) });
    const told = [
      ...stdout.matchAll(/^✗ the script "(\w+)" (\w+) src\/main\.ts with (\w+), which puts no guards into it$/gm),
    ];
    assert.deepEqual(
      told.map(([, script, does, program]) => [script, does, program]),
      [
        ["bundle", "bundles", "esbuild"],
        ["dev", "runs", "tsx"],
        ["start", "runs", "node"],
      ],
    );
    assert.match(
      stdout,
      /^\? cannot tell what the script "serve" runs with bun: nothing that doctor follows makes src\/main\.tsx$/m,
    );
    assert.match(stdout, /\n\nUnguarded code could ship: 3 to fix, 1 unknown\n$/);
    assert.equal(code, 1);
  });

  it("finds output without guards", async () => {
    const finished = await examine({ "package.json": manifest("importspy build") }, (project) => project.tsc());
    expectProblem(
      finished,
      "dist/payments.js: built without guards, though the source has a contract",
      "importspy build",
    );
  });

  it("finds comments that look like contracts but are not", async () => {
    const text = "/* @importspy { env: { KEY: Secret } } */\nexport const refund = 1; // not `@importspy { … }`\n";
    expectProblem(
      await examine({ "package.json": manifest("importspy build"), "src/refunds.ts": text }),
      "src/refunds.ts:1: '@importspy' guards nothing in this comment",
      "write it in a /** … */ comment at the top level, at the start of a line; put a mere mention in backticks",
    );
  });

  it("finds program code that simulates facts", async () => {
    const simulating = 'import { simulate } from "importspy/testing";\nsimulate({});\n';
    const finished = await examine(
      {
        "package.json": manifest("importspy build"),
        "src/switch.ts": `export const seen = <unknown>"not a test";\n${simulating}`,
        "src/main.test.ts": simulating,
        "src/mention.ts": '// import "importspy/testing" in tests\nexport {};\n',
        // Types are not in the output.
        "src/types.ts": `import type { Simulation } from "importspy/testing";
export type { SimulatedFacts } from "importspy/testing";
export type Open = Simulation | import("importspy/testing").Simulation;
`,
      },
      (project) => useCompiler(project, "typescript-7"),
    );
    expectProblem(
      finished,
      "src/switch.ts:2 imports importspy/testing, which lays other facts over the real ones",
      "move it to a test: a file x.test.ts, or a folder test",
    );
  });

  it("finds broken guards, and sources that are newer than the output", async () => {
    const finished = await examine({ "package.json": manifest("importspy build") }, async (project) => {
      await project.importspy(["build"]);
      const later = new Date(Date.now() + 60_000);
      await utimes(project.at("src/main.ts"), later, later);
      await writeFile(
        project.at("dist/main.js"),
        (await project.read("dist/main.js")).replace(/^.*importspy.*\n/gm, ""),
      );
    });
    expectProblem(finished, "dist: 2 guards are missing or broken", "importspy verify dist");
    assert.match(finished.stdout, /! src\/main\.ts: changed since the last build\n/);
  });

  it("reports unknown when nothing builds", async () => {
    const { code, stdout } = await examine({ "package.json": manifest(undefined) });
    assert.match(stdout, /^\? no script of package\.json builds this project with guards\n {2}→ add "build": /m);
    assert.match(stdout, /\n\nCannot tell whether this project is guarded: 1 unknown\n$/);
    assert.equal(code, 1);
  });

  it("reports only the named scripts, and what they run", async () => {
    const scripts = {
      build: "importspy build",
      start: "npm run serve",
      serve: "node dist/main.js",
      dev: "tsx src/main.ts",
    };
    const project = await createProject({
      ...SOURCES,
      "package.json": manifest("", { scripts }),
      "tsconfig.json": options(undefined),
    });
    try {
      const doctor = (...args: string[]) => project.importspy(["doctor", ...args]);
      assert.equal((await doctor()).code, 1);
      const { code, stdout } = await doctor("--script", "build", "--script", "start");
      assert.match(stdout, /^✓ the script "serve" runs dist\/main\.js, which is built with guards$/m);
      assert.equal(code, 0);
      assert.equal((await doctor("--script", "dev")).code, 1);
      const { stderr } = await doctor("--script", "begin");
      assert.equal(stderr, 'importspy doctor: package.json has no script "begin"\n');
    } finally {
      await project.remove();
    }
  });

  it("examines the packages of a workspace: scripts, dependencies, and output without contracts", async () => {
    const config = (rest: Record<string, unknown>) =>
      tsconfig({ types: [], plugins: undefined, composite: true }, rest);
    const project = await createProject({
      "package.json": manifest("importspy build -b", { name: "root", workspaces: ["core", "app"] }),
      "tsconfig.json": '{ "files": [], "references": [{ "path": "core" }, { "path": "app" }] }',
      "core/package.json": '{ "name": "core", "type": "module" }',
      "core/tsconfig.json": config({}),
      "core/src/payments.ts": SOURCES["src/payments.ts"],
      "app/package.json": '{ "name": "app", "type": "module", "scripts": { "build": "tsc -p ." } }',
      "app/tsconfig.json": config({ references: [{ path: "../core" }] }),
      "app/src/main.ts":
        'import { charge } from "../../core/src/payments.js";\nexport const charged: number = charge;\n',
    });
    try {
      assert.equal((await project.importspy(["build", "-b"])).code, 0);
      await writeFile(project.at("app/dist/main.js"), 'export * from "../../core/dist/payments.js";\n');
      const { code, stdout } = await project.importspy(["doctor"]);
      for (const problem of [
        "✗ importspy is not a dependency of core: a production install of it alone would not have it\n  → npm install --save importspy --workspace core\n",
        '✗ the script "build" of app runs tsc -p ., which emits without guards\n  → write "importspy build -p ." in the script "build" of app\n',
        "✗ app/dist: 2 guards are missing or broken\n  → importspy verify core/dist app/dist\n",
      ])
        assert.ok(stdout.includes(problem), stdout);
      assert.match(stdout, /✓ core\/dist: every import of a contracted module is guarded\n/);
      assert.equal(code, 1);
    } finally {
      await project.remove();
    }
  });

  it("needs the runtime in the packages of a workspace, and in its root only for scripts that call importspy", async () => {
    const packageOf = (name: string, scripts: Record<string, string>, more = {}) =>
      JSON.stringify({ name, type: "module", scripts, dependencies: { importspy: "^0.1.0" }, ...more });
    const rootOf = (scripts: Record<string, string>) =>
      manifest(undefined, { name: "root", workspaces: ["core"], scripts, dependencies: {} });
    const project = await createProject({
      "package.json": rootOf({ build: "npm run build -ws" }),
      "tsconfig.json": '{ "files": [], "references": [{ "path": "core" }] }',
      "core/package.json": packageOf("core", { build: "importspy build" }),
      "core/tsconfig.json": tsconfig({ types: [], plugins: undefined, composite: true }),
      "core/src/payments.ts": SOURCES["src/payments.ts"],
    });
    try {
      const guarded = await project.importspy(["doctor"]);
      assert.equal(guarded.code, 0, guarded.stdout);
      const { stdout } = await project.importspy(["init"]);
      assert.match(stdout, /^Nothing to change/);
      await project.write({ "package.json": rootOf({ build: "importspy build -b" }) });
      const calling = await project.importspy(["doctor"]);
      expectProblem(calling, "importspy is not a dependency", "npm install --save importspy");
    } finally {
      await project.remove();
    }
  });

  it("accepts a project with an older TypeScript", async () => {
    const project = await createProject({ ...SOURCES, "package.json": manifest("importspy build") });
    try {
      const modules = path.join(root, "node_modules");
      const transformer = project.at("node_modules/@importspy/transformer");
      await rm(transformer);
      await mkdir(path.join(transformer, "node_modules"), { recursive: true });
      await cp(path.join(root, "transformer/dist"), path.join(transformer, "dist"), { recursive: true });
      await cp(path.join(root, "transformer/package.json"), path.join(transformer, "package.json"));
      await symlink(path.join(modules, "typescript"), path.join(transformer, "node_modules/typescript"), "dir");
      await project.install("semver", "jsonc-parser");
      await useCompiler(project, "typescript-5.9");

      const built = await project.importspy(["build"]);
      assert.deepEqual(built, { code: 0, stdout: "", stderr: "" });
      // Two compilers in one build would have made validators that admit everything.
      assert.equal((await project.node(["dist/main.js"], { env: { KEY: "some-key" } })).code, 0);
      const refused = await project.node(["dist/main.js"], { env: { KEY: "" } });
      assert.match(refused.stderr, /ContractViolationError: src\/main\.ts:1 may not import src\/payments\.ts/);
      assert.equal(refused.code, 1);
    } finally {
      await project.remove();
    }
  });
});

describe("importspy doctor cannot tell", { concurrency: 2 }, () => {
  it("without a tsconfig.json", async () => {
    const finished = await examine({ "package.json": manifest("tsc") }, (project) => rm(project.at("tsconfig.json")));
    assert.deepEqual(finished, {
      code: 2,
      stdout: "",
      stderr: "importspy doctor: there is no tsconfig.json here; name it with -p\n",
    });
  });

  it("with a package.json that is not JSON", async () => {
    const { code, stderr } = await examine({ "package.json": "{" });
    assert.match(stderr, /^importspy doctor: package\.json is not JSON \(.*\); fix it\n$/);
    assert.equal(code, 2);
  });
});
