/** A simulation that a test leaves open fails the run, in each test runner, and says where it was started. */
import assert from "node:assert/strict";
import { symlink } from "node:fs/promises";
import path from "node:path";
import { describe, it } from "node:test";
import { createProject, type Files, root, tsconfig } from "./project.ts";

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

/** Runs the tests of a project with a runner, whose packages it links. */
async function runTests(files: Files, packages: readonly string[], args: readonly string[]) {
  const project = await createProject({ "tsconfig.json": TSCONFIG, "src/open.test.ts": TESTS, ...files });
  for (const name of packages)
    await symlink(path.join(root, "node_modules", name), project.at("node_modules", name), "dir");
  const finished = await project.node(args, { env: { CI: "1", NO_COLOR: "1" } });
  await project.remove();
  return { ...finished, printed: finished.stdout + finished.stderr };
}

describe("a simulation that is left open", { concurrency: 2 }, () => {
  it("fails the file under Jest", async () => {
    const swc = ["@swc/jest", { jsc: { parser: { syntax: "typescript" }, target: "es2022" } }];
    const config = {
      testEnvironment: "node",
      cacheDirectory: "<rootDir>/cache",
      transform: { "^.+\\.[cm]?[jt]sx?$": ["@importspy/transformer/jest", { transform: swc }] },
    };
    const files = { "package.json": '{ "name": "app" }', "jest.config.json": JSON.stringify(config) };
    const { code, printed } = await runTests(files, ["@swc"], [path.join(root, "node_modules/jest/bin/jest.js")]);
    assert.equal(code, 1, printed);
    assert.match(printed, FAILED);
  });

  it("fails the test under Vitest", async () => {
    const files = {
      "package.json": '{ "name": "app", "type": "module" }',
      "vitest.config.mjs":
        'import importspy from "@importspy/transformer/vite";\nexport default { plugins: [importspy()], test: { globals: true, include: ["src/*.test.ts"] } };',
    };
    const vitest = path.join(root, "node_modules/vitest/vitest.mjs");
    const { code, printed } = await runTests(files, ["vitest", "vite"], [vitest, "run"]);
    assert.equal(code, 1, printed);
    assert.match(printed, FAILED);
    assert.match(printed, /FAIL +src\/open\.test\.ts > leaves/);
    assert.doesNotMatch(printed, /FAIL +src\/open\.test\.ts > restores/);
  });
});
