/**
 * `importspy build` where `ts-patch install` has changed the TypeScript that it compiles with, as `prepare` scripts of
 * many projects do.
 *
 * @module
 */
import assert from "node:assert/strict";
import { cp, mkdir, rm } from "node:fs/promises";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { createProject, type Finished, type Project, root, tsconfig } from "../../project.ts";

const GUARD = { transform: "@importspy/transformer", transformProgram: true };
/** Renames `answer` to `reply` in what is emitted: another transformer, whose work is to be seen. */
const RENAME = { transform: "./rename.cjs" };

const config = (plugins: unknown, more: Record<string, unknown> = {}, rest: Record<string, unknown> = {}) =>
  tsconfig({ types: [], plugins, ...more }, rest);

const SOURCES = {
  "rename.cjs": `
const { visitEachChild, isIdentifier } = require("typescript");
module.exports = () => (context) => (file) => {
  const visit = (node) =>
    isIdentifier(node) && node.text === "answer" ? context.factory.createIdentifier("reply") : visitEachChild(node, visit, context);
  return visitEachChild(file, visit, context);
};
`,
  "src/a.ts": "/** @importspy { env: { A: string } } */\nexport const a = 1;\n",
  "src/main.ts": 'import { a } from "./a.js";\nconst answer = a;\nexport const doubled = answer * 2;\n',
  "tsconfig.json": config([GUARD, RENAME]),
  "tsconfig.guard.json": config([GUARD]),
  "tsconfig.others.json": config([RENAME]),
  "tsconfig.broken.json": config([GUARD, { transform: "./missing.cjs" }]),
  "tsconfig.incremental.json": config([GUARD, RENAME], { incremental: true, tsBuildInfoFile: "dist/.tsbuildinfo" }),
  "lib/tsconfig.json": config(
    [GUARD, { transform: "../rename.cjs" }],
    { composite: true, rootDir: ".", outDir: "../dist/lib" },
    { include: ["*.ts"] },
  ),
  "lib/b.ts": "/** @importspy { env: { B: string } } */\nexport const b = 1;\n",
  "app/tsconfig.json": config(
    [GUARD, { transform: "../rename.cjs" }],
    { composite: true, rootDir: ".", outDir: "../dist/app" },
    { include: ["*.ts"], references: [{ path: "../lib" }] },
  ),
  "app/main.ts": 'import { b } from "../lib/b.js";\nexport const answer: number = b;\n',
};

/** Installs copies of the packages, and patches that of TypeScript. */
async function install(project: Project): Promise<void> {
  for (const name of ["typescript", "@importspy/transformer", "importspy"]) await rm(project.at("node_modules", name));
  const copies = {
    typescript: "node_modules/typescript",
    semver: "node_modules/semver",
    "jsonc-parser": "node_modules/jsonc-parser",
    importspy: "runtime",
    "@importspy/transformer": "transformer",
  };
  for (const [name, folder] of Object.entries(copies)) {
    const isLeftOut = (source: string) =>
      /^(?:src|build|node_modules)$/.test(path.relative(path.join(root, folder), source));
    const filter = (source: string) => !isLeftOut(source);
    await mkdir(path.dirname(project.at("node_modules", name)), { recursive: true });
    await cp(path.join(root, folder), project.at("node_modules", name), { recursive: true, filter });
  }
  const patched = await project.node([path.join(root, "node_modules/ts-patch/bin/ts-patch.js"), "install", "-s"]);
  assert.equal(patched.code, 0, patched.stderr);
}

describe("importspy build on a patched TypeScript", () => {
  let project: Project;
  before(async () => {
    project = await createProject(SOURCES);
    await install(project);
  });
  after(() => project.remove());

  const outputs = async () => {
    await mkdir(project.at("dist"), { recursive: true });
    const names = (await project.list("dist")).filter((name) => !name.endsWith(".tsbuildinfo"));
    return Object.fromEntries(await Promise.all(names.map(async (name) => [name, await project.read(name)])));
  };
  const emit = async (run: (args: readonly string[]) => Promise<Finished>, args: readonly string[]) => {
    await rm(project.at("dist"), { recursive: true, force: true });
    const { code, stdout, stderr } = await run(args);
    return { code, stdout, stderr, files: await outputs() };
  };
  const tspc = (args: readonly string[]) => project.tspcProcess(args);
  const build = (args: readonly string[]) =>
    project.node(["node_modules/importspy/bin/importspy.cjs", "build", ...args]);

  for (const args of [
    ["-p", "."],
    ["-p", "tsconfig.guard.json"],
    ["-p", "tsconfig.incremental.json"],
    ["-b", "app"],
  ]) {
    it(`emits what tspc emits, and nothing twice: ${args.join(" ")}`, async () => {
      const expected = await emit(tspc, args);
      const actual = await emit(build, args);
      assert.deepEqual(actual, expected);
      assert.equal(actual.code, 0);
      const names = Object.keys(actual.files).filter((name) => name.includes(".importspy."));
      assert.equal(names.length, 2, names.join(" "));
      assert.equal(actual.stderr, "");
    });
  }

  it("runs no other transformer without an entry of importspy, and says so", async () => {
    const { code, stderr, files } = await emit(build, ["-p", "tsconfig.others.json"]);
    assert.equal(code, 0);
    assert.match(stderr, /the plugin "\.\/rename\.cjs" of tsconfig\.json is not run/);
    assert.match(files["dist/main.js"] ?? "", /const answer = a/);
    assert.equal((files["dist/main.js"] ?? "").split("$importspy").length - 1, 1);
  });

  it("reports a missing transformer in one line", async () => {
    const { code, stderr } = await emit(build, ["-p", "tsconfig.broken.json"]);
    assert.equal(code, 2);
    assert.match(stderr, /^importspy build: a transformer of tsconfig\.json fails: .*missing\.cjs/);
    assert.doesNotMatch(stderr, /this is a bug/);
  });
});
