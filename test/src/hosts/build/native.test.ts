/**
 * `importspy build` in projects whose own TypeScript is 7: that emits, importspy guards what it emitted.
 *
 * @module
 */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { rm } from "node:fs/promises";
import os from "node:os";
import { describe, it } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { follow } from "../../following.ts";
import {
  build,
  fakeCompiler,
  NATIVE,
  onSeven,
  options,
  outputs,
  SOURCES,
  STARTED,
  useCompiler,
  useFake,
} from "../../native.ts";
import { createProject, type Files, IMPORTSPY, inherited } from "../../project.ts";

describe("importspy build on TypeScript 7", { concurrency: os.availableParallelism() }, () => {
  const maps = options({ sourceMap: true, declaration: true, declarationMap: true });
  onSeven("guards what that emits, maps and declarations, too", { "tsconfig.json": maps }, async (project) => {
    assert.deepEqual(await build(project), { code: 0, stdout: "", stderr: "" });
    const native = await outputs(project);
    // Lines stay where TypeScript 7 has put them; its own builder puts guards on lines of theirs.
    assert.match(native["dist/main.js"]!, /^import \* as importspy_1 .*; import \{ env \} from "\.\/env\.js";\n/);
    await rm(project.at("dist"), { recursive: true });
    assert.equal((await build(project, "--compiler", "6")).code, 0);
    const builtIn = await outputs(project);
    assert.deepEqual(Object.keys(native), Object.keys(builtIn));
    const isOurs = (name: string) => /importspy|\.d\.ts$/.test(name);
    for (const name of Object.keys(native).filter(isOurs)) assert.equal(native[name], builtIn[name], name);
    await project.write(native);
    const run = (LEVEL: string) => project.node(["--enable-source-maps", "dist/main.js"], { env: { LEVEL } });
    assert.match((await run("low")).stderr, /Error: thrown\n\s+at .*src\/main\.ts:4:81\)?\n/);
    const refused = await run("none");
    assert.match(refused.stderr, /ContractViolationError: src\/main\.ts:2 may not import src\/payments\.ts/);
    assert.equal((await project.importspy(["verify", "dist"])).code, 0);
    // Built again over what is there, and without a contract.
    assert.equal((await build(project)).code, 0);
    assert.deepEqual(await outputs(project), native);
    await project.write({ "src/payments.ts": "export const pay = (cents: number): number => cents;\n" });
    assert.equal((await build(project)).code, 0);
    assert.deepEqual(
      (await project.list("dist")).filter((name) => name.includes("importspy")),
      [],
    );
    assert.equal((await run("none")).stderr.includes("ContractViolation"), false);
  });

  const commonJs = { "package.json": `{ "name": "app", "version": "1.0.0" }` };
  const inline = options({ inlineSourceMap: true, module: "commonjs" });
  const common = {
    "src/main.ts": [
      `import { env } from "./env.js";`,
      `import { pay } from "./payments.js";`,
      `export * from "./payments.js";`,
      `declare const console: { log(text: string): void };`,
      `export const all = [env, pay(1)];`,
      `const either = () => import(all.length > 9 ? "./env.js" : "./payments.js");`,
      `void either().then(({ ...names }) => { console.log(Object.keys(names).sort().join()); throw new Error("thrown"); });`,
    ].join("\n"),
  };
  onSeven("guards CommonJS", { ...commonJs, ...common, "tsconfig.json": inline }, async (project) => {
    assert.deepEqual(await build(project), { code: 0, stdout: "", stderr: "" });
    const run = (LEVEL: string) => project.node(["--enable-source-maps", "dist/main.js"], { env: { LEVEL } });
    const admitted = await run("low");
    assert.match(admitted.stdout, /^(?:default,)?pay\n/);
    assert.match(admitted.stderr, /src\/main\.ts:7:\d+/);
    assert.match((await run("none")).stderr, /src\/main\.ts:2 may not import src\/payments\.ts/);
  });

  const wrong = {
    "src/payments.ts": `/** @importspy { os: "macos" } */\nexport const pay = (cents: number): number => cents;\n`,
  };
  onSeven("fails where a contract has errors, as it does by its own compiler", wrong, async (project) => {
    const { code, stdout } = await build(project);
    assert.equal(code, 2);
    assert.equal((await build(project, "--compiler=6")).stdout, stdout);
    assert.match(stdout, /^src\/payments\.ts\(1,\d+\): error TS87\d+: .*darwin/);
    assert.match((await project.node(["dist/main.js"])).stderr, /its contract has errors/);
    await rm(project.at("dist"), { recursive: true });
    assert.equal((await build(project, "--noEmit")).code, 1);
    const without = await build(project, "--noEmitOnError");
    assert.equal(without.code, 1);
    assert.equal(without.stdout, stdout);
    assert.deepEqual(await project.list(), [
      "package.json",
      "src/env.ts",
      "src/main.ts",
      "src/payments.ts",
      "tsconfig.json",
    ]);
  });

  const typeError = { "src/env.ts": "export const env: string = 1;\n" };
  onSeven("says what TypeScript 7 says, and guards what that emits all the same", typeError, async (project) => {
    const tsc = await project.node([project.at("node_modules/typescript/bin/tsc"), "--noEmit"]);
    assert.match(tsc.stdout, /TS2322/);
    const { code, stdout } = await build(project);
    assert.deepEqual({ code, stdout }, { code: 2, stdout: tsc.stdout });
    assert.match((await project.node(["dist/main.js"])).stderr, /ContractViolationError/);
    assert.equal((await build(project, "--noEmitOnError", "--outDir", "other")).code, 1);
    assert.deepEqual(
      (await project.list()).filter((name) => name.startsWith("other")),
      [],
    );
  });

  const onlyOther = {
    "src/payments.ts": `/** @importspy { importer: { module: "src/other.ts" } } */\nexport const pay = (cents: number): number => cents;\n`,
  };
  onSeven("judges who imports", { ...onlyOther, "src/other.ts": "export {};\n" }, async (project) => {
    const { code, stdout } = await build(project, "--noEmit");
    assert.equal(code, 1);
    assert.match(stdout, /^src\/main\.ts\(2,21\): error TS87\d+/m);
  });

  const others = { "tsconfig.json": options({ plugins: [{ transform: "./rename.cjs" }] }) };
  onSeven("reports each time which transformers it does not run", others, async (project) => {
    for (let count = 0; count < 2; count++) {
      const { code, stderr } = await build(project);
      assert.equal(code, 0);
      assert.match(stderr, /^importspy build: the plugin "\.\/rename\.cjs" of tsconfig\.json is not run.*\n$/);
    }
  });

  const unused = {
    "tsconfig.json": options({ noUnusedLocals: true }),
    "src/level.ts": `export type Level = "low" | "high";\n`,
    "src/payments.ts": `import type { Level } from "./level.js";\n/** @importspy { env: { LEVEL: Level } } */\nexport const pay = (cents: number): number => cents;\n`,
  };
  onSeven("leaves it to its own compiler where only that knows what contracts use", unused, async (project) => {
    assert.deepEqual(await build(project), { code: 0, stdout: "", stderr: "" });
    assert.match((await project.node(["dist/main.js"])).stderr, /ContractViolationError/);
  });

  /** A compiler that emits what it is told, tries to load it, and ends as it is told. */
  const fake = (emitted: string, end: string): Files =>
    fakeCompiler([
      `import { writeFileSync } from "node:fs";`,
      `writeFileSync("dist/main.js", ${JSON.stringify(emitted)});`,
      `for (const flag of ["import", "require"]) {`,
      `  const code = flag + "(" + JSON.stringify(process.cwd() + "/dist/main.js") + ")";`,
      `  writeFileSync("loaded.txt", String(spawnSync(process.execPath, ["-e", code], { encoding: "utf8" }).stdout), { flag: "a" });`,
      `}`,
      end,
    ]);
  const UNGUARDED = `console.log("loaded without a guard"); import "./payments.js";`;
  const KILLS = `process.kill(process.ppid, "SIGKILL");`;
  for (const [isExecutable, how] of STARTED) {
    for (const [title, end] of [
      ["fails after it has emitted something else", "process.exit(0);"],
      ["is killed", `process.kill(process.pid, "SIGKILL");`],
    ] as const) {
      it(`leaves nothing unguarded when the compiler, started ${how}, ${title}`, NATIVE, async () => {
        const project = await createProject({ "tsconfig.json": options(), ...SOURCES, ...fake(UNGUARDED, end) });
        try {
          await project.write({ "dist/main.js": "throw new Error('what was built before');\n" });
          await useFake(project, isExecutable);
          assert.notEqual((await build(project)).code, 0);
          assert.equal(await project.read("loaded.txt"), "");
          assert.match((await project.node(["dist/main.js"])).stderr, /what was built before/);
          assert.deepEqual(await project.list("dist"), ["dist/main.js"]);
        } finally {
          await project.remove();
        }
      });
    }

    it(
      `leaves nothing that can be loaded when it is killed, its compiler started ${how}, and builds it the next time`,
      NATIVE,
      async () => {
        const project = await createProject({ "tsconfig.json": options(), ...SOURCES, ...fake(UNGUARDED, KILLS) });
        try {
          await useFake(project, isExecutable);
          assert.equal((await build(project)).code, null);
          assert.equal(await project.read("loaded.txt"), "");
          assert.notEqual((await project.node(["dist/main.js"])).code, 0);
          await useCompiler(project, "typescript-7");
          assert.deepEqual(await build(project), { code: 0, stdout: "", stderr: "" });
          const whole = await outputs(project);
          assert.match((await project.node(["dist/main.js"])).stderr, /ContractViolationError/);
          await rm(project.at("dist"), { recursive: true });
          assert.equal((await build(project)).code, 0);
          assert.deepEqual(await outputs(project), whole);
          // Killed, and no contract is left: nothing is held back any more. Node.js would remember where the other one was.
          await useCompiler(project, project.at("fake"));
          assert.equal((await project.importspyProcess(["build"])).code, null);
          await useCompiler(project, "typescript-7");
          await project.write({ "src/payments.ts": "export const pay = (cents: number): number => cents;\n" });
          assert.equal((await build(project)).code, 0);
          assert.deepEqual(await project.list("dist"), ["dist/env.js", "dist/main.js", "dist/payments.js"]);
          assert.match((await project.node(["dist/main.js"])).stderr, /Error: thrown/);
        } finally {
          await project.remove();
        }
      },
    );
  }

  const endless = fakeCompiler([
    `import { writeFileSync } from "node:fs";`,
    // As TypeScript 7.0.2 does.
    `for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => {});`,
    `writeFileSync("dist/main.js", ${JSON.stringify(UNGUARDED)});`,
    `writeFileSync("started.txt", "");`,
    `setTimeout(() => {}, 60_000);`,
  ]);
  for (const [signal, expected] of [
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const) {
    onSeven(
      `stops by ${signal}, although the compiler would not`,
      endless,
      async (project) => {
        assert.deepEqual(await build(project), { code: 0, stdout: "", stderr: "" });
        const before = await outputs(project);
        await useFake(project, true);
        const child = spawn(process.execPath, [IMPORTSPY, "build"], {
          cwd: project.folder,
          env: inherited(),
          stdio: ["ignore", "pipe", "pipe"],
        });
        const following = follow(child);
        while (!(await project.list()).includes("started.txt")) await wait(20);
        child.kill(signal);
        await following.ended;
        assert.equal(child.exitCode, expected, following.take());
        assert.deepEqual(await outputs(project), before);
      },
      NATIVE,
    );
  }

  /** Takes down in a process whether a compiler is started before importspy's is loaded. */
  const order: Files = {
    "order.cjs": [
      `const { appendFileSync } = require("node:fs");`,
      `const { ChildProcess } = require("node:child_process");`,
      `const Module = require("node:module");`,
      `const note = (text) => appendFileSync("order.txt", text);`,
      `const { spawn } = ChildProcess.prototype;`,
      `ChildProcess.prototype.spawn = function (options) {`,
      `  if (!options.args.includes("--showConfig")) note("compiler ");`,
      `  return spawn.call(this, options);`,
      `};`,
      `const { _load } = Module;`,
      `Module._load = function (name, ...rest) {`,
      `  if (name === "typescript") note("importspy's ");`,
      `  return _load.call(this, name, ...rest);`,
      `};`,
    ].join("\n"),
  };
  onSeven(
    "starts the compiler before its own is loaded",
    order,
    async (project) => {
      const NODE_OPTIONS = `--require ${JSON.stringify(project.at("order.cjs"))}`;
      for (const args of [[], ["--noEmit"], ["-p", "tsconfig.json", "--sourceMap"]]) {
        await rm(project.at("node_modules/.cache"), { recursive: true, force: true });
        await rm(project.at("order.txt"), { force: true });
        const built = await project.importspy(["build", ...args], { env: { NODE_OPTIONS } });
        assert.deepEqual(built, { code: 0, stdout: "", stderr: "" });
        assert.match(await project.read("order.txt"), /^compiler importspy's /, args.join(" "));
      }
    },
    NATIVE,
  );

  onSeven(
    "lets TypeScript 7 tell what it is asked, and emits nothing unguarded",
    {},
    async (project) => {
      const ask = async (...args: string[]) => (await build(project, ...args)).stdout;
      assert.equal(await ask("--version"), "Version 7.0.2\n");
      assert.equal(await ask("-v"), "Version 7.0.2\n");
      assert.match(await ask("--showConfig"), /"moduleResolution": "nodenext"/);
      assert.match(await ask("--listFilesOnly"), /typescript-7|typescript-linux|lib\.es/);
      assert.match(await ask("--all"), /Version 7\.0\.2/);
      assert.deepEqual(
        (await project.list()).filter((name) => name.startsWith("dist/")),
        [],
      );
      // With -b, this is --verbose.
      for (const args of [
        ["-b", "-v"],
        ["--listFilesOnly", "false"],
      ]) {
        assert.equal((await build(project, ...args)).code, 0);
        assert.match((await project.node(["dist/main.js"])).stderr, /ContractViolationError/);
        await rm(project.at("dist"), { recursive: true });
      }
    },
    NATIVE,
  );

  const mistaken = { "tsconfig.json": options({ unknown: true }) };
  onSeven("says once what is wrong with a tsconfig.json", mistaken, async (project) => {
    const { code, stdout, stderr } = await build(project);
    assert.deepEqual({ code, stderr }, { code: 2, stderr: "" });
    assert.deepEqual(stdout.match(/TS5023/g), ["TS5023"]);
    assert.match((await project.node(["dist/main.js"])).stderr, /ContractViolationError/);
  });

  const environment = fakeCompiler([
    `import { writeFileSync } from "node:fs";`,
    `writeFileSync("set.json", JSON.stringify([process.env.GOGC, process.env.GOMEMLIMIT]));`,
    `process.exit(runReal());`,
  ]);
  onSeven(
    "lets the heap of the compiler grow, unless it is told how",
    environment,
    async (project) => {
      await useFake(project, true);
      const set = async (env: Record<string, string> = {}) => {
        assert.equal((await project.importspy(["build"], { env })).code, 0);
        return JSON.parse(await project.read("set.json")) as readonly unknown[];
      };
      const [growth, limit] = await set();
      assert.equal(growth, "400");
      assert.ok(Number(limit) > 0 && Number(limit) < os.totalmem(), String(limit));
      assert.deepEqual(await set({ GOGC: "50" }), ["50", null]);
      assert.deepEqual(await set({ GOMEMLIMIT: "3GiB" }), [null, "3GiB"]);
    },
    NATIVE,
  );

  /** Runs the real compiler, and takes down which scripts could be loaded when it ends. */
  const WITNESS = fakeCompiler([
    `import { lstatSync, readdirSync, writeFileSync } from "node:fs";`,
    `const status = runReal();`,
    `const isPlain = (name) => name.endsWith(".js") && !lstatSync("dist/" + name).isSymbolicLink();`,
    `writeFileSync("plain.json", JSON.stringify(readdirSync("dist").filter(isPlain)));`,
    `process.exit(status);`,
  ]);
  const IMPORTERS: Files = {
    "tsconfig.json": options({ types: ["node"] }),
    "src/plain.ts": `export const plain = 1;\n`,
    "src/all.ts": `export * from "./payments.js";\n`,
    "src/named.ts": `export { pay as paid } from "./all.js";\n`,
    "src/far.ts": `import { paid } from "./named.js";\nexport const far = paid(1);\n`,
    "src/value.ts": `import { pay } from "./payments.js";\nexport const tools = { pay };\n`,
    "src/member.ts": `import { tools } from "./value.js";\nexport const member: number = tools.pay(1);\n`,
    "src/holder.ts": `import { pay } from "./payments.js";\nexport class Holder { static pay = pay; }\n`,
    "src/held.ts": `import { Holder } from "./holder.js";\nexport function held() { return Holder.pay(1); }\n`,
    "src/later.ts": `const name = "./payments.js";\nexport const later = () => import(name);\n`,
    "src/required.ts": `import { createRequire } from "node:module";\nexport const required: unknown = createRequire(import.meta.url)("./payments.js");\n`,
    "src/worker.ts": `import { Worker } from "node:worker_threads";\nexport const start = () => new Worker(new URL("./payments.js", import.meta.url));\n`,
    "src/passing.ts": `import { later } from "./later.js";\nexport const passing = later();\n`,
  };
  const contractOf = (type: string) =>
    `/** @importspy { env: { LEVEL: ${type} } } Set a level. */\nexport const pay = (cents: number): number => cents;\n`;
  for (const [title, files, more] of [
    ["", {}, 8],
    [
      ", where a contract uses a type of another file",
      {
        "src/level.ts": `export type Level = "low" | "high";\n`,
        "src/payments.ts": `import type { Level } from "./level.js";\n${contractOf("Level")}`,
      },
      8,
    ],
    [
      ", where a contract is about a package",
      {
        // Otherwise every file is a module in a package of modules.
        "tsconfig.json": options({ types: ["node"], moduleDetection: "legacy" }),
        "src/pg.ts": `/** @importspy { os: "linux" } */\ndeclare module "pg";\n`,
        "src/query.ts": `import pg from "pg";\nexport const query: unknown = pg;\n`,
      },
      9,
    ],
  ] as const) {
    for (const [isExecutable, how] of STARTED) {
      onSeven(
        `holds back all that gets a guard before the compiler runs, started ${how}${title}`,
        { ...WITNESS, ...IMPORTERS, ...files },
        async (project) => {
          await useFake(project, isExecutable);
          const { code, stdout } = await build(project);
          assert.deepEqual({ code, stdout }, { code: 0, stdout: "" });
          const names = await project.list("dist");
          const guarded = names.filter(
            (name) => names.includes(name.replace(/\.js$/, ".importspy.js")) && !name.includes(".importspy"),
          );
          assert.ok(guarded.length >= more, guarded.join());
          const plain = JSON.parse(await project.read("plain.json")) as string[];
          assert.deepEqual(
            plain.filter((name) => guarded.includes(`dist/${name}`)),
            [],
          );
          if (more === 8) assert.ok(plain.includes("plain.js"));
        },
        NATIVE,
      );
    }
  }

  const ODD = {
    "tsconfig.json": options({ jsx: "preserve", outDir: "src/out", lib: ["es2022", "dom"] }),
    "src/tool.mts": `#!/usr/bin/env node\r\n"use strict";\r\nimport { pay } from "./payments.js";\r\nconsole.log(pay(1));\r\n`,
    "src/view.tsx": `import { pay } from "./payments.js";\nexport const view = pay;\n`,
    "src/marked.ts": `\uFEFFimport { pay } from "./payments.js";\nexport const marked = pay;\n`,
  };
  onSeven("guards files of every kind, in a folder among the sources, by two builds at once", ODD, async (project) => {
    for (const { code, stdout } of await Promise.all([build(project), build(project)]))
      assert.deepEqual({ code, stdout }, { code: 0, stdout: "" });
    const list = async () => (await project.list("src/out")).map((name) => name.slice("src/out/".length));
    const native = await list();
    assert.ok(native.includes("view.jsx") && native.includes("tool.importspy.mjs"));
    const refused = await project.node(["src/out/tool.mjs"], { env: { LEVEL: "none" } });
    assert.match(refused.stderr, /src\/tool\.mts:3 may not import src\/payments\.ts/);
    assert.equal((await project.node(["src/out/tool.mjs"], { env: { LEVEL: "low" } })).stdout, "1\n");
    assert.match((await project.node(["src/out/marked.js"])).stderr, /src\/marked\.ts:1 may not import/);
    assert.match(await project.read("src/out/view.jsx"), /^import \* as importspy_1 from "\.\/view\.importspy\.js"/);
    const sidecars = await Promise.all(
      native.filter((name) => name.includes("importspy")).map((name) => project.read(`src/out/${name}`)),
    );
    await rm(project.at("src/out"), { recursive: true });
    assert.equal((await build(project, "--compiler", "6")).code, 0);
    assert.deepEqual(await list(), native);
    const same = await Promise.all(
      native.filter((name) => name.includes("importspy")).map((name) => project.read(`src/out/${name}`)),
    );
    assert.deepEqual(sidecars, same);
  });
});
