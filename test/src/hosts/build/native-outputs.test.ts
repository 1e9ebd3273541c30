/**
 * What options and sources make of the outputs of `importspy build` on TypeScript 7, and what goes wrong with the disk.
 *
 * @module
 */
import assert from "node:assert/strict";
import { chmod, mkdir, readFile, rm, stat } from "node:fs/promises";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { describe, it } from "node:test";
import ts from "typescript";
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
import { createProject, type Files, IMPORTSPY, run } from "../../project.ts";

const require = createRequire(import.meta.url);
type Namer = typeof import("../../../../transformer/dist/hosts/build/beside/outputNames.js");

const built = { code: 0, stdout: "", stderr: "" };
const isOurs = (name: string) => /\.importspy\.[cm]?js$|\.d\.[cm]?ts$/.test(name);
const isAdmitted = (stderr: string) => /Error: thrown/.test(stderr) && !stderr.includes("Violation");

describe("outputs of importspy build on TypeScript 7", { concurrency: os.availableParallelism() }, () => {
  const odd: Files = {
    "tsconfig.json": options({
      ...{ declaration: true, declarationMap: true, inlineSourceMap: true, inlineSources: true },
      ...{ declarationDir: "types", removeComments: true, rewriteRelativeImportExtensions: true },
      ...{ newLine: "crlf", emitBOM: true },
    }),
    "src/tool.mts": `#!/usr/bin/env node\r\n"use strict";\r\n// A comment.\r\nimport { pay } from "./payments.ts";\r\nexport const tool = pay(1);\r\nthrow new Error("thrown");\r\n`,
    "src/later.cts": `/* A comment. */\nexport const later = () => import("./payments.ts");\nlater().then(() => { throw new Error("thrown"); });\n`,
    "src/main.ts": SOURCES["src/main.ts"]!.replaceAll(".js", ".ts"),
  };
  onSeven("are right with every option that moves or rewrites them", odd, async (project) => {
    assert.deepEqual(await build(project), built);
    const native = { ...(await outputs(project)), ...(await outputs(project, "types")) };
    for (const name of ["tool.mjs", "later.cjs", "main.js"]) {
      const start = (LEVEL: string) => project.node(["--enable-source-maps", `dist/${name}`], { env: { LEVEL } });
      const { stderr } = await start("low");
      assert.ok(isAdmitted(stderr), `${name}\n${stderr}`);
      // The place in the source, by a map within the file.
      assert.match(stderr, /src\/(?:tool\.mts:6|later\.cts:3|main\.ts:4):\d+/);
      assert.match((await start("none")).stderr, /ContractViolationError: src\/.* may not import src\/payments\.ts/);
    }
    assert.equal((await project.importspy(["verify", "dist"])).code, 0);
    for (const folder of ["dist", "types"]) await rm(project.at(folder), { recursive: true });
    assert.equal((await build(project, "--compiler", "6")).code, 0);
    const builtIn = { ...(await outputs(project)), ...(await outputs(project, "types")) };
    assert.deepEqual(Object.keys(native).sort(), Object.keys(builtIn).sort());
    for (const name of Object.keys(native).filter(isOurs)) assert.equal(native[name], builtIn[name], name);
  });

  onSeven("keep what somebody has set on them, and not what somebody has written", {}, async (project) => {
    assert.deepEqual(await build(project), built);
    const whole = await outputs(project);
    await chmod(project.at("dist/main.js"), 0o755);
    await project.write({ "dist/main.js": "// edited\n", "dist/payments.importspy.js": "// edited\n" });
    assert.deepEqual(await build(project), built);
    assert.deepEqual(await outputs(project), whole);
    assert.equal((await stat(project.at("dist/main.js"))).mode & 0o777, 0o755);
  });

  const full = { "src/small.ts": "export {};\n" };
  onSeven("are as before where the disk takes no more of them", full, async (project) => {
    assert.deepEqual(await build(project), built);
    await rm(project.at("dist/payments.importspy.js"));
    const before = await outputs(project);
    // What stands in the way of a sidecar is found when TypeScript 7 has emitted.
    await mkdir(project.at("dist/payments.importspy.js/folder"), { recursive: true });
    await project.write({ "src/main.ts": `${SOURCES["src/main.ts"]}// more\n` });
    for (const more of [[], ["--incremental"]]) {
      const { code, stderr } = await build(project, ...more);
      assert.equal(code, 1);
      assert.match(stderr, /^importspy build: .*payments\.importspy\.js/m);
      assert.deepEqual(await outputs(project), before);
    }
    await rm(project.at("dist/payments.importspy.js"), { recursive: true });
    assert.deepEqual(await build(project, "--incremental"), built);
    assert.match(await project.read("dist/main.js"), /\/\/ more/);
    assert.equal((await project.importspy(["verify", "dist"])).code, 0);
  });

  it("are restored when a guarded file would exceed the allowed size", NATIVE, async () => {
    const long = Array.from({ length: 400 }, (_, index) => `NAME_${index}: "value ${index}"`).join("; ");
    const contracted = `/** @importspy { env: { ${long} } } */\nexport const pay = (cents: number): number => cents;\n`;
    const project = await createProject({ "tsconfig.json": options({ removeComments: true }), ...SOURCES });
    try {
      await useCompiler(project, "typescript-7");
      assert.deepEqual(await build(project), built);
      const before = await outputs(project);
      await project.write({ "src/payments.ts": contracted });
      const limited = `ulimit -f 8; trap '' XFSZ; exec "$0" "$@"`;
      const args = ["-c", limited, process.execPath, IMPORTSPY, "build"];
      const { code, stderr } = await run("/bin/sh", args, {
        cwd: project.folder,
        env: { NODE_DISABLE_COMPILE_CACHE: "1" },
      });
      assert.equal(code, 1, stderr);
      assert.match(stderr, /^importspy build: EFBIG/m);
      assert.equal(await project.read("dist/main.js"), before["dist/main.js"]);
      assert.equal(await project.read("dist/payments.js"), before["dist/payments.js"]);
      assert.deepEqual(Object.keys(await outputs(project)), Object.keys(before));
      assert.deepEqual(await build(project), built);
    } finally {
      await project.remove();
    }
  });

  const warns = fakeCompiler([
    `console.log("a warning of the compiler");`,
    `console.error("and one more");`,
    `process.exit(runReal());`,
  ]);
  for (const [isExecutable, how] of STARTED) {
    onSeven(
      `are guarded where TypeScript 7, started ${how}, prints warnings`,
      warns,
      async (project) => {
        await useFake(project, isExecutable);
        const said = { code: 0, stdout: "a warning of the compiler\n", stderr: "and one more\n" };
        assert.deepEqual(await build(project), said);
        assert.match((await project.node(["dist/main.js"])).stderr, /ContractViolationError/);
        assert.match(await readFile(project.at("dist/main.js"), "utf8"), /importspy_1\.\$importspy\(\)/);
      },
      NATIVE,
    );
  }

  onSeven("are named by importspy as TypeScript names them", {}, async (project) => {
    const { createOutputNamer } = require("../../../../transformer/dist/hosts/build/beside/outputNames.js") as Namer;
    const names = ["a.ts", "a.d.ts", "a.d.css.ts", "b/c.d.mts", "b/c.tsx", "d.mts", "d.cts", "e.js", "f.jsx", "g.mjs"];
    const fileNames = [...names.flatMap((name) => [`src/${name}`, name]), "h.cjs", "i.json", "../j.ts"].map((name) =>
      path.posix.join(project.folder, name),
    );
    const choices: readonly ts.CompilerOptions[] = [
      {},
      { outDir: "dist" },
      { outDir: "dist", rootDir: "src", declaration: true },
      { declaration: true, declarationDir: "types" },
      { outDir: "src/out", composite: true, jsx: ts.JsxEmit.Preserve },
      { outDir: "dist", jsx: ts.JsxEmit.ReactJSX, sourceMap: true },
      { outDir: "dist", emitDeclarationOnly: true, declaration: true },
    ];
    for (const choice of choices) {
      const given = ["outDir", "rootDir", "declarationDir"].flatMap((name) =>
        typeof choice[name] === "string" ? [[name, project.at(choice[name])] as const] : [],
      );
      const configFilePath = project.at("tsconfig.json");
      const config = {
        ...{ fileNames, errors: [] },
        options: { ...choice, ...Object.fromEntries(given), configFilePath } as ts.CompilerOptions,
      };
      const namesOf = createOutputNamer(config);
      const isOutput = (name: string) => !name.endsWith(".map");
      for (const name of fileNames)
        assert.deepEqual(namesOf(name), ts.getOutputFileNames(config, name, false).filter(isOutput), name);
    }
  });
});
