/**
 * Jest and Vitest. To start one takes seconds, so that one run has the tests of several projects: folders of one project
 * of tests, each with a configuration of its own.
 *
 * @module
 */
import path from "node:path";
import { type Files, type Project, type RunOptions, root } from "../project.ts";

/** Jest's transformer by swc, in one of the module systems. */
export const swcFor = (type: "commonjs" | "es6") =>
  ["@swc/jest", { jsc: { parser: { syntax: "typescript" }, target: "es2022" }, module: { type } }] as const;

/** A configuration of Jest, with importspy around a transformer. */
export const jestConfig = (transform: unknown, options = {}): string =>
  JSON.stringify({
    testEnvironment: "node",
    cacheDirectory: "<rootDir>/cache",
    transform: { "^.+\\.[cm]?[jt]sx?$": ["@importspy/transformer/jest", { transform }] },
    ...options,
  });

/** The same for ES modules, which Jest runs with a flag of Node.js. */
export const esmJestConfig = (options = {}): string =>
  jestConfig(swcFor("es6"), { extensionsToTreatAsEsm: [".ts"], ...options });
export const ESM_FLAGS = ["--experimental-vm-modules"];

/** A configuration of Vitest with importspy. */
export const vitestConfig = (options = {}): string => `
import importspy from "@importspy/transformer/vite";
export default { plugins: [importspy()], test: { globals: true, include: ["src/*.test.ts"], ...${JSON.stringify(options)} } };`;

/** The files of several projects, each in a folder. */
export const inFolders = (projects: Readonly<Record<string, Files>>): Files =>
  Object.fromEntries(
    Object.entries(projects).flatMap(([folder, files]) =>
      Object.entries(files).map(([name, text]) => [`${folder}/${name}`, text]),
    ),
  );

const PROGRAMS = { jest: ["jest/bin/jest.js", "--json"], vitest: ["vitest/vitest.mjs", "run", "--reporter=json"] };

/** What came of a file of tests. */
export interface TestedFile {
  readonly name: string;
  readonly status: "passed" | "failed";
  /** What it failed with. */
  readonly message: string;
  readonly assertionResults: readonly {
    readonly title: string;
    readonly status: string;
    readonly failureMessages: readonly string[];
  }[];
}

/** A run of tests. */
export interface TestRun {
  readonly code: number | null;
  /** All that was printed. */
  readonly printed: string;
  /** The files by their names in the project. */
  readonly files: ReadonlyMap<string, TestedFile>;
}

/**
 * Runs tests.
 *
 * @param project - Where.
 * @param runner - Who runs them.
 * @param args - Arguments of the runner.
 * @param env - Variables of its process.
 * @param flags - Arguments of Node.js.
 */
export async function runTests(
  project: Project,
  runner: keyof typeof PROGRAMS,
  args: readonly string[] = [],
  env: RunOptions["env"] = {},
  flags: readonly string[] = [],
): Promise<TestRun> {
  const [program = "", ...own] = PROGRAMS[runner];
  const { code, stdout, stderr } = await project.node(
    [...flags, path.join(root, "node_modules", program), ...own, ...args],
    { env: { CI: "1", NO_COLOR: "1", ...env } },
  );
  const report = stdout.indexOf('{"num');
  const { testResults } = JSON.parse(report < 0 ? '{"testResults":[]}' : stdout.slice(report)) as {
    testResults: TestedFile[];
  };
  return {
    code,
    printed: stdout + stderr,
    files: new Map(testResults.map((file) => [file.name.replace("<project>/", ""), file])),
  };
}
