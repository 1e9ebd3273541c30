/**
 * What two builds of one program know of each other: a referenced project's contracts are seen through its
 * declarations, and an incremental build's diagnostics through its record.
 *
 * @module
 */
import assert from "node:assert/strict";
import { symlink } from "node:fs/promises";
import os from "node:os";
import { describe, it } from "node:test";
import { createProject, type Project, tsconfig } from "./project.ts";

const PAYMENTS = `import type { Level } from "./levels.js";
/** @importspy { env: { LOG: Level } } Ask in #payments. */
export const pay = () => "paid";
`;

const base = { types: [], lib: ["es2022"] };
const consoleTypes = "declare const console: { log(...values: unknown[]): void };\n";

/** A workspace of two packages, the second of which imports the first by its name and by a path. */
async function createWorkspace(): Promise<Project> {
  const composite = { ...base, composite: true };
  const project = await createProject({
    "tsconfig.json": JSON.stringify({ files: [], references: [{ path: "packages/app" }] }),
    "packages/core/package.json": JSON.stringify({
      name: "@acme/core",
      type: "module",
      exports: { "./payments": "./dist/payments.js" },
    }),
    "packages/core/tsconfig.json": tsconfig(composite),
    "packages/core/src/levels.ts": `export type Level = "debug" | "info";\n`,
    "packages/core/src/payments.ts": PAYMENTS,
    "packages/app/package.json": JSON.stringify({ name: "@acme/app", type: "module" }),
    "packages/app/tsconfig.json": tsconfig(composite, { references: [{ path: "../core" }] }),
    "packages/app/src/console.d.ts": consoleTypes,
    "packages/app/src/by-name.ts": `import { pay } from "@acme/core/payments";\nconsole.log(pay());\n`,
    "packages/app/src/by-path.ts": `import { pay } from "../../core/dist/payments.js";\nconsole.log(pay());\n`,
  });
  await project.write({ "node_modules/@acme/.keep": "" });
  await symlink("../../packages/core", project.at("node_modules/@acme/core"), "dir");
  return project;
}

describe("builds that know of each other", { concurrency: os.availableParallelism() }, () => {
  it("knows a referenced project's module by its source, by name and by path", async () => {
    const project = await createWorkspace();
    try {
      const built = await project.tspc(["-b"]);
      assert.deepEqual(built, { code: 0, stdout: "", stderr: "" });
      for (const name of ["by-name", "by-path"]) {
        const admitted = await project.node([`packages/app/dist/${name}.js`], { env: { LOG: "info" } });
        assert.equal(admitted.stdout, "paid\n", admitted.stderr);
        const refused = await project.node([`packages/app/dist/${name}.js`], { env: { LOG: "loud" } });
        assert.match(refused.stderr, new RegExp(`: src/${name}.ts:1 may not import src/payments.ts:`));
      }
    } finally {
      await project.remove();
    }
  });

  it("reports anew what a far type breaks in a file without a sidecar", async () => {
    const project = await createProject({
      "tsconfig.json": tsconfig({ ...base, incremental: true }),
      "src/types.ts": `import type { Level } from "./levels.js";\nexport type Logging = { LOG: Level };\n`,
      "src/levels.ts": `export type Level = "debug" | "info";\n`,
      "src/elsewhere.ts": `import type { Logging } from "./types.js";
/** @importspy { env: Logging } */
declare module "elsewhere" {}
`,
      "src/uses.ts": `export type { anything } from "elsewhere";\n`,
      "node_modules/elsewhere/package.json": `{ "name": "elsewhere", "version": "1.0.0", "types": "./index.d.ts" }`,
      "node_modules/elsewhere/index.d.ts": "export const anything: string;\n",
    });
    try {
      assert.deepEqual(await project.tspc(), { code: 0, stdout: "", stderr: "" });
      await project.write({ "src/levels.ts": "export type Level = () => void;\n" });
      assert.match((await project.tspc()).stdout, /^src\/elsewhere\.ts\(\d+,\d+\): error TS87212/);
      await project.write({ "src/levels.ts": `export type Level = "warn";\n` });
      assert.deepEqual(await project.tspc(), { code: 0, stdout: "", stderr: "" });
    } finally {
      await project.remove();
    }
  });
});
