/**
 * The scan that tells, without TypeScript, that a project has nothing to do with contracts: it never says so of one that
 * has.
 *
 * @module
 */
import assert from "node:assert/strict";
import { symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import os from "node:os";
import { describe, it } from "node:test";
import { createProject, type Files, type Project, tsconfig } from "../project.ts";

const require = createRequire(import.meta.url);
const { createTextScan } =
  require("../../../transformer/dist/service/texts/scan.js") as typeof import("../../../transformer/dist/service/texts/scan.js");

const CONTRACT = `/** @importspy { os: "linux" } */\nexport declare const pay: number;\n`;
const MAIN = { "src/main.ts": `import { pay } from "pay";\nexport const all = pay;\n` };
const pay = (content: object, files: Files): Files => ({
  ...Object.fromEntries(Object.entries(files).map(([name, text]) => [`node_modules/pay/${name}`, text])),
  "node_modules/pay/package.json": JSON.stringify({ name: "pay", version: "1.0.0", ...content }),
});

/** Projects with a contract, each in a place of its own. */
const CONTRACTED: Readonly<Record<string, Files>> = {
  "in a source": { "src/pay.ts": CONTRACT },
  "spelled otherwise": { "src/pay.ts": `/** @ImportSpy { os: "linux" } */\nexport {};\n` },
  "on declare module, in a file without importers": {
    "src/pg.d.ts": `/** @importspy { os: "linux" } */\ndeclare module "pg" {}\n`,
  },
  "in a file outside of the project, by its path": {
    "src/main.ts": `export * from "../lib/pay.js";\n`,
    "lib/pay.ts": CONTRACT,
  },
  "in a file that such a file loads": {
    "src/main.ts": `void import("../lib");\n`,
    "lib/index.ts": `import pay = require("./deep/pay.cjs");\nexport { pay };\n`,
    "lib/deep/pay.cts": CONTRACT,
  },
  "through an alias": {
    ...MAIN,
    "tsconfig.json": tsconfig({ paths: { pay: ["./lib/pay.ts"] } }),
    "lib/pay.ts": CONTRACT,
  },
  "through an alias of a base configuration": {
    "src/main.ts": `export * from "@lib/pay";\n`,
    "tsconfig.json": `{ "extends": ["./config/base"], /* here */ "include": ["src/**/*"], }`,
    "config/base.json": JSON.stringify({ compilerOptions: { paths: { "@lib/*": ["../lib/*"] } } }),
    "lib/pay.ts": CONTRACT,
  },
  "through baseUrl": { ...MAIN, "tsconfig.json": tsconfig({ baseUrl: "lib" }), "lib/pay.d.ts": CONTRACT },
  "through imports of package.json": {
    "src/main.ts": `import "#pay/api";\n`,
    "package.json": JSON.stringify({ name: "app", imports: { "#pay/*": { default: "./lib/*.js" } } }),
    "lib/api.d.ts": CONTRACT,
  },
  "through the package's own name": {
    "src/main.ts": `import "app/pay";\n`,
    "package.json": JSON.stringify({ name: "app", exports: { "./pay": "./lib/pay.js" } }),
    "lib/pay.ts": CONTRACT,
  },
  "in a referenced project": {
    "tsconfig.json": JSON.stringify({ files: [], references: [{ path: "./lib" }] }),
    "lib/tsconfig.json": JSON.stringify({ compilerOptions: { composite: true } }),
    "lib/pay.ts": CONTRACT,
  },
  "in JavaScript of the project": { "tsconfig.json": tsconfig({ allowJs: true }), "src/pay.js": CONTRACT },
  "through a reference to a file": {
    "src/main.ts": `/// <reference path="../types/pg.d.ts" />\nexport {};\n`,
    "types/pg.d.ts": `/** @importspy { os: "linux" } */\ndeclare module "pg" {}\n`,
  },
  "in a package that was built with importspy": { ...MAIN, ...pay({ dependencies: { importspy: "*" } }, {}) },
  "in a package's declarations": { ...MAIN, ...pay({ types: "dist/api.d.ts" }, { "dist/api.d.ts": CONTRACT }) },
  "in a package's exports": {
    "src/main.ts": `import "pay/api/card";\n`,
    ...pay({ exports: { "./api/*": { import: "./dist/*.mjs" } } }, { "dist/card.d.mts": CONTRACT }),
  },
  "in a package's declarations of another version": {
    ...MAIN,
    ...pay({ types: "index.d.ts", typesVersions: { "*": { "*": ["v6/*"] } } }, { "v6/index.d.ts": CONTRACT }),
  },
  "in declarations of a package without any": {
    ...MAIN,
    ...pay({ main: "index.js" }, {}),
    "node_modules/@types/pay/index.d.ts": CONTRACT,
  },
};

/** Projects of which only TypeScript can tell. */
const UNREADABLE: Readonly<Record<string, Files>> = {
  "a broken tsconfig.json": { "tsconfig.json": `{ "include": [` },
  "a base configuration that is missing": { "tsconfig.json": `{ "extends": "@acme/tsconfig" }` },
  "other endings of files": { "tsconfig.json": tsconfig({ moduleSuffixes: [".ios", ""] }) },
  "hidden folders": { "tsconfig.json": tsconfig({}, { include: [".config/**/*"] }) },
};

/** Projects without a contract. */
const CLEAN: Readonly<Record<string, Files>> = {
  "a path below a file": {
    "src/main.ts": `import "./plain.ts/x.js";\nimport "pay/index.js/x.js";\n`,
    "src/plain.ts": "export {};\n",
    ...pay({}, { "index.js": "export {};\n" }),
  },
  "no tag": { "src/main.ts": `import "./other.js";\nimport fs from "node:fs";\n`, "src/other.ts": "export {};\n" },
  "a contract in what is left out": {
    "tsconfig.json": tsconfig({}, { include: ["."], exclude: ["old"] }),
    "old/pay.ts": CONTRACT,
    "dist-other/pay.js": CONTRACT,
  },
  "a contract in the output": { "tsconfig.json": tsconfig({}, { include: undefined }), "dist/pay.d.ts": CONTRACT },
  "a package without contracts": { ...MAIN, ...pay({}, { "index.d.ts": "export const pay: number;\n" }) },
};

const within = async (files: Files, test: (project: Project) => unknown): Promise<void> => {
  const project = await createProject({ "src/main.ts": "export {};\n", ...files });
  try {
    await test(project);
  } finally {
    await project.remove();
  }
};
const scanOf = (project: Project) => createTextScan(project.at("tsconfig.json"));

describe("texts show whether there may be contracts", { concurrency: os.availableParallelism() }, () => {
  for (const [title, files] of Object.entries({ ...CONTRACTED, ...UNREADABLE })) {
    it(`TypeScript must decide: ${title}`, () =>
      within(files, (project) => assert.equal(scanOf(project).isClean(), false)));
  }
  for (const [title, files] of Object.entries(CLEAN)) {
    it(`no contract: ${title}`, () => within(files, (project) => assert.equal(scanOf(project).isClean(), true)));
  }

  it("a contract in a package of the workspace", () =>
    within(
      {
        ...MAIN,
        "packages/pay/package.json": JSON.stringify({ name: "pay", exports: "./src/index.ts" }),
        "packages/pay/src/index.ts": `export * from "./deep.js";\n`,
        "packages/pay/src/deep.ts": CONTRACT,
      },
      async (project) => {
        assert.equal(scanOf(project).isClean(), true);
        await symlink(project.at("packages/pay"), project.at("node_modules/pay"), "dir");
        assert.equal(scanOf(project).isClean(), false);
      },
    ));

  it("files that are added later", () =>
    within({}, async (project) => {
      const cases: readonly (readonly [string, string])[] = [
        ["src/main.ts", CONTRACT],
        ["src/new.ts", CONTRACT],
        ["src/main.ts", `import "../lib/pay.js";\n`],
        ["tsconfig.json", tsconfig({}, { include: ["src", "lib"] })],
      ];
      for (const [name, text] of cases) {
        await project.write({
          "src/main.ts": "export {};\n",
          "src/new.ts": "export {};\n",
          "tsconfig.json": tsconfig(),
        });
        await project.write({ "lib/pay.ts": CONTRACT });
        const scan = scanOf(project);
        assert.equal(scan.isClean(), true);
        assert.equal(scan.isClean(project.at("src/App.vue"), "export {};"), true);
        await project.write({ [name]: text });
        scan.change([project.at(name)]);
        assert.equal(scan.isClean(), false, `${name} ${text}`);
      }
      await project.write({ "src/main.ts": "export {};\n", "src/new.ts": "export {};\n", "tsconfig.json": tsconfig() });
      const scan = scanOf(project);
      // A file that a host brings, and of which the project knows nothing.
      assert.equal(scan.isClean(project.at("src/App.vue"), `import "../lib/pay.js";`), false);
    }));

  const TELL = `process.on("exit", () => {
    const { createRequire } = require("node:module");
    const loaded = Object.keys(require.cache).some((name) => /typescript.lib.typescript\\.js$/.test(name));
    process.stdout.write(\`\${process.exitCode ?? 0} \${loaded ? "TypeScript" : "texts"}\\n\`);
  });\n`;

  it("hosts load TypeScript only when there is a contract, and then guard", () =>
    within(
      {
        "tell.cjs": TELL,
        "src/main.ts": `import { level } from "./level.ts";\nconsole.log(level);\n`,
        "src/level.ts": `export const level: number = 1;\n`,
        "build.mjs": `import { createRequire } from "node:module";
          import importspy from "@importspy/transformer/esbuild";
          const require = createRequire(${JSON.stringify(import.meta.url)});
          await require("esbuild").build({ entryPoints: ["src/main.ts"], outdir: "out", bundle: true, platform: "node",
            format: "esm", logLevel: "error", plugins: [importspy()] });\n`,
      },
      async (project) => {
        const build = () => project.node(["--require", "./tell.cjs", "build.mjs"]);
        const run = () =>
          project.node(["--require", "./tell.cjs", "--import", "@importspy/transformer/register", "src/main.ts"]);
        assert.equal((await build()).stdout, "0 texts\n");
        // What the first start finds out the second one reads.
        for (const _ of [1, 2]) assert.equal((await run()).stdout, "1\n0 texts\n");
        await project.write({ "src/level.ts": `/** @importspy { os: "aix" } */\nexport const level: number = 1;\n` });
        assert.equal((await build()).stdout, "0 TypeScript\n");
        assert.match((await project.node(["out/main.js"])).stderr, /may not import src\/level\.ts/);
        assert.match((await run()).stderr, /may not import src\/level\.ts/);
      },
    ));
});
