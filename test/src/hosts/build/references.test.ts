/**
 * A referenced project's contracts, which the program that imports their modules sees through declarations only.
 *
 * @module
 */
import assert from "node:assert/strict";
import { symlink } from "node:fs/promises";
import os from "node:os";
import { describe, it } from "node:test";
import { createProject, type Project, tsconfig } from "../../project.ts";

const PAYMENTS = `import type { Level } from "./levels.js";
/** @importspy { env: { LOG: Level } } Ask in #payments. */
export const pay = () => "paid";
`;

const RESTRICTED = `/** @importspy { importer: { package: "@acme/billing" } } Ask in #payments. */
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
      exports: { ".": "./dist/index.js", "./payments": "./dist/payments.js" },
    }),
    "packages/core/tsconfig.json": tsconfig({ ...composite, removeComments: true }),
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

describe("builds of projects that reference each other", { concurrency: os.availableParallelism() }, () => {
  it("recognizes a module of a referenced project by source, name and path", async () => {
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

  it("finds the import chain to a restricted module of a referenced project through a barrel", async () => {
    const project = await createWorkspace();
    try {
      await project.write({
        "packages/core/src/payments.ts": RESTRICTED,
        "packages/core/src/index.ts": `export * from "./payments.js";\n`,
        "packages/app/src/by-name.ts": `import { pay } from "@acme/core";\nconsole.log(pay());\n`,
        "packages/app/src/by-path.ts": `import type { pay } from "@acme/core";\nexport type Pay = typeof pay;\n`,
      });
      const { code, stdout } = await project.tspc(["-b"]);
      const [error] = stdout.split("\n");
      assert.match(
        error!,
        /^packages\/app\/src\/by-name\.ts\(1,21\): error TS87302: .* reaches src\/payments\.ts of @acme\/core through/,
      );
      assert.equal(stdout.match(/error TS/g)?.length, 1, stdout);
      assert.equal(code, 2);
    } finally {
      await project.remove();
    }
  });
});
