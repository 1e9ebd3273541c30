/**
 * `node --import @importspy/transformer/register`: sources run with guards, by Node.js itself and by tsx.
 *
 * @module
 */
import assert from "node:assert/strict";
import { readdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import {
  createProject,
  type Files,
  otherNodes,
  type Project,
  type RunOptions,
  root,
  run,
  tsconfig,
} from "../project.ts";
import { start } from "./started.ts";

const TSCONFIG = tsconfig({
  allowImportingTsExtensions: true,
  noEmit: true,
  rootDir: undefined,
  outDir: undefined,
  plugins: undefined,
});

const PAYMENTS = `/**
 * @importspy {
 *   env: { TOKEN: Secret; MODE: Mode };
 *   importer: { module: \`src/\${"main" | "test"}\${string}\` };
 * } Ask in #payments.
 */
import { name } from "./database.ts";
import type { Mode } from "./modes.ts";
console.log("payments: evaluated");
export const pay = (): string => \`paid through \${name}\`;
`;

const SOURCES: Files = {
  "tsconfig.json": TSCONFIG,
  "src/modes.ts": 'export type Mode = "test";',
  "src/environment.ts": 'process.env.MODE = "test";',
  "src/database.ts": 'console.log("database: evaluated");\nexport const name: string = "db";',
  "src/payments.ts": PAYMENTS,
  "src/main.ts":
    '#!/usr/bin/env node\nimport "./environment.ts";\nimport { pay } from "./payments.ts";\nconsole.log(pay() as string);',
  "src/main-lazy.ts": `import "./environment.ts";
    await import("./payments.ts").then(({ pay }) => console.log(pay()), ({ code }) => console.log(code));`,
  "src/main-who.ts": `export {};
    await import("./payments.ts").catch(({ importer }) => console.log(importer.package));`,
  "src/main-thread.ts": `import { Worker } from "node:worker_threads";
    new Worker(new URL("./main.ts", import.meta.url)).on("error", ({ code }: { code?: string }) => console.log(code));`,
  "src/main-fork.ts": `import { fork } from "node:child_process";
    fork(new URL("./main.ts", import.meta.url)).on("exit", (code) => console.log("ended with", code));`,
  // To tsx, these are two modules of one file; to Node.js, one.
  "src/main-both.ts": `import "./environment.ts";
    import { createRequire } from "node:module";
    const say = ({ code }: { code?: string }) => console.log(code);
    try { console.log("required:", createRequire(import.meta.url)("./payments.ts").pay()); } catch (error) { say(error as Error); }
    await import("./payments.ts").then(({ pay }) => console.log("imported:", pay()), say);`,
  "src/main-common.cts": `require("./environment.ts");
    const { pay } = require("./payments.ts");
    console.log(pay());`,
  "src/main-old.cts": 'const { old } = require("./old.cts");\nconsole.log("old", old);',
  "src/old.cts": '/** @importspy { env: { OLD: "1" } } */\nconsole.log("old: evaluated");\nexports.old = 1;',
  "src/main-again.cts": `process.env.OLD = "1";
    require("./old.cts");
    delete require.cache[require.resolve("./old.cts")];
    process.env.OLD = "2";
    try { require("./old.cts"); } catch (error) { console.log((error as { code?: string }).code); }`,
  "src/failing.ts":
    '/** @importspy { env: { MODE: "test" } } */\nexport const fail = (): never => { throw new Error("inside"); };',
  "src/main-throws.ts": `import "./environment.ts"; import { fail } from "./failing.ts"; const say = (error: unknown) => console.log((error as Error).stack);
    try { fail(); } catch (error) { say(error); }
    await import("./failing.ts").then(() => { throw new Error("lazily"); }).catch(say);
    console.log("done");`,
  "src/main-places.ts": `import "./environment.ts";
    import { pay } from "./payments.ts";
    console.log(pay(), process.sourceMapsEnabled, new Error("here").stack);`,
  "src/closed.cts": '/** @importspy { importer: { module: "src/main-closed.cts" } } */\nexports.closed = 1;',
  "src/main-closed.cts": `const say = () => console.log(require("./closed.cts").closed);
    say(); say(); require("./hidden.cts");`,
  "src/hidden.cts": `const name = ["./closed", "cts"].join(".");
    try { console.log(require(name)); } catch (error) { console.log((error as { code?: string }).code); }`,
  "src/main-throws.cts": `const say = (error: unknown) => console.log((error as Error).stack); process.env.OLD = "1";
    try { require("./old.cts"); throw new Error("later"); } catch (error) { say(error); }`,
  "src/main-loads.cts": `import { load } from "importspy";
    load<{ name: string }>("./database.ts").then(({ name }) => console.log("loaded", name));
    load<{ other: string }>("./database.ts").catch(({ violations }) => console.log(violations[0].path));`,
  "src/rogue.ts": 'import { pay } from "./payments.ts";\nconsole.log(pay());',
  "src/test.test.ts": `import "./environment.ts";
    import { it } from "node:test";
    import { pay } from "./payments.ts";
    it("pays", () => console.log(pay()));`,
};

const ADMITTED = "database: evaluated\npayments: evaluated\npaid through db\n";
const REGISTER = ["--import", "@importspy/transformer/register"];
const REFUSED =
  /src\/main\.ts:3 may not import src\/payments\.ts: .* in 1 place\n\n {2}env\.TOKEN +expected a secret +not set/;

const runs = (project: Project, entry: string, env: RunOptions["env"] = {}, args: readonly string[] = REGISTER) =>
  project.node([...args, entry], { env });

/** Says at the end whether TypeScript was loaded. */
const TELLS = `process.on("exit", () => console.log(
  Object.keys(require("module")._cache).some((name) => /typescript.lib.typescript\\.js$/.test(name)) ? "typed" : "not typed"));`;

let project: Project;

before(async () => {
  project = await createProject({ ...SOURCES, "tells.cjs": TELLS });
  await project.install("tsx");
  // So that what follows runs by what was kept.
  await runs(project, "src/main.ts");
});
after(() => project.remove());

describe("register", { concurrency: 2 }, () => {
  it("refuses before the module is evaluated, and after earlier imports", async () => {
    const refused = await runs(project, "src/main.ts");
    assert.equal(refused.code, 1);
    assert.equal(refused.stdout, "");
    assert.match(refused.stderr, REFUSED);
    assert.match(refused.stderr, /Ask in #payments\./);
  });

  it("refuses a loaded CommonJS module to a require() that it does not see", async () => {
    const { stdout, stderr } = await runs(project, "src/main-closed.cts");
    assert.equal(stdout, "1\n1\nERR_IMPORTSPY_CONTRACT_VIOLATION\n", stderr);
  });

  it("admits, rejects import(), and loads no TypeScript at the next start, from any file", async () => {
    const args = ["--require", "./tells.cjs", ...REGISTER];
    assert.equal((await runs(project, "src/main.ts", { TOKEN: "t0psecret" }, args)).stdout, `${ADMITTED}not typed\n`);
    const lazy = await runs(project, "src/main-lazy.ts", {}, args);
    assert.equal(lazy.stdout, "ERR_IMPORTSPY_CONTRACT_VIOLATION\nnot typed\n");
  });

  it("stops at an importer that is not admitted, with the error of a build", async () => {
    const { code, stdout, stderr } = await runs(project, "src/rogue.ts", { TOKEN: "t0psecret", MODE: "test" });
    assert.equal(code, 1);
    assert.equal(stdout, "");
    assert.match(stderr, /src\/rogue\.ts\(1,21\): error TS87301: src\/rogue\.ts may not import src\/payments\.ts/);
  });

  it("guards CommonJS, and require() of ES modules", async () => {
    assert.match((await runs(project, "src/main-common.cts")).stderr, /src\/main-common\.cts:2 may not import/);
    assert.equal((await runs(project, "src/main-common.cts", { TOKEN: "t0psecret" })).stdout, ADMITTED);
    const refused = await runs(project, "src/main-old.cts");
    assert.equal(refused.stdout, "");
    assert.match(refused.stderr, /src\/main-old\.cts:1 may not import src\/old\.cts/);
    assert.equal((await runs(project, "src/main-old.cts", { OLD: "1" })).stdout, "old: evaluated\nold 1\n");
  });

  it("load<T>() in CommonJS resolves from the calling file", async () => {
    const args = [...REGISTER, "--import", "tsx"];
    const { stdout, stderr } = await runs(project, "src/main-loads.cts", {}, args);
    assert.deepEqual(stdout.split("\n").sort(), ["", "database: evaluated", "exports.other", "loaded db"], stderr);
  });

  it("judges a CommonJS module again when it is evaluated again", async () => {
    const { stdout } = await runs(project, "src/main-again.cts");
    assert.equal(stdout, "old: evaluated\nERR_IMPORTSPY_CONTRACT_VIOLATION\n");
  });

  it("works in workers, in child processes and in tests", async () => {
    assert.equal((await runs(project, "src/main-thread.ts")).stdout, "ERR_IMPORTSPY_CONTRACT_VIOLATION\n");
    const forked = await runs(project, "src/main-fork.ts");
    assert.match(forked.stderr, REFUSED);
    assert.equal(forked.stdout, "ended with 1\n");
    const test = [...REGISTER, "--test"];
    assert.match((await runs(project, "src/test.test.ts", {}, test)).stdout, /src\/test\.test\.ts:3 may not import/);
    assert.match((await runs(project, "src/test.test.ts", { TOKEN: "t0psecret" }, test)).stdout, /paid through db/);
  });

  for (const order of [
    [...REGISTER, "--import", "tsx"],
    ["--import", "tsx", ...REGISTER],
  ]) {
    it(`works ${order[1] === "tsx" ? "after" : "before"} tsx`, async () => {
      assert.match(
        (await runs(project, "src/main.ts", {}, order)).stderr,
        /src\/main\.ts:3 may not import src\/payments/,
      );
      assert.equal((await runs(project, "src/main.ts", { TOKEN: "t0psecret" }, order)).stdout, ADMITTED);
      const common = await runs(project, "src/main-old.cts", {}, order);
      assert.equal(common.stdout, "");
      assert.match(common.stderr, /src\/main-old\.cts:1 may not import src\/old\.cts/);
      assert.equal((await runs(project, "src/main-old.cts", { OLD: "1" }, order)).stdout, "old: evaluated\nold 1\n");
      assert.match((await runs(project, "src/rogue.ts", { TOKEN: "t0psecret" }, order)).stderr, /TS87301/);
    });
  }

  it("judges the ESM and the CommonJS copy of a module, each when it is evaluated", async () => {
    const evaluated = "database: evaluated\npayments: evaluated\n";
    const [required, imported] = ["required: paid through db\n", "imported: paid through db\n"];
    for (const [args, again] of [
      [REGISTER, ""],
      [[...REGISTER, "--import", "tsx"], evaluated],
    ] as const) {
      const refused = await runs(project, "src/main-both.ts", {}, args);
      assert.equal(refused.stdout, "ERR_IMPORTSPY_CONTRACT_VIOLATION\n".repeat(2), refused.stderr);
      const admitted = await runs(project, "src/main-both.ts", { TOKEN: "t0psecret" }, args);
      assert.equal(admitted.stdout, evaluated + required + again + imported, admitted.stderr);
    }
  });

  it("errors have the line and column of the source", async () => {
    const placeOf = (file: string, text: string) => {
      const lines = SOURCES[file]!.split("\n");
      const line = lines.findIndex((each) => each.includes(text));
      return `${file}:${line + 1}:${lines[line]!.indexOf(text) + 1}`;
    };
    for (const args of [REGISTER, [...REGISTER, "--import", "tsx"], ["--import", "tsx", ...REGISTER]]) {
      const { stdout, stderr } = await runs(project, "src/main-throws.ts", {}, args);
      const places = [
        placeOf("src/failing.ts", 'new Error("inside")'),
        placeOf("src/main-throws.ts", "fail(); }"),
        placeOf("src/main-throws.ts", 'new Error("lazily")'),
      ];
      for (const place of places)
        assert.ok(
          stdout.includes(`${place})`) || stdout.includes(`${place}\n`),
          `${args}: ${place}\n${stdout}${stderr}`,
        );
      const common = await runs(project, "src/main-throws.cts", {}, args);
      const place = placeOf("src/main-throws.cts", 'new Error("later")');
      assert.ok(common.stdout.includes(`${place})`), `${args}: ${place}\n${common.stdout}${common.stderr}`);
    }
  });

  it("needs no source map where guards are in lines that only declare, but for coverage", async () => {
    const args = ["--require", "./tells.cjs", ...REGISTER];
    const env = { TOKEN: "t0psecret" };
    const plain = await runs(project, "src/main-places.ts", env, args);
    assert.match(plain.stdout, /paid through db false Error: here\n.*src\/main-places\.ts:3:51\n(?:.*\n)*not typed\n$/);
    const coverage = await runs(project, "src/main-places.ts", { ...env, NODE_V8_COVERAGE: project.at("coverage") });
    assert.match(coverage.stdout, /paid through db true Error: here\n.*src\/main-places\.ts:3:51\)?\n/);
    const [report] = await readdir(project.at("coverage"));
    const { "source-map-cache": maps } = JSON.parse(await project.read(`coverage/${report}`));
    assert.ok(Object.keys(maps).some((each) => each.endsWith("/src/main-places.ts")));
  });

  for (const node of otherNodes()) {
    it(`guards in ${node}, or names the required Node.js in one line`, async () => {
      const starts = (env = {}) => run(node, [...REGISTER, "src/main.ts"], { cwd: project.folder, env });
      const [refused, admitted] = await Promise.all([starts(), starts({ TOKEN: "t0psecret" })]);
      assert.equal(refused.code, 1);
      assert.equal(refused.stdout, "");
      const { stdout: hooks } = await run(node, ["-p", "typeof require('node:module').registerHooks"]);
      if (hooks === "function\n") {
        assert.match(refused.stderr, REFUSED);
        assert.equal(admitted.stdout, ADMITTED);
        return;
      }
      assert.match(
        refused.stderr,
        /^importspy: .* needs module\.registerHooks\(\), .* Use Node\.js 22\.15 or later, .*\n$/,
      );
      assert.equal(admitted.stdout, "");
    });
  }

  it("evaluates nothing when another hook returns no text", async () => {
    await project.write({
      "silent.mjs": `import { registerHooks } from "node:module";
        registerHooks({ load: (url, context, next) => ({ ...next(url, context), ...(url.endsWith("/payments.ts") && { source: undefined }) }) });`,
    });
    for (const args of [
      [...REGISTER, "--import", "./silent.mjs"],
      ["--import", "./silent.mjs", ...REGISTER],
    ]) {
      const { code, stdout } = await runs(project, "src/main.ts", { TOKEN: "t0psecret" }, args);
      assert.deepEqual([code, stdout.includes("payments: evaluated")], [1, false]);
    }
  });

  it("names the read permission that Node.js needs", async () => {
    const allowed = ["tells.cjs", "src", "tsconfig.json"].map((each) => `--allow-fs-read=${project.at(each)}`);
    const packages = [`--allow-fs-read=${project.at("node_modules")}`, `--allow-fs-read=${root}`];
    const { code, stderr } = await runs(project, "src/main.ts", { TOKEN: "t0psecret" }, [
      "--permission",
      ...allowed,
      ...packages,
      ...REGISTER,
    ]);
    assert.equal(code, 1);
    assert.match(stderr, /may not read <project>: start Node\.js with --allow-fs-read=<project>/);
  });
});

describe("register over time", { concurrency: 2 }, () => {
  it("notices changes of a contract, of a type in another file and of package.json", async () => {
    const changing = await createProject(SOURCES);
    const started = (env = {}) => runs(changing, "src/main.ts", env);
    assert.equal((await started({ TOKEN: "t0psecret" })).stdout, ADMITTED);
    await changing.write({ "src/modes.ts": 'export type Mode = "live";' });
    assert.match((await started({ TOKEN: "t0psecret" })).stderr, /env\.MODE +expected "live" +set, but not "live"/);
    await changing.write({
      "src/modes.ts": 'export type Mode = "test";',
      "src/payments.ts": PAYMENTS.replace("TOKEN", "KEY"),
    });
    assert.match((await started({ TOKEN: "t0psecret" })).stderr, /env\.KEY +expected a secret +not set/);
    const who = async () => (await runs(changing, "src/main-who.ts")).stdout;
    assert.equal(await who(), "app\n");
    await changing.write({ "package.json": '{ "name": "other", "type": "module" }' });
    assert.equal(await who(), "other\n");
    await changing.remove();
  });

  it("ignores a cache that is damaged, of another version, or not a folder", async () => {
    const cached = await createProject(SOURCES);
    const started = async (env = {}) => (await runs(cached, "src/main.ts", env)).stdout;
    assert.equal(await started({ TOKEN: "t0psecret" }), ADMITTED);
    const folder = cached.at("node_modules/.cache/importspy");
    const entries = await readdir(folder);
    assert.ok(entries.length >= 3, entries.join());
    for (const [index, name] of entries.entries()) {
      const text = await cached.read(`node_modules/.cache/importspy/${name}`);
      const damages = [
        text.slice(0, -20),
        text.replace(/^.*\n/, "importspy 0.0.1 1\n"),
        text.replaceAll("TOKEN", "other"),
        "",
      ];
      await writeFile(path.join(folder, name), damages[index % damages.length]!);
    }
    assert.equal(await started({}), "");
    assert.equal(await started({ TOKEN: "t0psecret" }), ADMITTED);
    await rm(folder, { recursive: true });
    await writeFile(folder, "not a folder");
    assert.equal(await started({}), "");
    assert.equal(await started({ TOKEN: "t0psecret" }), ADMITTED);
    await cached.remove();
  });

  it("starts many processes at once on an empty cache", async () => {
    const cached = await createProject(SOURCES);
    const started = Array.from({ length: 12 }, (_, index) =>
      runs(cached, index % 2 ? "src/main.ts" : "src/main-lazy.ts", index % 3 ? { TOKEN: "t0psecret" } : {}),
    );
    for (const [index, { stdout }] of (await Promise.all(started)).entries()) {
      const refused = index % 2 ? "" : "ERR_IMPORTSPY_CONTRACT_VIOLATION\n";
      assert.equal(stdout, index % 3 ? ADMITTED : refused);
    }
    const left = await readdir(cached.at("node_modules/.cache/importspy"));
    assert.deepEqual(
      left.filter((name) => name.includes(".")),
      [],
    );
    await cached.remove();
  });

  it("--watch restarts when a type changes that only a contract uses", async () => {
    const watched = await createProject(SOURCES);
    {
      await using watcher = start(process.execPath, ["--watch", ...REGISTER, "src/main.ts"], {
        cwd: watched.folder,
        env: { TOKEN: "t0psecret" },
      });
      await watcher.printed("paid through db");
      let isTold = false;
      const told = watcher.printed(/env\.MODE +expected "live"/).finally(() => {
        isTold = true;
      });
      // What a program prints may be there before Node.js watches what it has told; each change starts it again.
      for (let seconds = 1; !isTold; seconds *= 2) {
        await watched.write({ "src/modes.ts": `export type Mode = "live"; // ${seconds}` });
        await Promise.race([told, wait(seconds * 1000, undefined, { ref: false })]);
      }
    }
    await watched.remove();
  });
});

describe("register and files that no tsconfig.json lists", () => {
  it("guards a test next to the sources, and refuses the sources of a package", async () => {
    const apart = await createProject({
      ...SOURCES,
      "tsconfig.json": TSCONFIG.replace('"src"', '"src/payments.ts"'),
      "node_modules/strange/package.json":
        '{ "name": "strange", "version": "1.0.0", "type": "module", "main": "index.ts" }',
      "node_modules/strange/index.ts": '/** @importspy { os: "sunos" } */\nexport const strange: number = 1;',
      "src/main-strange.ts": 'import { strange } from "strange";\nconsole.log(strange);',
    });
    await apart.install("tsx");
    assert.match((await runs(apart, "src/main.ts")).stderr, REFUSED);
    assert.equal((await runs(apart, "src/main.ts", { TOKEN: "t0psecret" })).stdout, ADMITTED);
    const strange = await runs(apart, "src/main-strange.ts", {}, ["--import", "tsx", ...REGISTER]);
    assert.equal(strange.code, 1);
    assert.match(strange.stderr, /importspy cannot guard .*node_modules\/strange\/index\.ts|TS87/);
    await apart.remove();
  });

  it("uses the project that a solution references", async () => {
    const solution = await createProject({
      ...SOURCES,
      "tsconfig.json": JSON.stringify({ files: [], references: [{ path: "./tsconfig.app.json" }] }),
      "tsconfig.app.json": TSCONFIG.replace(
        '"noEmit": true',
        '"composite": true, "emitDeclarationOnly": true, "outDir": "out"',
      ),
    });
    assert.match((await runs(solution, "src/main.ts")).stderr, REFUSED);
    assert.equal((await runs(solution, "src/main.ts", { TOKEN: "t0psecret" })).stdout, ADMITTED);
    await solution.remove();
  });

  it("does not change a project without contracts, and loads no TypeScript at the next start", async () => {
    const plain = await createProject({
      "tsconfig.json": TSCONFIG,
      "tells.cjs": TELLS,
      "src/main.ts": 'console.log("plain" as string);',
    });
    await runs(plain, "src/main.ts");
    const { stdout } = await runs(plain, "src/main.ts", {}, ["--require", "./tells.cjs", ...REGISTER]);
    assert.equal(stdout, "plain\nnot typed\n");
    await plain.remove();
  });
});
