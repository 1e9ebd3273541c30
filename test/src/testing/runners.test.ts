/** A simulation that a test leaves open fails the run, in each test runner, and says where it was started. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { jestConfig, runTests, swcFor, vitestConfig } from "../hosts/runners.ts";
import { createProject, type Files, tsconfig } from "../project.ts";

const TSCONFIG = tsconfig(
  { module: "esnext", moduleResolution: "bundler", plugins: undefined, types: [], lib: ["esnext"], rootDir: "." },
  { include: ["src"] },
);

/** The first test leaves a simulation open, the second one restores its own. */
const TESTS = `import { simulate } from "importspy/testing";
declare const test: (name: string, run: () => unknown) => void;
test("leaves", () => {
  simulate({ os: "aix", env: { TOKEN: "t0psecret" } });
});
test("restores", () => {
  const machine = simulate({ os: "darwin" });
  machine.restore();
});
`;

const FAILED =
  /importspy\/testing: what simulate\(\) returned at .*open\.test\.ts:\d+:\d+ was never restored; write "using machine = simulate\(…\)", or call restore\(\)/;

/** Runs the tests of a project with a runner. */
async function run(files: Files, runner: "jest" | "vitest") {
  const project = await createProject({ "tsconfig.json": TSCONFIG, "src/open.test.ts": TESTS, ...files });
  await project.install("@swc", "vitest", "vite");
  const { code, files: tested, printed } = await runTests(project, runner);
  await project.remove();
  assert.equal(code, 1, printed);
  return tested.get("src/open.test.ts")!;
}

describe("a simulation that is left open", { concurrency: 2 }, () => {
  it("fails the file under Jest", async () => {
    const files = { "package.json": '{ "name": "app" }', "jest.config.json": jestConfig(swcFor("commonjs")) };
    const { status, message } = await run(files, "jest");
    assert.equal(status, "failed");
    assert.match(message, FAILED);
  });

  it("fails the test under Vitest", async () => {
    const files = { "package.json": '{ "name": "app", "type": "module" }', "vitest.config.mjs": vitestConfig() };
    const { assertionResults } = await run(files, "vitest");
    assert.deepEqual(
      assertionResults.map(({ title, status }) => `${title}: ${status}`),
      ["leaves: failed", "restores: passed"],
    );
    assert.match(assertionResults[0]!.failureMessages.join("\n"), FAILED);
  });
});
