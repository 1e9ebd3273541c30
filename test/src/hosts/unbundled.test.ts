/** `load<T>()`, `importers<C>()` and `Package<range, shape>` where nothing is bundled. */
import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { createProject, type Files, type Project, tsconfig } from "../project.ts";
import { serveVite } from "./devServer.ts";
import * as importers from "./features/importers.ts";
import * as load from "./features/load.ts";
import * as packages from "./features/packages.ts";
import {
  ESM_FLAGS,
  esmJestConfig,
  inFolders,
  jestConfig,
  runTests,
  swcFor,
  type TestRun,
  vitestConfig,
} from "./runners.ts";

const GLOBALS = "declare const test: (name: string, run: () => unknown) => void; declare const expect: any;\n";

const IMPORTERS_TEST = `import { run } from "./page";
test("importers", async () => { expect(await run()).toEqual(${JSON.stringify(importers.SAID)}); });
${GLOBALS}`;

/** A test that loads the contracted modules, whose packages are right, or wrong. */
const packagesTest = (names: readonly ("pg" | "esm")[], isBroken: boolean) => {
  const paths = { pg: packages.PG.join(), esm: packages.ESM.join() };
  return `process.env.BROKEN = "${isBroken ? "broken exports" : ""}";
test("exports of packages", async () => {
  const loads = { pg: () => import("./pg-db"), esm: () => import("./esm-db") };
  const found: string[] = [];
  for (const name of ${JSON.stringify(names)} as ("pg" | "esm")[])
    found.push(await loads[name]().then(() => "loaded", ({ violations }) => violations.map(({ path }: { path: string }) => path).join()));
  expect(found).toEqual(${JSON.stringify(names.map((name) => (isBroken ? paths[name] : "loaded")))});
});
${GLOBALS}`;
};

const manifest = (text: string, type: "module" | "commonjs") => JSON.stringify({ ...JSON.parse(text), type });

/** What a run tests: a project for each feature. */
function projectsFor(type: "module" | "commonjs", config: Files, names: readonly ("pg" | "esm")[]): Files {
  const app = { "package.json": manifest('{ "name": "app", "version": "1.0.0" }', type), ...config };
  const { "src/lazy-main.ts": _, ...files } = packages.FILES;
  return inFolders({
    load: { ...load.FILES, ...app },
    importers: { ...importers.FILES, ...app, "tsconfig.json": importers.TSCONFIG, "src/main.test.ts": IMPORTERS_TEST },
    packages: {
      ...files,
      ...app,
      "package.json": manifest(packages.FILES["package.json"]!, type),
      "src/right.test.ts": packagesTest(names, false),
      "src/wrong.test.ts": packagesTest(names, true),
    },
  });
}

const FOLDERS = ["load", "importers", "packages"];
const JEST = { "jest.config.json": JSON.stringify({ projects: FOLDERS.map((folder) => `<rootDir>/${folder}`) }) };
const BOTH = ["pg", "esm"] as const;

/** How each runner is started, and the projects that it tests. */
const RUNS: Readonly<Record<string, () => Promise<TestRun>>> = {
  jest: () =>
    // Jest's CommonJS loads no package of ES modules.
    inProject(
      { ...JEST, ...projectsFor("commonjs", { "jest.config.json": jestConfig(swcFor("commonjs")) }, ["pg"]) },
      (project) => runTests(project, "jest", [], { MODE: "live" }),
    ),
  "jest, in ES modules": () =>
    inProject({ ...JEST, ...projectsFor("commonjs", { "jest.config.json": esmJestConfig() }, BOTH) }, (project) =>
      runTests(project, "jest", [], { MODE: "live" }, ESM_FLAGS),
    ),
  vitest: () => {
    const configs = FOLDERS.map((name) => [`${name}/vitest.config.mjs`, vitestConfig({ name })]);
    const all = { "vitest.config.mjs": `export default { test: { projects: ${JSON.stringify(FOLDERS)} } };` };
    return inProject({ ...all, ...projectsFor("module", {}, BOTH), ...Object.fromEntries(configs) }, (project) =>
      runTests(project, "vitest", [], { MODE: "live" }),
    );
  },
};

async function inProject<Result>(files: Files, run: (project: Project) => Promise<Result>): Promise<Result> {
  const project = await createProject(files);
  try {
    await project.install("@swc", "vitest", "vite", "tsx");
    return await run(project);
  } finally {
    await project.remove();
  }
}

describe("in test runners", { concurrency: 2 }, () => {
  for (const [runner, start] of Object.entries(RUNS)) {
    describe(runner, () => {
      let run: TestRun;
      before(async () => {
        run = await start();
      });
      for (const [feature, ...files] of [
        ["load<T>()", "load/src/load.test.ts"],
        ["importers<C>()", "importers/src/main.test.ts"],
        ["Package<range, shape>", "packages/src/right.test.ts", "packages/src/wrong.test.ts"],
      ]) {
        it(feature!, () => {
          for (const name of files) {
            const { status, message } = run.files.get(name) ?? {};
            assert.equal(status, "passed", `${name}: ${message ?? run.printed}`);
          }
        });
      }
    });
  }
});

/** What a call of `load` gives, or what is wrong with the module. */
const outcome = (loading: Promise<{ name: string }>) =>
  loading.then(
    ({ name }) => name,
    (error: Error & { violations?: { path: string; hint: string }[]; contract?: { module: string } }) =>
      error.violations
        ? [error.contract?.module, ...error.violations.map(({ path, hint }) => `${path} ${hint}`)]
        : `${error}`,
  );

/** For Node.js, which looks for no extensions. */
const withExtensions = (files: Files): Files =>
  Object.fromEntries(
    Object.entries(files).map(([name, text]) => [name, text.replaceAll(/(["'])(\.\/[\w-]+)\1/g, '"$2.ts"')]),
  );

const REGISTER = ["--import", "@importspy/transformer/register"];

describe("load<T>()", () => {
  it("vite's dev server", () =>
    inProject(load.FILES, async (project) => {
      const server = await serveVite(project);
      try {
        const { loadPlugin } = await server.ssrLoadModule("/src/load.ts");
        assert.equal(await outcome(loadPlugin("right")), "right");
        const wrong = ["src/load.ts", "exports.name found a number", "exports.run not exported"];
        assert.deepEqual(await outcome(loadPlugin("wrong")), wrong);
        const refused = await outcome(loadPlugin("pay"));
        assert.equal(refused[0], "src/plugins/pay.ts", String(refused));
        assert.match(String(await outcome(loadPlugin("missing"))), /missing/);
      } finally {
        await server.close();
      }
    }));
});

describe("importers<C>()", { concurrency: 2 }, () => {
  it("vite's dev server", async () => {
    const project = await importers.createApp();
    const server = await serveVite(project);
    try {
      const { run } = await server.ssrLoadModule("/src/page.ts");
      assert.deepEqual(await run(), importers.SAID);
    } finally {
      await server.close();
      await project.remove();
    }
  });

  let named: Files;
  before(() => {
    const options = { plugins: undefined, types: [], allowImportingTsExtensions: true, noEmit: true };
    named = { ...withExtensions(importers.FILES), "tsconfig.json": tsconfig(options) };
  });
  for (const [title, loader, type] of [
    ["register", [], "module"],
    ["register with tsx", ["--import", "tsx"], "module"],
    ["register with tsx, CommonJS", ["--import", "tsx"], "commonjs"],
  ] as const) {
    it(title, () =>
      inProject(
        { ...named, "package.json": JSON.stringify({ name: "app", version: "1.0.0", type }) },
        async (project) => importers.assertSaid(await project.node([...REGISTER, ...loader, "src/main.ts"])),
      ),
    );
  }
});

describe("Package<range, shape>", { concurrency: 2 }, () => {
  it("register", () => {
    const options = { plugins: undefined, allowImportingTsExtensions: true, noEmit: true };
    return inProject({ ...withExtensions(packages.FILES), "tsconfig.json": tsconfig(options) }, (project) =>
      packages.runAll(project, (name) => [...REGISTER, `src/${name}-main.ts`]),
    );
  });

  it("vite's dev server", async () => {
    const files = {
      ...packages.FILES,
      "serve.mjs": `import importspy from "@importspy/transformer/vite";
import { createServer } from "vite";
const server = await createServer({
  configFile: false, logLevel: "silent", plugins: [importspy()], appType: "custom",
  server: { middlewareMode: true, ws: false, watch: null }, optimizeDeps: { noDiscovery: true },
});
for (const name of process.argv.slice(2)) {
  try {
    const { done } = await server.ssrLoadModule(\`/src/\${name}-main.ts\`);
    await done;
  } catch (error) {
    console.error(String(error));
  }
}
await server.close();
`,
    };
    await inProject(files, async (project) => {
      // To load Vite takes a second, so that one process loads all entries.
      const serve = (env: Readonly<Record<string, string>>) =>
        project.node(["serve.mjs", "pg", "esm", "lazy"], { env });
      const admitted = await serve({ MODE: "live" });
      assert.deepEqual(
        packages.withoutBelow(admitted.stdout),
        ["pg", "pg-db", "main object", "esm", "esm-db", "main 1.0,function", "loaded", "loaded"],
        admitted.stderr,
      );
      const refused = await serve({ MODE: "live", BROKEN: "broken exports" });
      const { PG, ESM } = packages;
      assert.deepEqual(packages.withoutBelow(refused.stdout), ["pg", "esm", PG.join(), ESM.join()], refused.stderr);
      packages.assertSaysRefused(refused, "pg", PG);
      packages.assertSaysRefused(refused, "esm", ESM);
      const unmet = await serve({});
      assert.doesNotMatch(unmet.stdout, /pg|esm/);
      assert.match(unmet.stderr, /env\.MODE/);
    });
  });
});
