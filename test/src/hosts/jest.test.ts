/**
 * `@importspy/transformer/jest` around ts-jest, @swc/jest and babel-jest.
 *
 * @module
 */
import assert from "node:assert/strict";
import { rm } from "node:fs/promises";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { createProject, type Files, type Project, root, tsconfig } from "../project.ts";
import { ESM_FLAGS, esmJestConfig, inFolders, jestConfig, runTests, swcFor, type TestRun } from "./runners.ts";

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
  "@swc/jest": swcFor("commonjs"),
  "babel-jest": [
    "babel-jest",
    {
      babelrc: false,
      configFile: false,
      presets: [[module("@babel/preset-env"), { targets: { node: "20" } }], module("@babel/preset-typescript")],
    },
  ],
};

/** Contracted modules load others later, by `importers<C>()` and by `load<T>()`. */
const HOSTED: Files = {
  ...SOURCES,
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

const AROUND = Object.keys(SETTINGS);
/** Seen from there, nothing of the project is installed. */
const CACHE_ELSEWHERE = { cacheDirectory: `<rootDir>/../../importspy-jest-${process.pid}` };
/** The only file of tests of a project. */
const only = (name: string) => ({ testMatch: [`<rootDir>/src/${name}.test.ts`] });

/** A project for each configuration, by folder. */
const PROJECTS: Readonly<Record<string, Files>> = {
  ...Object.fromEntries(
    Object.entries(SETTINGS).map(([name, transform]) => [
      name,
      { ...SOURCES, ...THROWS, "jest.config.json": jestConfig(transform) },
    ]),
  ),
  silent: {
    ...SOURCES,
    "silent.cjs": "exports.process = () => ({});",
    "jest.config.json": jestConfig("<rootDir>/silent.cjs", only("pay")),
  },
  missing: { ...SOURCES, "jest.config.json": jestConfig("no-such-transformer", only("pay")) },
  hosted: { ...HOSTED, "jest.config.json": jestConfig(SETTINGS["ts-jest"], { ...CACHE_ELSEWHERE, ...only("host") }) },
  esm: {
    ...SOURCES,
    "src/token.ts": 'process.env.TOKEN = "t0psecret";',
    "src/pay-set.test.ts": `import "./token";\n${SOURCES["src/pay.test.ts"]}`,
    "jest.config.json": esmJestConfig(),
  },
  "hosted-esm": { ...HOSTED, "jest.config.json": esmJestConfig({ ...CACHE_ELSEWHERE, ...only("host") }) },
};
const TOKEN = { TOKEN: "t0psecret" };

describe("jest", () => {
  let project: Project;
  /** Runs tests of some of the projects, in one process. */
  const runIn = (folders: readonly string[], names: readonly string[], env = {}, flags: readonly string[] = []) =>
    runTests(project, "jest", ["-i", "--projects", ...folders, "--", `/src/(${names.join("|")}).test.ts$`], env, flags);
  const messageOf = ({ files, printed }: TestRun, name: string) => {
    const { status, message } = files.get(name) ?? { message: `${name} was not run: ${printed}` };
    return status === "passed" ? "" : message;
  };

  let failing: TestRun;
  let admitted: TestRun;
  let modules: TestRun;
  before(async () => {
    project = await createProject(inFolders(PROJECTS));
    await project.install("@swc", "ts-jest", "babel-jest");
    const failsFirst = async () => {
      failing = await runIn([...AROUND, "silent", "missing", "hosted"], ["pay", "throws", "pay-mocked", "host"]);
      admitted = await runIn(AROUND, ["pay", "pay-again"], TOKEN);
    };
    const runModules = async () => {
      modules = await runIn(["esm", "hosted-esm"], ["pay", "pay-set", "host"], {}, ESM_FLAGS);
    };
    await Promise.all([failsFirst(), runModules()]);
  });
  after(async () => {
    await rm(project.at("..", `importspy-jest-${process.pid}`), { recursive: true, force: true });
    await project.remove();
  });

  for (const name of AROUND) {
    it(`around ${name}: refused before the module is evaluated, admitted, mocked, judged again`, () => {
      const refused = messageOf(failing, `${name}/src/pay.test.ts`);
      assert.match(refused, /src\/pay\.test\.ts:2 may not import src\/payments\.ts: .* in 1 place/);
      assert.match(refused, /env\.TOKEN +expected a secret +not set/);
      assert.equal(messageOf(failing, `${name}/src/pay-mocked.test.ts`), "");
      for (const test of ["pay", "pay-again"]) assert.equal(messageOf(admitted, `${name}/src/${test}.test.ts`), "");
      const thrown = messageOf(failing, `${name}/src/throws.test.ts`);
      for (const text of ["());", 'new Error("lazily")', 'new Error("later")'])
        assert.ok(thrown.includes(placeOf("src/throws.test.ts", text)), text + thrown);
      assert.ok(thrown.includes(placeOf("src/failing.ts", 'new Error("inside")')), thrown);
    });
  }

  it("evaluates nothing that is refused, and modules in their order", () => {
    assert.doesNotMatch(failing.printed, /: evaluated/);
    // By `pay` and by `pay-again`.
    const order = AROUND.flatMap(() => ["database", "payments", "database", "payments"]);
    assert.deepEqual(admitted.printed.match(/\w+(?=: evaluated)/g), order);
  });

  it("does not use its cache when a contract or a type in it has changed", async () => {
    const folder = "@swc/jest";
    const again = async () => messageOf(await runIn([folder], ["pay"], TOKEN), `${folder}/src/pay.test.ts`);
    await project.write({ [`${folder}/src/modes.ts`]: 'export type Mode = "live";' });
    assert.match(await again(), /env\.MODE +expected "live"/);
    await project.write({ [`${folder}/src/modes.ts`]: 'export type Mode = "test";' });
    assert.equal(await again(), "");
    await project.write({ [`${folder}/src/payments.ts`]: PAYMENTS.replace('"pay"', '"billing"') });
    assert.match(
      await again(),
      /src\/pay\.test\.ts\(2,21\): error TS87301: src\/pay\.test\.ts may not import src\/payments\.ts/,
    );
  });

  it("importers have load(), and load<T>() resolves from the calling file", () => {
    assert.equal(messageOf(failing, "hosted/src/host.test.ts"), "");
    assert.equal(messageOf(modules, "hosted-esm/src/host.test.ts"), "");
  });

  it("guards ES modules", () => {
    assert.match(messageOf(modules, "esm/src/pay.test.ts"), /src\/pay\.test\.ts:2 may not import src\/payments\.ts/);
    assert.equal(messageOf(modules, "esm/src/pay-set.test.ts"), "");
    assert.deepEqual(modules.printed.match(/\w+(?=: evaluated)/g), ["database", "payments"]);
  });

  it("reports a transformer that cannot be loaded, and one that returns nothing", () => {
    assert.match(
      messageOf(failing, "silent/src/pay.test.ts"),
      /importspy cannot guard <project>\/silent\/src\/pay\.test\.ts: the transformer .* returned no code/,
    );
    assert.match(
      messageOf(failing, "missing/src/pay.test.ts"),
      /importspy cannot load the transformer "no-such-transformer" of jest\.config/,
    );
  });
});
