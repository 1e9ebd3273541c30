/** `importspy verify` where packages load each other, by conditions of `exports` too, and on folders within folders. */
import assert from "node:assert/strict";
import { mkdir, symlink } from "node:fs/promises";
import { describe, it } from "node:test";
import { bundleWithEsbuild } from "../../bundles.ts";
import { createProject, type Files, type Project } from "../../project.ts";
import { verifyIn } from "../../verify.ts";

/** Builds a workspace whose packages are linked to where they would be installed. */
async function createWorkspace(files: Files, packages: readonly string[], args: readonly string[] = []) {
  const project = await createProject(files);
  await mkdir(project.at("node_modules"), { recursive: true });
  for (const name of packages) await symlink(project.at("packages", name), project.at("node_modules", name));
  const built = await project.importspy(["build", ...args]);
  assert.deepEqual(built, { code: 0, stdout: "", stderr: "" });
  return project;
}

const manifest = (name: string, more = {}) =>
  JSON.stringify({ name, version: "1.0.0", type: "module", dependencies: { importspy: "0.1.0" }, ...more });

const compilerOptions = { module: "nodenext", target: "es2022", types: [], skipLibCheck: true };

describe("importspy verify by conditions", () => {
  const sources = (customConditions: readonly string[]) => ({
    "package.json": '{ "name": "root", "private": true, "type": "module" }',
    "tsconfig.json": JSON.stringify({
      compilerOptions: { ...compilerOptions, customConditions, rootDir: ".", outDir: "out" },
      include: ["packages"],
    }),
    "packages/app/package.json": manifest("app"),
    "packages/app/main.ts": 'import { a } from "lib";\nconsole.log(a);\n',
    "packages/lib/package.json": manifest("lib", {
      exports: { development: "./dev/index.js", default: "./index.js" },
    }),
    "packages/lib/dev/index.ts": "/** @importspy { env: { A: string } } */\nexport const a = 1;\n",
    "packages/lib/index.ts": "export const a = 1;\n",
  });
  const verify = (project: Project, conditions?: readonly string[]) =>
    verifyIn(project.folder, ["out"], conditions ? { conditions } : {});
  const unguard = (project: Project) =>
    project.write({ "out/packages/app/main.js": 'import { a } from "lib";\nconsole.log(a);\n' });

  it("lists the files of a condition, and says what was assumed", async () => {
    const project = await createWorkspace(sources(["development"]), ["lib"]);
    const { code, stdout } = await verify(project);
    assert.match(
      stdout,
      /✓ out\/packages\/app\/main\.js:3\s+imports out\/packages\/lib\/dev\/index\.js under the condition "development"/,
    );
    assert.match(stdout, /\nassumed: programs may be started with and without --conditions development\n/);
    assert.equal(code, 0, stdout);
    // The output may have a link of its own to the package, below the one of the workspace.
    await mkdir(project.at("out/node_modules"));
    await symlink(project.at("packages/lib"), project.at("out/node_modules/lib"));
    assert.equal((await verify(project)).stdout, stdout);
    const named = await verify(project, ["development"]);
    assert.match(named.stdout, /✓ out\/packages\/app\/main\.js:3\s+imports out\/packages\/lib\/dev\/index\.js\n/);
    assert.doesNotMatch(named.stdout, /assumed/);
    assert.equal(named.code, 0);
    await unguard(project);
    await project.write({ "out/packages/app/main.importspy.js": "" });
    assert.equal((await verify(project)).code, 1);
    await project.remove();
  });

  it("cannot decide about an unguarded place unless the conditions are named", async () => {
    const project = await createWorkspace(sources([]), ["lib"]);
    const unknown = await verify(project);
    assert.match(
      unknown.stdout,
      /\? out\/packages\/app\/main\.js:1\s+imports .*dev\/index\.js under the condition "development" without a guard.*; say with --conditions/,
    );
    assert.equal(unknown.code, 2);
    const missing = await verify(project, ["production,development"]);
    assert.match(missing.stdout, /✗ out\/packages\/app\/main\.js:1\s+imports .*dev\/index\.js without a guard/);
    assert.equal(missing.code, 1);
    const other = await verify(project, ["production"]);
    assert.equal(other.code, 0, other.stdout);
    // A script says it as well.
    await project.write({
      "package.json": '{ "name": "root", "type": "module", "scripts": { "start": "node -C development out/app.js" } }',
    });
    assert.equal((await verify(project)).code, 1);
    await project.remove();
  });
});

describe("importspy verify on one package of a workspace", () => {
  it("says which other output to name", async () => {
    const options = { ...compilerOptions, composite: true, rootDir: "src", outDir: "dist" };
    const project = await createWorkspace(
      {
        "package.json": '{ "name": "root", "private": true, "type": "module" }',
        "tsconfig.json": '{ "files": [], "references": [{ "path": "packages/lib" }, { "path": "packages/app" }] }',
        "packages/app/package.json": manifest("app"),
        "packages/app/tsconfig.json": JSON.stringify({
          compilerOptions: options,
          include: ["src"],
          references: [{ path: "../lib" }],
        }),
        "packages/app/src/main.ts": 'import { pay } from "lib";\nconsole.log(pay);\n',
        // What others load of it is a bundle, which is made later.
        "packages/lib/package.json": manifest("lib", {
          exports: { types: "./dist/pay.d.ts", default: "./bundle/pay.js" },
        }),
        "packages/lib/tsconfig.json": JSON.stringify({ compilerOptions: options, include: ["src"] }),
        "packages/lib/src/pay.ts": "/** @importspy { env: { A: string } } */\nexport const pay = 1;\n",
      },
      ["lib"],
      ["-b"],
    );
    const one = await verifyIn(project.folder, ["packages/app/dist"]);
    assert.match(
      one.stdout,
      /\? \S*main\.importspy\.js\s+announces lib\/src\/pay\.ts, of which no sidecar was found here; name its output, too: packages\/lib\/dist\n/,
    );
    assert.equal(one.code, 2);
    const both = await verifyIn(project.folder, ["packages/app/dist", "packages/lib/dist"]);
    assert.equal(both.code, 0, both.stdout);
    await project.remove();
  });
});

describe("importspy verify on folders within folders", () => {
  it("finds a bundle of sources inside the output of the build", async () => {
    const project = await createWorkspace(
      {
        "package.json": manifest("app"),
        "src/pay.ts":
          '/** @importspy { env: { A: string } } */\nconsole.log("payments: evaluated");\nexport const pay = 1;\n',
        "src/main.ts": 'import { pay } from "./pay.js";\nconsole.log("main: evaluated", pay);\n',
        "src/words.ts": 'export const words = ["payments: evaluated"];\n',
        "src/reader.ts": 'import { words } from "./words.js";\nconsole.log("reader: evaluated", words);\n',
      },
      [],
    );
    await bundleWithEsbuild(project, { entries: ["main"], format: "esm" }, "dist/bundles");
    const honest = await verifyIn(project.folder, ["dist"]);
    assert.match(honest.stdout, /✓ dist\/bundles\/main\.js\s+enforces the contract of app\/src\/pay\.ts/);
    assert.equal(honest.code, 0, honest.stdout);
    await project.write({
      "dist/bundles/other.js": '(()=>{console.log("payments: evaluated");console.log("main: evaluated",1)})();\n',
    });
    const { code, stdout } = await verifyIn(project.folder, ["dist"]);
    assert.match(
      stdout,
      /✗ dist\/bundles\/other\.js\s+holds code of src\/pay\.ts \("payments: evaluated"\), and does not enforce the contract of app\/src\/pay\.ts/,
    );
    assert.equal(code, 1);
    await project.remove();
  });
});
