/**
 * `@importspy/transformer/jest` around ts-jest, @swc/jest and babel-jest.
 *
 * @module
 */
import assert from "node:assert/strict";
import { rm, symlink } from "node:fs/promises";
import path from "node:path";
import { describe, it } from "node:test";
import { createProject, type Files, type Project, type RunOptions, root, tsconfig } from "../project.ts";

const JEST = path.join(root, "node_modules/jest/bin/jest.js");
const module = (name: string) => path.join(root, "node_modules", name);

const PAYMENTS = `/** @importspy { env: { TOKEN: Secret; MODE: Mode }; importer: { module: \`src/\${"pay"}\${string}\` } } Ask. */
import { name } from "./database";
import type { Mode } from "./modes";
console.log("payments: evaluated");
export const pay = (): string => \`paid through \${name}\`;
`;

const TEST = (body: string) => `import "./environment";\nimport { pay } from "./payments";\n${body}`;

const SOURCES: Files = {
  "package.json": JSON.stringify({ name: "app", version: "1.0.0" }),
  "tsconfig.json": tsconfig({
    module: "commonjs",
    moduleResolution: "bundler",
    plugins: undefined,
    esModuleInterop: true,
    isolatedModules: true,
  }),
  "src/globals.d.ts":
    "declare const test: (name: string, run: () => unknown) => void; declare const jest: any; declare const expect: any;",
  "src/modes.ts": 'export type Mode = "test";',
  "src/environment.ts": 'process.env.MODE = "test";',
  "src/database.ts": 'console.log("database: evaluated");\nexport const name: string = "db";',
  "src/payments.ts": PAYMENTS,
  "src/pay.test.ts": TEST('test("pays", () => expect(pay()).toBe("paid through db"));'),
  "src/pay-mocked.test.ts": TEST(
    'jest.mock("./payments", () => ({ pay: () => "mocked" }));\ntest("is mocked", () => expect(pay()).toBe("mocked"));',
  ),
  "src/pay-again.test.ts": `import "./environment";
    test("is judged again", () => {
      process.env.TOKEN = "x";
      expect(require("./payments").pay()).toBe("paid through db");
      jest.resetModules();
      delete process.env.TOKEN;
      expect(() => require("./payments")).toThrow("env.TOKEN");
    });`,
};

/** Errors in lines that guards have made longer. */
const THROWS: Files = {
  "src/failing.ts":
    '/** @importspy { env: { MODE: "test" } } */\nexport const fail = (): never => { throw new Error("inside"); };',
  "src/throws.test.ts": `import "./environment"; import { fail } from "./failing"; test("inside", () => fail());
    const lazily = () => import("./failing").then(() => { throw new Error("lazily"); }); test("lazily", lazily);
    test("later", () => { require("./failing"); throw new Error("later"); });`,
};

/** `src/x.ts:1:27`, where a text is in one of these. */
function placeOf(file: string, text: string): string {
  const lines = THROWS[file]!.split("\n");
  const line = lines.findIndex((each) => each.includes(text));
  return `${file}:${line + 1}:${lines[line]!.indexOf(text) + 1}`;
}

const SETTINGS = {
  "ts-jest": ["ts-jest", { diagnostics: false }],
  "@swc/jest": ["@swc/jest", { jsc: { parser: { syntax: "typescript" }, target: "es2022" } }],
  "babel-jest": [
    "babel-jest",
    {
      babelrc: false,
      configFile: false,
      presets: [[module("@babel/preset-env"), { targets: { node: "20" } }], module("@babel/preset-typescript")],
    },
  ],
};

const config = (transform: unknown, rest = {}) =>
  JSON.stringify({
    testEnvironment: "node",
    cacheDirectory: "<rootDir>/cache",
    transform: { "^.+\\.[cm]?[jt]sx?$": ["@importspy/transformer/jest", { transform }] },
    ...rest,
  });

async function createApp(files: Files): Promise<Project> {
  const project = await createProject({ ...SOURCES, ...files });
  await symlink(module("@swc"), project.at("node_modules/@swc"), "dir");
  for (const name of ["ts-jest", "babel-jest"]) await symlink(module(name), project.at("node_modules", name), "dir");
  return project;
}

/** What Jest printed of a run: verdicts and failures. */
async function runs(
  project: Project,
  test: string,
  env: RunOptions["env"] = {},
  nodeArgs: readonly string[] = [],
  more: readonly string[] = [],
) {
  const args = [...nodeArgs, JEST, "--runTestsByPath", `src/${test}.test.ts`, "--no-color", ...more];
  const { code, stdout, stderr } = await project.node(args, { env: { CI: "1", ...env } });
  return { code, printed: stdout + stderr };
}

describe("jest", { concurrency: 2 }, () => {
  for (const [name, transform] of Object.entries(SETTINGS)) {
    it(`around ${name}: refused before the module is evaluated, admitted, mocked, judged again`, async () => {
      const project = await createApp({ ...THROWS, "jest.config.json": config(transform) });
      // Each start of Jest takes a second, so that one runs all files that the same variables are for.
      const failing = await runs(project, "pay", {}, [], ["src/throws.test.ts", "src/pay-mocked.test.ts"]);
      assert.equal(failing.code, 1);
      assert.match(failing.printed, /src\/pay\.test\.ts:2 may not import src\/payments\.ts: .* in 1 place/);
      assert.match(failing.printed, /env\.TOKEN +expected a secret +not set/);
      assert.doesNotMatch(failing.printed, /evaluated/);
      assert.match(failing.printed, /PASS src\/pay-mocked\.test\.ts/);
      const admitted = await runs(project, "pay", { TOKEN: "t0psecret" }, [], ["src/pay-again.test.ts"]);
      assert.equal(admitted.code, 0, admitted.printed);
      assert.match(admitted.printed, /Tests: +2 passed/);
      assert.match(admitted.printed, /database: evaluated[\s\S]*payments: evaluated/);
      for (const text of ["());", 'new Error("lazily")', 'new Error("later")']) {
        assert.ok(failing.printed.includes(placeOf("src/throws.test.ts", text)), text + failing.printed);
      }
      assert.ok(failing.printed.includes(placeOf("src/failing.ts", 'new Error("inside")')), failing.printed);
      await project.remove();
    });
  }

  it("does not use its cache when a contract or a type in it has changed", async () => {
    const project = await createApp({ "jest.config.json": config(SETTINGS["@swc/jest"]) });
    assert.equal((await runs(project, "pay", { TOKEN: "t0psecret" })).code, 0);
    await project.write({ "src/modes.ts": 'export type Mode = "live";' });
    assert.match((await runs(project, "pay", { TOKEN: "t0psecret" })).printed, /env\.MODE +expected "live"/);
    await project.write({ "src/modes.ts": 'export type Mode = "test";' });
    assert.equal((await runs(project, "pay", { TOKEN: "t0psecret" })).code, 0);
    await project.write({ "src/payments.ts": PAYMENTS.replace('"pay"', '"billing"') });
    const { code, printed } = await runs(project, "pay", { TOKEN: "t0psecret" });
    assert.equal(code, 1);
    assert.match(
      printed,
      /src\/pay\.test\.ts\(2,21\): error TS87301: src\/pay\.test\.ts may not import src\/payments\.ts/,
    );
    await project.remove();
  });

  it("importers have load(), and load<T>() resolves from the calling file", async () => {
    const hosted = {
      "package.json": '{ "name": "app", "dependencies": { "only-here": "1" } }',
      "src/host.ts": `import { importers } from "importspy";
        /** @importspy */
        export interface Host { packages: { "only-here": "^1.2" }; importer: { module: \`src/plugin-\${string}\`; exports: { name: string } } | { module: "src/host.test.ts" } }
        export const list = () => importers<Host>();`,
      "src/plugin-a.ts": 'import "./host";\nexport const name: string = "a";',
      "src/plugin-b.ts": 'import "./host";\nexport const name: string = "b";',
      "src/host.test.ts": `import "./plugin-a"; import "./plugin-b"; import { load } from "importspy"; import { list } from "./host";
        test("loads", async () => {
          const found = list().map(async (each) => each.module === "src/host.test.ts" ? "" : (await each.load()).name);
          expect(await Promise.all(found)).toEqual(["a", "b", ""]);
          const late = await load<{ name: string }>("./late.cjs");
          expect(late.name).toBe("late");
          await expect(load<{ other: string }>("./late.cjs")).rejects.toThrow("exports.other");
        });`,
      "src/late.cjs": 'exports.name = "late";',
      "node_modules/only-here/package.json": '{ "name": "only-here", "version": "1.2.3" }',
    };
    const esm = [SETTINGS["@swc/jest"][0], { ...(SETTINGS["@swc/jest"][1] as object), module: { type: "es6" } }];
    for (const [transform, rest, flags] of [
      [SETTINGS["ts-jest"], {}, []],
      [esm, { extensionsToTreatAsEsm: [".ts"] }, ["--experimental-vm-modules"]],
    ] as const) {
      // Seen from there, nothing of the project is installed.
      const cacheDirectory = `<rootDir>/../importspy-jest-${process.pid}`;
      const project = await createApp({
        ...hosted,
        "jest.config.json": config(transform, { ...rest, cacheDirectory }),
      });
      const { code, printed } = await runs(project, "host", {}, flags);
      assert.equal(code, 0, printed);
      await rm(project.at("..", path.basename(cacheDirectory)), { recursive: true });
      await project.remove();
    }
  });

  it("guards ES modules", async () => {
    const esm = [SETTINGS["@swc/jest"][0], { ...(SETTINGS["@swc/jest"][1] as object), module: { type: "es6" } }];
    const project = await createApp({ "jest.config.json": config(esm, { extensionsToTreatAsEsm: [".ts"] }) });
    const flag = ["--experimental-vm-modules"];
    const refused = await runs(project, "pay", {}, flag);
    assert.equal(refused.code, 1);
    assert.match(refused.printed, /src\/pay\.test\.ts:2 may not import src\/payments\.ts/);
    assert.doesNotMatch(refused.printed, /evaluated/);
    const admitted = await runs(project, "pay", { TOKEN: "t0psecret" }, flag);
    assert.equal(admitted.code, 0, admitted.printed);
    await project.remove();
  });

  it("reports a transformer that cannot be loaded, and one that returns nothing", async () => {
    const silent = {
      "silent.cjs": "exports.process = () => ({});",
      "jest.config.json": config("<rootDir>/silent.cjs"),
    };
    const project = await createApp(silent);
    const nothing = await runs(project, "pay");
    assert.equal(nothing.code, 1);
    assert.match(
      nothing.printed,
      /importspy cannot guard <project>\/src\/pay\.test\.ts: the transformer .* returned no code/,
    );
    await project.write({ "jest.config.json": config("no-such-transformer") });
    const { code, printed } = await runs(project, "pay");
    assert.equal(code, 1);
    assert.match(printed, /importspy cannot load the transformer "no-such-transformer" of jest\.config/);
    await project.remove();
  });
});
