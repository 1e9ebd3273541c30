/** `Package<range, shape>`: a package with the right exports, and with wrong ones. */
import assert from "node:assert/strict";
import { type Files, type Finished, type Project, tsconfig } from "../../project.ts";

const manifest = (name: string, type: string) =>
  JSON.stringify({ name, version: "8.11.3", type, main: "index.js", types: "index.d.ts" });

/** A project; the exports have the wrong types where BROKEN is set. */
export const FILES: Files = {
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

export const PG = ["packages.pg.Pool", "packages.pg.defaults.poolSize"];
export const ESM = ["packages.esm.version", "packages.esm.start"];

/** What is evaluated before the verdict: a dependency that is no contracted module, in ES modules. */
export const withoutBelow = (stdout: string) => stdout.split("\n").filter((line) => line && line !== "below");

/** Whether a program says that a package has the wrong exports. */
export function assertSaysRefused({ stderr }: Finished, name: string, paths: readonly string[]): void {
  assert.match(
    stderr,
    new RegExp(`ContractViolationError: src/${name}-main\\.ts:1 may not import src/${name}-db\\.ts`),
  );
  for (const each of paths) assert.ok(stderr.includes(each), stderr);
}

/** Runs what was built: with the right exports, with wrong ones, and where another condition is broken. */
export async function runAll(project: Project, start: (name: string) => readonly string[]): Promise<void> {
  for (const [name, paths, main] of [
    ["pg", PG, "main object"],
    ["esm", ESM, "main 1.0,function"],
  ] as const) {
    const args = start(name);
    const admitted = await project.node(args, { env: { MODE: "live" } });
    assert.deepEqual(withoutBelow(admitted.stdout), [name, `${name}-db`, main], admitted.stderr);
    const refused = await project.node(args, { env: { MODE: "live", BROKEN: "broken exports" } });
    assert.deepEqual([refused.code, withoutBelow(refused.stdout)], [1, [name]], refused.stderr);
    assertSaysRefused(refused, name, paths);
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
