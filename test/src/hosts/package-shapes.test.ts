/** `Package<range, shape>` in bundles, with the package in the bundle and outside of it, and where nothing is bundled. */
import assert from "node:assert/strict";
import { symlink } from "node:fs/promises";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { createProject, type Files, type Finished, type Project, root, tsconfig } from "../project.ts";
import { build, outputOf } from "./builds.ts";
import { PACKERS } from "./packers.ts";

const manifest = (name: string, type: string) =>
  JSON.stringify({ name, version: "8.11.3", type, main: "index.js", types: "index.d.ts" });

/** The exports have the wrong types where BROKEN is set. */
const FILES: Files = {
  "package.json": JSON.stringify({
    name: "app",
    version: "1.0.0",
    type: "module",
    dependencies: { pg: "^8.11", esm: "^8.11" },
  }),
  "tsconfig.json": tsconfig({ module: "esnext", moduleResolution: "bundler", plugins: undefined }),
  "node_modules/pg/package.json": manifest("pg", "commonjs"),
  "node_modules/pg/index.d.ts":
    "export class Pool { constructor(config: object); query(text: string): void; }\nexport const defaults: { poolSize: number };\n",
  "node_modules/pg/index.js": `console.log("pg");
class Pool { constructor(config) {} query(text) {} }
exports.Pool = process.env.BROKEN ? { connect() {} } : Pool;
exports.defaults = { poolSize: process.env.BROKEN || 10 };
`,
  "node_modules/esm/package.json": manifest("esm", "module"),
  "node_modules/esm/index.d.ts":
    "export declare const version: string;\nexport declare function start(port: number): void;\n",
  "node_modules/esm/index.js": `console.log("esm");
export const version = process.env.BROKEN ? 1 : "1.0";
export const start = process.env.BROKEN || ((port) => {});
`,
  "src/pg-db.ts": `/**
 * @importspy {
 *   env: { MODE: string };
 *   packages: { pg: Package<"^8.11", { Pool: new (config: object) => { query(text: string): void }; defaults: { poolSize: number } }> };
 * }
 */
import { Pool } from "pg";
import "./below";
console.log("pg-db");
export const pool = new Pool({});
`,
  "src/esm-db.ts": `/**
 * @importspy {
 *   env: { MODE: string };
 *   packages: { esm: Package<"^8.11", { version: string; start(port: number): void }> };
 * }
 */
import { start, version } from "esm";
import "./below";
console.log("esm-db");
export const db = [version, typeof start];
`,
  "src/below.ts": 'console.log("below");\nexport {};\n',
  "src/pg-main.ts": 'import { pool } from "./pg-db";\nconsole.log("main", typeof pool);\n',
  "src/esm-main.ts": 'import { db } from "./esm-db";\nconsole.log("main", db.join());\n',
  "src/lazy-main.ts": `
async function main(): Promise<void> {
  for (const load of [() => import("./pg-db"), () => import("./esm-db")])
    await load().then(() => console.log("loaded"), ({ violations }) => console.log(violations.map(({ path }: { path: string }) => path).join()));
}
export const done = main();
`,
};

const PG = ["packages.pg.Pool", "packages.pg.defaults.poolSize"];
const ESM = ["packages.esm.version", "packages.esm.start"];

/** What is evaluated before the verdict: a dependency that is no contracted module, in ES modules. */
const withoutBelow = (stdout: string) => stdout.split("\n").filter((line) => line && line !== "below");

function assertRefused({ code, stdout, stderr }: Finished, name: string, paths: readonly string[]): void {
  assert.equal(code, 1, stdout + stderr);
  assert.deepEqual(withoutBelow(stdout), [name], stderr);
  assert.match(stderr, new RegExp(`ContractViolationError: src/${name}-db\\.ts may not be loaded`));
  for (const each of paths) assert.ok(stderr.includes(each), stderr);
}

/** Runs what was built: with the right exports, with wrong ones, and where another condition is broken. */
async function runAll(project: Project, start: (name: string) => readonly string[]): Promise<void> {
  for (const [name, paths, main] of [
    ["pg", PG, "main object"],
    ["esm", ESM, "main 1.0,function"],
  ] as const) {
    const args = start(name);
    const admitted = await project.node(args, { env: { MODE: "live" } });
    assert.deepEqual(withoutBelow(admitted.stdout), [name, `${name}-db`, main], admitted.stderr);
    assertRefused(await project.node(args, { env: { MODE: "live", BROKEN: "broken exports" } }), name, paths);
  }
  const unmet = await project.node(start("pg"));
  assert.equal(unmet.code, 1);
  assert.equal(unmet.stdout, "", unmet.stderr);
  assert.match(unmet.stderr, /env\.MODE/);
  const lazy = start("lazy");
  const admitted = await project.node(lazy, { env: { MODE: "live" } });
  assert.deepEqual(
    withoutBelow(admitted.stdout),
    ["pg", "pg-db", "loaded", "esm", "esm-db", "loaded"],
    admitted.stderr,
  );
  const refused = await project.node(lazy, { env: { MODE: "live", BROKEN: "broken exports" } });
  assert.deepEqual(withoutBelow(refused.stdout), ["pg", PG.join(), "esm", ESM.join()], refused.stderr);
}

const NAMES = ["pg-main", "esm-main", "lazy-main"];
const ENTRIES = Object.fromEntries(NAMES.map((name) => [name, `src/${name}.ts`]));

describe("Package<range, shape> in bundles", { concurrency: 2 }, () => {
  let project: Project;
  before(async () => {
    project = await createProject(FILES);
  });
  after(() => project?.remove());

  /** `verify` cannot follow calls from one chunk of Rspack into another; which there are depends on sizes. */
  const verify = async (outdir: string, mayBeUnproven = false) => {
    const { code, stdout } = await project.importspy(["verify", outdir]);
    assert.ok(code === 0 || (mayBeUnproven && code === 2), stdout);
  };

  // Without a plugin of its own, Rollup bundles no CommonJS.
  for (const [bundler, bundled] of [
    ["rollup", ["pg"]],
    ["rolldown", []],
    ["vite", []],
  ] as const) {
    const cases = (
      [
        ["es", ["pg", "esm"], false],
        ["es", bundled, true],
        ["cjs", ["pg", "esm"], true],
      ] as const
    ).map(([format, external, minify], index) => {
      const dir = `${bundler}/${index}`;
      const output = outputOf(dir, format, bundler === "rollup" ? {} : { minify });
      return { dir, format, request: { input: ENTRIES, output, external } };
    });
    it(bundler, async () => {
      const failures = await build(
        project,
        bundler,
        cases.map(({ request }) => request),
      );
      assert.deepEqual(
        failures,
        cases.map(() => null),
      );
      for (const { dir, format } of cases) {
        const extension = format === "es" ? ".mjs" : ".cjs";
        await runAll(project, (name) => [`${dir}/${name}-main${extension}`]);
        await verify(dir);
      }
    });
  }

  for (const [name, pack] of Object.entries(PACKERS)) {
    for (const format of ["esm", "cjs"] as const) {
      for (const external of [[], ["pg", "esm"]]) {
        // Bun evaluates external modules before all others of an ES module, and its plugin refuses that (TS87423).
        if (name === "bun" && format === "esm" && external.length) continue;
        const title = `${name}, ${format}, packages ${external.length ? "external" : "in the bundle"}`;
        it(title, async () => {
          const outdir = title.replaceAll(/\W+/g, "-");
          const minify = (format === "esm") === external.length > 0;
          assert.equal(await pack(project, { entries: ENTRIES, outdir, format, external, minify }), "");
          await runAll(project, (entry) => [`${outdir}/${entry}-main.${format === "esm" ? "mjs" : "cjs"}`]);
          await verify(outdir, name === "rspack");
        });
      }
    }
  }
});

/** A test that loads the contracted modules, right or wrong. */
const testOf = (names: readonly string[]) => `
declare const test: (name: string, run: () => unknown) => void; declare const expect: any;
test("exports of packages", async () => {
  const loads = { pg: () => import("./pg-db"), esm: () => import("./esm-db") };
  const found: string[] = [];
  for (const name of ${JSON.stringify(names)} as ("pg" | "esm")[])
    found.push(await loads[name]().then(() => "loaded", ({ violations }) => violations.map(({ path }: { path: string }) => path).join()));
  expect(found).toEqual(process.env.BROKEN ? ${JSON.stringify(names.map((name) => (name === "pg" ? PG : ESM).join()))} : ${JSON.stringify(names.map(() => "loaded"))});
});
`;

/** Runs the test in a test runner, with the right exports and with wrong ones. */
async function assertTested(project: Project, args: readonly string[]): Promise<void> {
  for (const broken of [{}, { BROKEN: "broken exports" }]) {
    const env = { MODE: "live", CI: "1", NO_COLOR: "1", ...broken };
    const { code, stdout, stderr } = await project.node(args, { env });
    assert.equal(code, 0, stdout + stderr);
  }
  await project.remove();
}

/** Links packages of this repository into a project. */
async function install(project: Project, names: readonly string[]): Promise<void> {
  for (const name of names)
    await symlink(path.join(root, "node_modules", name), project.at("node_modules", name), "dir");
}

describe("Package<range, shape> where nothing is bundled", { concurrency: 2 }, () => {
  it("register", async () => {
    const named = Object.entries(FILES).map(([name, text]) => [name, text.replaceAll(/"(\.\/[\w-]+)"/g, '"$1.ts"')]);
    const options = { plugins: undefined, allowImportingTsExtensions: true, noEmit: true };
    const project = await createProject({ ...Object.fromEntries(named), "tsconfig.json": tsconfig(options) });
    await runAll(project, (name) => ["--import", "@importspy/transformer/register", `src/${name}-main.ts`]);
    await project.remove();
  });

  it("vitest", async () => {
    const project = await createProject({
      ...FILES,
      "src/db.test.ts": testOf(["pg", "esm"]),
      "vitest.config.mjs":
        'import importspy from "@importspy/transformer/vite";\nexport default { plugins: [importspy()], test: { globals: true, include: ["src/*.test.ts"] } };',
    });
    await install(project, ["vitest", "vite"]);
    await assertTested(project, [path.join(root, "node_modules/vitest/vitest.mjs"), "run"]);
  });

  for (const isEsm of [false, true]) {
    it(isEsm ? "jest, in ES modules" : "jest", async () => {
      const jsc = { parser: { syntax: "typescript" }, target: "es2022" };
      const swc = ["@swc/jest", { jsc, module: { type: isEsm ? "es6" : "commonjs" } }];
      const { "src/lazy-main.ts": _, ...files } = FILES;
      const project = await createProject({
        ...files,
        "package.json": FILES["package.json"]!.replace('"type":"module",', ""),
        // Jest's CommonJS loads no package of ES modules.
        "src/db.test.ts": testOf(isEsm ? ["pg", "esm"] : ["pg"]),
        "jest.config.json": JSON.stringify({
          testEnvironment: "node",
          cacheDirectory: "<rootDir>/cache",
          transform: { "^.+\\.[cm]?[jt]sx?$": ["@importspy/transformer/jest", { transform: swc }] },
          ...(isEsm && { extensionsToTreatAsEsm: [".ts"] }),
        }),
      });
      await install(project, ["@swc"]);
      const flags = isEsm ? ["--experimental-vm-modules"] : [];
      await assertTested(project, [...flags, path.join(root, "node_modules/jest/bin/jest.js"), "--no-color"]);
    });
  }

  it("vite's dev server", async () => {
    const project = await createProject({
      ...FILES,
      "serve.mjs": `import importspy from "@importspy/transformer/vite";
import { createServer } from "vite";
const server = await createServer({
  configFile: false, logLevel: "silent", plugins: [importspy()], appType: "custom",
  server: { middlewareMode: true, ws: false, watch: null }, optimizeDeps: { noDiscovery: true },
});
try {
  const { done } = await server.ssrLoadModule(\`/src/\${process.argv[2]}-main.ts\`);
  await done;
} catch (error) {
  console.error(String(error));
  process.exitCode = 1;
} finally {
  await server.close();
}
`,
    });
    await install(project, ["vite"]);
    await runAll(project, (name) => ["serve.mjs", name]);
    await project.remove();
  });
});
