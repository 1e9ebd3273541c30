/** Vitest through `/vite`: each of its pools judges as Node.js would, and its own tools work on contracts. */
import assert from "node:assert/strict";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { chromiumPath, skipsBrowser } from "../browser.ts";
import { createProject, type Files, type Project, root, tsconfig } from "../project.ts";

const FILES: Files = {
  "tsconfig.json": tsconfig(
    { module: "esnext", moduleResolution: "bundler", noLib: true, types: [], rootDir: "." },
    { include: ["src", "tests"] },
  ),
  "vitest.config.mjs": `
    import importspy from "@importspy/transformer/vite";
    export default { plugins: [importspy()], test: { include: ["tests/*.test.ts"] } };`,
  "src/db.ts": 'export const db = () => "db";',
  "src/token.ts": 'process.env.VITEST_TOKEN = "t";',
  "src/payments.ts": `
    /** @importspy { env: { VITEST_TOKEN: Secret } } */
    import { db } from "./db";
    export const pay = () => db();`,
  "tests/globals.d.ts":
    'declare const process: any, console: any;\ndeclare module "vitest" { const expect: any, it: any, vi: any; export { expect, it, vi }; }',
  "tests/dynamic.test.ts": `
    import { expect, it, vi } from "vitest";
    it("a module that is mocked is not judged", async () => {
      vi.doMock("../src/payments", () => ({ pay: () => "mock" }));
      expect((await import("../src/payments")).pay()).toBe("mock");
      vi.doUnmock("../src/payments");
      vi.resetModules();
    });
    it("refuses", async () => {
      const error = await import("../src/payments").catch((reason: unknown) => reason);
      expect(error).toMatchObject({
        code: "ERR_IMPORTSPY_CONTRACT_VIOLATION",
        importer: { module: "tests/dynamic.test.ts", line: 10 },
      });
      vi.resetModules();
    });
    it("admits with a stubbed variable", async () => {
      vi.stubEnv("VITEST_TOKEN", "x");
      expect((await import("../src/payments")).pay()).toBe("db");
      vi.unstubAllEnvs();
      vi.resetModules();
    });
    it("judges again when modules are reset", async () => {
      await expect(import("../src/payments")).rejects.toThrow(/env\\.VITEST_TOKEN/);
      vi.resetModules();
    });`,
  "tests/static.test.ts": `
    import { expect, it, vi } from "vitest";
    import "../src/token";
    import { pay } from "../src/payments";
    vi.mock("../src/db", () => ({ db: () => "mock" }));
    it("an earlier import has set the variable", () => {
      expect(pay()).toBe("mock");
      delete process.env.VITEST_TOKEN;
    });`,
  "tests/refused.test.ts": 'import { pay } from "../src/payments";\npay();',
  "src/refused.ts": 'import { pay } from "./payments";\nconsole.log(pay());',
  "src/admitted.ts": 'import "./token";\nimport { pay } from "./payments";\nconsole.log(pay());',
};

/** Tests that run in a browser, where a variable is what Vite has put in its place. */
const IN_BROWSER: Files = {
  "tsconfig.json": tsconfig(
    { module: "esnext", moduleResolution: "bundler", lib: undefined, types: [], rootDir: "." },
    { include: ["src", "tests"] },
  ),
  "vitest.config.mjs": `
    import importspy from "@importspy/transformer/vite";
    import { playwright } from "@vitest/browser-playwright";
    const launchOptions = { executablePath: ${JSON.stringify(chromiumPath)}, args: ["--no-sandbox"] };
    export default {
      plugins: [importspy()],
      server: { fs: { strict: false } },
      test: {
        include: ["tests/*.test.ts"],
        browser: {
          enabled: true,
          headless: true,
          screenshotFailures: false,
          provider: playwright({ launchOptions }),
          instances: [{ browser: "chromium" }],
        },
      },
    };`,
  "src/db.ts": 'console.log("db is evaluated");\nexport const db = () => "db";',
  "src/payments.ts": `
    /** @importspy { runtime: { browser: true }; env: { VITE_SET: Secret } } */
    import { db } from "./db";
    export const pay = () => db();`,
  "src/missing.ts": `
    /** @importspy { env: { VITE_NOT_SET: string } } */
    import { db } from "./db";
    export const missing = () => db();`,
  "src/closed.ts": `
    /** @importspy { importer: { module: "src/main.ts" } } */
    export const closed = 1;`,
  "src/main.ts": 'import { closed } from "./closed";\nconsole.log(closed);',
  "tests/globals.d.ts": 'declare module "vitest" { const expect: any, it: any, vi: any; export { expect, it, vi }; }',
  "tests/admitted.test.ts": `
    import { expect, it } from "vitest";
    import { pay } from "../src/payments";
    it("is admitted", () => expect(pay()).toBe("db"));`,
  "tests/mocked.test.ts": `
    import { expect, it, vi } from "vitest";
    import { missing } from "../src/missing";
    vi.mock("../src/missing", () => ({ missing: () => "mock" }));
    it("a module that is mocked is not judged", () => expect(missing()).toBe("mock"));`,
  "tests/refused.test.ts": 'import { missing } from "../src/missing";\nmissing();',
  "tests/stranger.test.ts": 'import { closed } from "../src/closed";\nclosed;',
};

/** What comes of each file: what it fails with as a whole, and its tests. */
const EXPECTED: readonly (readonly [name: string, message: string, tests: readonly string[]])[] = [
  [
    "dynamic.test.ts",
    "",
    [
      "passed: a module that is mocked is not judged",
      "passed: refuses",
      "passed: admits with a stubbed variable",
      "passed: judges again when modules are reset",
    ],
  ],
  ["refused.test.ts", "tests/refused.test.ts:1 may not import src/payments.ts: this environment breaks", []],
  ["static.test.ts", "", ["passed: an earlier import has set the variable"]],
];

const POOLS: readonly { readonly options: readonly string[]; readonly files?: readonly string[] }[] = [
  { options: ["--pool=forks"] },
  // Without isolation a module that was refused in one file stays refused in the next one, as in a process of Node.js.
  { options: ["--pool=threads", "--no-isolate"], files: ["dynamic.test.ts", "static.test.ts"] },
  { options: ["--pool=vmThreads"], files: ["refused.test.ts"] },
  { options: ["--pool=vmThreads"], files: ["static.test.ts"] },
];

const VITEST = path.join(root, "node_modules/vitest/vitest.mjs");

/** A project that finds packages of this one. */
async function createWith(files: Files, packages: readonly string[]): Promise<Project> {
  const project = await createProject(files);
  await project.install(...packages);
  return project;
}

/** Runs Vitest once, without colours. */
const runVitest = (project: Project, args: readonly string[], env: NodeJS.ProcessEnv = {}) =>
  project.node([VITEST, "run", ...args, "--no-file-parallelism"], { env: { NO_COLOR: "1", ...env } });

describe("vitest", { concurrency: 2 }, () => {
  let project: Project;
  before(async () => {
    project = await createWith(FILES, ["vitest", "vite"]);
  });
  after(() => project.remove());

  for (const { options, files = EXPECTED.map(([name]) => name) } of POOLS) {
    it([...options, ...files].join(" "), async () => {
      const { stdout, stderr } = await runVitest(project, [...files, ...options, "--reporter=json"]);
      const { testResults } = JSON.parse(stdout.slice(stdout.indexOf('{"num'))) as {
        testResults: { name: string; message: string; assertionResults: { title: string; status: string }[] }[];
      };
      const found = testResults.map(({ name, message, assertionResults }) => [
        path.basename(name),
        /^\S+ may not import \S+: this environment breaks/m.exec(message)?.[0] ?? message,
        assertionResults.map(({ title, status }) => `${status}: ${title}`),
      ]);
      assert.deepEqual(
        found.sort(),
        EXPECTED.filter(([name]) => files.includes(name)),
        stderr,
      );
    });
  }

  it("in a browser", { skip: skipsBrowser }, async () => {
    const served = await createWith(IN_BROWSER, ["vitest", "vite", "@vitest/browser-playwright"]);
    const { code, stdout, stderr } = await runVitest(served, ["--reporter=verbose"], { VITE_SET: "x" });
    const said = stdout + stderr;
    assert.equal(code, 1, said);
    assert.match(said, /✓.* tests\/admitted\.test\.ts > is admitted/);
    assert.match(said, /✓.* tests\/mocked\.test\.ts > a module that is mocked is not judged/);
    assert.match(said, /ContractViolationError: tests\/refused\.test\.ts:1 may not import src\/missing\.ts/);
    assert.match(said, /tests\/stranger\.test\.ts:1:24 - error TS87301: tests\/stranger\.test\.ts may not import/);
    // By the admitted importer alone.
    assert.equal(said.match(/db is evaluated/g)?.length, 1, said);
    await served.remove();
  });

  it("is guarded by vite-node, too, with which Vitest loads modules before version 4", async () => {
    const viteNode = [path.join(root, "node_modules/vite-node/vite-node.mjs"), "--config", "vitest.config.mjs"];
    const load = (name: string) => project.node([...viteNode, `src/${name}.ts`]);
    const [admitted, refused] = await Promise.all([load("admitted"), load("refused")]);
    assert.deepEqual(
      [admitted.code, admitted.stdout, refused.code, refused.stdout],
      [0, "db\n", 1, ""],
      admitted.stderr,
    );
    assert.match(refused.stderr, /src\/refused\.ts:1 may not import src\/payments\.ts/);
  });
});
