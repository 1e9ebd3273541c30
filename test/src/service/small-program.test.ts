/**
 * What a build beside TypeScript 7 finds out from the files that contracts have to do with is what it would find out from
 * all files; where it would not be, it asks all of them.
 *
 * @module
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { describe, it } from "node:test";
import ts from "typescript";
import { createProject, type Files, type Project, root, tsconfig } from "../project.ts";

const require = createRequire(import.meta.url);
const { createSmallProgram } =
  require("../../../transformer/dist/service/smallProgram.js") as typeof import("../../../transformer/dist/service/smallProgram.js");
const { compileContracts } =
  require("../../../transformer/dist/pipeline.js") as typeof import("../../../transformer/dist/pipeline.js");
const { readTextGraph } =
  require("../../../transformer/dist/service/texts/graph.js") as typeof import("../../../transformer/dist/service/texts/graph.js");

/** Cases that are seen to need no other files, with every form of imports. */
const CASES = [
  "contract/holes-of-templates-read-as-variables-do",
  "emit/declarations-publish-contracts",
  "imports/between-esm-and-commonjs",
  "imports/every-form-in-es-modules",
  "imports/several-contracted-modules-commonjs",
  "imports/specifiers-resolve-to-the-contract",
  "imports/type-only-imports-get-no-guard",
  "moment/a-module-that-is-evaluated-again-is-judged-again",
];

/** Projects of which only all files tell. */
const OTHERS: Readonly<Record<string, Files>> = {
  "a contract by an imported type": {
    "src/pay.ts": `import type { Level } from "./level.js";\n/** @importspy { env: { LEVEL: Level } } */\nexport {};\n`,
    "src/level.ts": `export type Level = "low";\n`,
  },
  "a contract on exports of importers": {
    "src/pay.ts": `/** @importspy { importer: { exports: { name: string } } } */\nexport {};\n`,
  },
  "a contract on an external module": {
    "src/pg.d.ts": `/** @importspy { os: "linux" } */\ndeclare module "pg" {}\n`,
  },
  "a specifier that only its type tells": {
    "src/pay.ts": `/** @importspy { os: "linux" } */\nexport {};\n`,
    "src/main.ts": `export const load = (name: "./pay.js") => import(name);\n`,
  },
  "values of variables": {
    "src/pay.ts": `/** @importspy { os: "linux" } */\nexport {};\n`,
    "src/main.ts": `import { env } from "importspy";\nexport const all = env;\n`,
  },
};

function open(project: Project, folder = ".") {
  const fileName = project.at(folder, "tsconfig.json");
  const fail = ({ messageText }: ts.Diagnostic) => assert.fail(String(messageText));
  const config = ts.getParsedCommandLineOfConfigFile(
    fileName,
    {},
    { ...ts.sys, onUnRecoverableConfigFileDiagnostic: fail },
  )!;
  const host = ts.createCompilerHost(config.options);
  const small = createSmallProgram(ts, host, config, readTextGraph(fileName)!, true);
  return { config, host, small };
}

async function within(files: Files, template: string | undefined, test: (project: Project) => void): Promise<void> {
  const project = await createProject(files, template, "small");
  try {
    test(project);
  } finally {
    await project.remove();
  }
}

function compare(project: Project): void {
  const { config, host, small } = open(project);
  assert.ok(small);
  const program = ts.createProgram({ rootNames: config.fileNames, options: config.options, host });
  const all = compileContracts({ ts, program, host });
  const few = compileContracts({ ts, ...small, lacksTypes: true });
  for (const file of program.getSourceFiles()) {
    const name = path.relative(project.folder, file.fileName);
    const other = small.program.getSourceFile(file.fileName);
    assert.equal(other && few.stateOf(other)?.guard, all.stateOf(file)?.guard, name);
    const plan = all.planOf(file.fileName);
    const found = few.planOf(file.fileName);
    assert.deepEqual(
      found && [found.format, found.imports.map(({ line, target }) => [line, target.name])],
      plan && [plan.format, plan.imports.map(({ line, target }) => [line, target.name])],
      name,
    );
    assert.deepEqual(other ? few.diagnosticsOf(other) : [], []);
  }
}

describe("a small program of the files that contracts need", { concurrency: os.availableParallelism() }, () => {
  for (const name of CASES) {
    const template = path.join(root, "test/cases", name);
    const { files } = JSON.parse(readFileSync(path.join(template, "case.json"), "utf8")) as { files?: Files };
    it(`has the same guards: ${name}`, () => within(files ?? {}, template, compare));
  }

  it("finds importers through re-exporting files, and the files between contracts", () =>
    within(
      {
        "src/pay.ts": `import "./between.js";\n/** @importspy { os: "linux"; importer: { module: \`src/\${string}\` } } */\nexport const pay = 1;\n`,
        "src/between.ts": `import "./deep.js";\n`,
        "src/deep.ts": `/** @importspy { arch: "x64" } */\nexport const deep = 1;\n`,
        "src/barrel.ts": `import { pay } from "./pay.js";\nexport const api = { pay };\n`,
        "src/app.ts": `import { api } from "./barrel.js";\nexport const all = [api.pay];\n`,
        "src/rest.ts": `import { all } from "./app.js";\nexport const count = () => all.length;\n`,
        "src/none.ts": `export {};\n`,
      },
      undefined,
      (project) => {
        const { small } = open(project);
        const names = small!.program.getSourceFiles().map(({ fileName }) => path.basename(fileName));
        const own = ["app.ts", "barrel.ts", "between.ts", "deep.ts", "pay.ts"];
        assert.deepEqual(names.filter((each) => !each.startsWith("lib.")).sort(), [...own, "rest.ts"].sort());
        const compilation = compileContracts({ ts, ...small!, lacksTypes: true });
        assert.equal(compilation.planOf(project.at("src/app.ts"))?.imports.length, 1);
      },
    ));

  for (const [title, files] of Object.entries(OTHERS)) {
    it(`is not created: ${title}`, () =>
      within(files, undefined, (project) => assert.equal(open(project).small, undefined)));
  }
  const PAY = { "src/pay.ts": `/** @importspy { os: "linux" } */\nexport {};\n` };
  it("is created only when file names identify the files", () =>
    within({ ...PAY, "tsconfig.json": tsconfig({ rootDirs: ["src", "lib"] }) }, undefined, (project) =>
      assert.equal(open(project).small, undefined),
    ));
});
