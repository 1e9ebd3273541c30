/**
 * What the transformers of one process of Jest share: Jest creates one for each file of tests.
 *
 * @module
 */
import assert from "node:assert/strict";
import { mkdir, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { describe, it } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { createProject, type Files, type Project, root, tsconfig } from "../project.ts";
import { jestConfig, runTests, swcFor } from "./runners.ts";

const PAYMENTS =
  '/** @importspy { env: { TOKEN: Secret } } Ask. */\nimport { name } from "./database";\nexport const pay = () => name;\n';
const TEST = 'import { pay } from "./payments";\ntest("pays", () => expect(pay()).toBe("db"));\n';
const TESTS = Array.from({ length: 5 }, (_, index) => `src/pay-${index}.test.ts`);

const SOURCES: Files = {
  "package.json": JSON.stringify({ name: "app", version: "1.0.0" }),
  "tsconfig.json": tsconfig({ module: "commonjs", moduleResolution: "bundler", plugins: undefined }),
  "src/globals.d.ts": "declare const test: (name: string, run: () => unknown) => void; declare const expect: any;",
  "src/database.ts": 'export const name: string = "db";\n',
  "src/payments.ts": PAYMENTS,
  ...Object.fromEntries(TESTS.map((name) => [name, TEST])),
};

/** Counts what a process reads of what earlier ones found out. */
const COUNTING = `const fs = require("node:fs"); const { readFileSync } = fs; let times = 0;
  const entries = require("node:path").join(__dirname, "node_modules/.cache/importspy");
  fs.readFileSync = (...args) => { if (String(args[0]).startsWith(entries)) times++; return readFileSync(...args); };
  process.on("exit", () => console.error("entries read: " + times));`;

/** Asks for keys of files as Jest does for one file of tests. */
function createKeys(project: Project): (name: string) => string {
  const { createTransformer } = createRequire(import.meta.url)("@importspy/transformer/jest").default as {
    createTransformer(options: object): { getCacheKey(text: string, fileName: string, given: object): string };
  };
  const transformer = createTransformer({ transform: "<rootDir>/inner.cjs" });
  const given = { config: { rootDir: project.folder, cacheDirectory: project.at("cache") }, configString: "" };
  return (name) => transformer.getCacheKey("", project.at(name), given);
}

describe("a process of Jest", { concurrency: 2 }, () => {
  it("reads what is known of a project once, not for each file of tests, although Jest has its cache there", async () => {
    const project = await createProject({
      ...SOURCES,
      "counting.cjs": COUNTING,
      "jest.config.json": jestConfig(swcFor("commonjs")),
    });
    await symlink(path.join(root, "node_modules/@swc"), project.at("node_modules/@swc"), "dir");
    const env = { TOKEN: "t0psecret" };
    assert.equal((await runTests(project, "jest", ["--runInBand"], env)).code, 0);
    const counted = await runTests(project, "jest", ["--runInBand"], env, ["--require", "./counting.cjs"]);
    assert.equal(counted.code, 0, counted.printed);
    assert.equal(counted.files.size, TESTS.length);
    assert.match(counted.printed, /entries read: 1$/m);
    await project.remove();
  });

  for (const folders of [0, 5001])
    it(`begins each file of tests with what is on disk then, beside ${folders} folders`, async () => {
      const project = await createProject({ ...SOURCES, "inner.cjs": "exports.process = (code) => ({ code });" });
      for (let number = 0; number < folders; number++) await mkdir(project.at(`src/${number}`));
      const importer = "src/pay-0.test.ts";
      const other = "src/database.ts";
      const first = createKeys(project);
      const before = { importer: first(importer), other: first(other) };
      await project.write({ "src/payments.ts": PAYMENTS.replace("Ask.", "Ask us.") });
      // Everything is compared when a file of tests begins, if that was not done a moment ago.
      await wait(600);
      const next = createKeys(project);
      assert.notEqual(next(importer), before.importer);
      assert.equal(next(other), before.other);
      await project.write({ [other]: "/** @importspy { env: { TOKEN: Secret } } */\nexport const name = 1;" });
      // What a test loads is compared in any case, where there is something to compare it with.
      if (!folders) assert.notEqual(next(other), before.other);
      assert.notEqual(createKeys(project)(other), before.other);
      await project.remove();
    });
});
