import { list } from "../arguments.js";
import type { Inputs, Tool } from "./tool.js";

const JS = "{js,cjs,mjs,jsx,ts,cts,mts,tsx}";

export const tests = (names: string, inputs: Inputs, more: Partial<Tool> = {}): Tool => ({
  names: list(names),
  does: "tests",
  inputs,
  ...more,
});

export const TEST_RUNNERS: readonly Tool[] = [
  tests(
    "vitest",
    {
      filters: "parts",
      configs: ["vitest.config", "vitest.workspace", "vite.config"],
      configOptions: ["-c", "--config"],
      options: ["--dir"],
      properties: ["test.include", "test.dir", "test.includeSource", "benchmark.include"],
      preloads: ["test.setupFiles", "test.globalSetup"],
      root: "^root",
      defaults: [`**/*.{test,spec}.${JS}`],
    },
    {
      harmless: ["init", "list"],
      verbs: list("run watch dev bench"),
      valued: list("-c --config -r --root --dir -t --testNamePattern --project --environment --reporter --pool --mode"),
      plugin: { hosts: ["vite"], list: "plugins" },
    },
  ),
  tests(
    "jest ts-jest",
    {
      filters: "regexes",
      configs: ["jest.config"],
      configOptions: ["-c", "--config"],
      manifestKey: "jest",
      options: ["--roots", "--testMatch"],
      properties: ["^roots", "testMatch"],
      regexes: ["testRegex"],
      root: "^rootDir",
      isFromConfig: true,
      preloads: ["setupFiles", "setupFilesAfterEnv", "globalSetup", "globalTeardown"],
      defaults: [`**/__tests__/**/*.${JS}`, `**/{*.,}{test,spec}.${JS}`],
    },
    {
      valued: list(
        "-c --config -t --testNamePattern --env --roots --testMatch --maxWorkers -w --reporters --selectProjects --testTimeout --coverageProvider --outputFile",
      ),
      plugin: { hosts: ["jest"], form: "transformer", list: "transform" },
    },
  ),
  tests(
    "mocha _mocha",
    {
      operands: "files",
      options: ["--spec", "--file"],
      configs: [".mocharc"],
      configOptions: ["--config"],
      manifestKey: "mocha",
      properties: ["spec", "file"],
      preloads: ["-r", "--require", "--import", "require", "import"],
      defaults: ["test/*.{js,cjs,mjs,ts,mts,cts}"],
    },
    {
      valued: list(
        "-r --require --import -t --timeout -R --reporter -g --grep -f --fgrep --config --spec --file --extension -n --node-option -u --ui --exit-code --package -j --jobs --retries --loader --ignore",
      ),
    },
  ),
  tests(
    "ava",
    {
      operands: "files",
      configs: ["ava.config"],
      configOptions: ["--config"],
      manifestKey: "ava",
      properties: ["files"],
      preloads: ["require"],
      defaults: [
        `{test,src/test,source/test}.${JS}`,
        `**/{test-*,*.test,*.spec}.${JS}`,
        `**/{test,tests,__tests__}/**/*.${JS}`,
      ],
    },
    { harmless: ["reset-cache"], valued: list("-m --match -c --concurrency -T --timeout --config --node-arguments") },
  ),
  tests(
    "tap tape uvu borp lab poku jasmine qunit bats zora-reporter",
    {
      operands: "files",
      preloads: ["-r", "--require"],
      defaults: [`{test,tests,spec,__tests__}/**/*.${JS}`, `**/{*.,}{test,spec}.${JS}`],
    },
    { valued: list("-r --require -R --reporter -C --cwd -i --ignore -j --jobs --timeout") },
  ),
  tests(
    "playwright @playwright/test",
    {
      configs: ["playwright.config"],
      configOptions: ["-c", "--config"],
      properties: ["testDir"],
      isFromConfig: true,
      preloads: ["globalSetup", "globalTeardown"],
      defaults: [`**/*.{test,spec}.${JS}`],
    },
    {
      harmless: list(
        "install install-deps uninstall show-report show-trace codegen open screenshot pdf merge-reports cr ff wk help clear-cache",
      ),
      verbs: ["test"],
    },
  ),
  tests(
    "cypress",
    {
      configs: ["cypress.config"],
      properties: ["specPattern"],
      preloads: ["supportFile"],
      defaults: [`cypress/**/*.${JS}`, `**/*.cy.${JS}`],
    },
    { harmless: ["install", "verify", "info", "cache", "version", "help"] },
  ),
  tests("wtr web-test-runner", { operands: "files", configs: ["web-test-runner.config"], properties: ["files"] }),
];
