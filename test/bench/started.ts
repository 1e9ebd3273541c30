/**
 * What hosts cost that run TypeScript without a bundler, or with a framework's own build.
 *
 * @module
 */
import { cp, rm, symlink } from "node:fs/promises";
import path from "node:path";
import { createProject, type Files, type Project, root, tsconfig } from "../src/project.ts";
import { ratioOf } from "./builds.ts";
import { type Cost, measurePairs, median, runNode, summarize } from "./measure.ts";
import { formatDuration, type Row } from "./row.ts";
import { createSources, environmentOf, type Shape } from "./synthetic.ts";

const SOME = { files: 1000, contracts: 10, importers: 100 };
const NONE = { files: 1000, contracts: 0, importers: 0 };
/** As many contracts for each module as elsewhere: each test file loads all that it reaches for itself. */
const TESTED = { files: 200, contracts: 2, importers: 20 };
const CACHE = "node_modules/.cache/importspy";

const at = (...names: readonly string[]) => path.join(root, "node_modules", ...names);

async function link(project: Project, names: readonly string[]): Promise<void> {
  for (const name of names) await symlink(at(name), project.at("node_modules", name), "dir");
}

/** The files of a project, and one that imports all of them. */
function createModules(shape: Shape, extension: ".ts" | ".js"): Files {
  const sources = Object.entries(createSources(shape)).map(
    ([name, text]) => [name, text.replaceAll(/(from ".*)\.js"/g, `$1${extension}"`)] as const,
  );
  const imports = sources.map(([name]) => `import ".${name.slice("src".length).replace(/\.ts$/, extension)}";\n`);
  return { ...Object.fromEntries(sources), "src/main.ts": imports.join("") };
}

function registerRow(name: string, title: string, limit: number, shape: Shape, isCold = false): Row {
  return {
    name,
    title: `${title}, 1,000 files: node --import @importspy/transformer/register src/main.ts − node src/main.ts`,
    limit,
    unit: "ms",
    async measure({ runs, progress }) {
      const project = await createProject({
        ...createModules(shape, ".ts"),
        "tsconfig.json": tsconfig({ rewriteRelativeImportExtensions: true, types: [], plugins: undefined }),
      });
      const start = (...args: string[]) => runNode([...args, "src/main.ts"], project.folder, environmentOf(shape));
      try {
        const rivals = {
          without: () => start(),
          async with() {
            if (isCold) await rm(project.at(CACHE), { recursive: true, force: true });
            return start("--import", "@importspy/transformer/register");
          },
        };
        const pairs = await measurePairs(isCold ? runs : runs * 2, rivals, progress);
        const wall = (costs: readonly Cost[]) => formatDuration(median(costs.map((cost) => cost.wall)));
        const figure = summarize(pairs, "wall", (without, ours) => ours - without);
        return { without: wall(pairs.without), with: wall(pairs.with), ...figure, pairs: pairs.with.length };
      } finally {
        await project.remove();
      }
    },
  };
}

/** A program with what it is given for each rival, in a project that both share. */
function hostRow(
  name: string,
  title: string,
  limit: number,
  create: () => Promise<Project>,
  run: (project: Project, rival: "with" | "without") => Promise<Cost>,
): Row {
  return {
    name,
    title,
    limit,
    unit: "×",
    async measure({ runs, progress }) {
      const project = await create();
      try {
        const rivals = { without: () => run(project, "without"), with: () => run(project, "with") };
        return ratioOf(await measurePairs(Math.ceil(runs / 2), rivals, progress));
      } finally {
        await project.remove();
      }
    },
  };
}

/** 200 modules, each with a test file that imports it. */
function createTested(extension: string, config: Files): Promise<Project> {
  const sources = createSources(TESTED);
  const tests = Object.keys(sources).map((name, index): readonly [string, string] => {
    const test = name.replace(/\.ts$/, ".test.ts");
    const specifier = `./${path.basename(name, ".ts")}${extension}`;
    return [
      test,
      `import { create${index} } from "${specifier}";\ntest("makes", () => expect(create${index}("a").id).toBe("a"));\n`,
    ];
  });
  return createProject({
    ...sources,
    ...Object.fromEntries(tests),
    "src/globals.d.ts": "declare const test: (name: string, run: () => void) => void; declare const expect: any;",
    ...config,
  });
}

async function createJestProject(): Promise<Project> {
  const swc = ["@swc/jest", { jsc: { parser: { syntax: "typescript" }, target: "es2022" } }];
  const config = (kind: string, transform: unknown) =>
    JSON.stringify({
      transform: { "^.+\\.ts$": transform },
      testMatch: ["<rootDir>/src/**/*.test.ts"],
      moduleNameMapper: { "^(\\.{1,2}/.*)\\.js$": "$1" },
      // Beside the sources it would be a thousand files of the project that only the bench has.
      cacheDirectory: `<rootDir>/node_modules/.cache/jest-${kind}`,
    });
  const project = await createTested("", {
    "package.json": JSON.stringify({ name: "app", version: "1.0.0" }),
    "tsconfig.json": tsconfig({ module: "commonjs", moduleResolution: "bundler", types: [], plugins: undefined }),
    "jest.without.json": config("without", swc),
    "jest.with.json": config("with", ["@importspy/transformer/jest", { transform: swc }]),
  });
  await link(project, ["@swc"]);
  return project;
}

async function createVitestProject(): Promise<Project> {
  const project = await createTested("", {
    "tsconfig.json": tsconfig({ module: "esnext", moduleResolution: "bundler", types: [], plugins: undefined }),
    "vitest.without.mjs": 'export default { test: { globals: true, include: ["src/**/*.test.ts"] } };',
    "vitest.with.mjs":
      'import importspy from "@importspy/transformer/vite";\nexport default { plugins: [importspy()], test: { globals: true, include: ["src/**/*.test.ts"] } };',
  });
  await link(project, ["vitest", "vite"]);
  return project;
}

/** What contracts of the example ask for while it is built; and nothing is asked of a registry. */
const NEXT = { NEXT_PUBLIC_CURRENCY: "EUR", RATE: "2", NEXT_TELEMETRY_DISABLED: "1" };

/** The example, and a page of 100 modules more. */
async function createNextProject(): Promise<Project> {
  const modules = createModules({ files: 100, contracts: 0, importers: 0 }, ".js");
  const moved = Object.entries(modules).map(([name, text]) => [
    name.replace(/^src/, "src/more"),
    text.replaceAll(/("\.[^"]*)\.js"/g, '$1"'),
  ]);
  const project = await createProject(
    {
      ...(Object.fromEntries(moved) as Files),
      "app/more/page.tsx":
        'import "../../src/more/main";\nexport default function Page() {\n  return <p>more</p>;\n}\n',
      "next.config.ts": `import withImportspy from "@importspy/transformer/next";
const config = {
  turbopack: { root: "/" }, outputFileTracingRoot: "/", distDir: process.env.DIST, typescript: { ignoreBuildErrors: true },
};
export default process.env.DIST === ".next-with" ? withImportspy(config) : config;
`,
    },
    path.join(root, "examples/next-app"),
  );
  await link(project, ["next", "react", "react-dom"]);
  return project;
}

async function createNestProject(): Promise<Project> {
  const more = await createProject(createModules(SOME, ".js"));
  const project = await createProject({}, path.join(root, "examples/nest-app"));
  await cp(more.at("src"), project.at("src/more"), { recursive: true });
  await more.remove();
  const config = (plugins: readonly string[]) => JSON.stringify({ sourceRoot: "src", compilerOptions: { plugins } });
  await project.write({ "nest.without.json": config([]), "nest.with.json": config(["@importspy/transformer"]) });
  await link(project, ["@nestjs", "rxjs", "reflect-metadata"]);
  return project;
}

/** What other hosts cost. */
export const startedRows: readonly Row[] = [
  registerRow("register-none", "no contract", 30, NONE),
  registerRow("register-some", "10 contracts, 100 importers, warm cache", 60, SOME),
  registerRow("register-cold", "10 contracts, 100 importers, no cache", 1200, SOME, true),
  hostRow(
    "jest",
    "2 contracts, 20 importers, 200 modules and test files, warm cache: Jest with @swc/jest, with importspy around it / without",
    1.1,
    createJestProject,
    (project, rival) =>
      runNode([at("jest/bin/jest.js"), "--config", `jest.${rival}.json`], project.folder, environmentOf(TESTED)),
  ),
  hostRow(
    "vitest",
    "2 contracts, 20 importers, 200 modules and test files: Vitest with the plugin / without",
    1.1,
    createVitestProject,
    (project, rival) =>
      runNode(
        [at("vitest/vitest.mjs"), "run", "--config", `vitest.${rival}.mjs`],
        project.folder,
        environmentOf(TESTED),
      ),
  ),
  hostRow(
    "next",
    "the example and 100 modules more: next build with the plugin / without",
    1.1,
    createNextProject,
    (project, rival) =>
      runNode([at("next/dist/bin/next"), "build"], project.folder, { ...NEXT, DIST: `.next-${rival}` }),
  ),
  hostRow(
    "nest",
    "the example and 1,000 modules more, 10 contracts, 100 importers: nest build with the plugin / without",
    1.2,
    createNestProject,
    async (project, rival) => {
      // Both emit everything.
      await rm(project.at("dist"), { recursive: true, force: true });
      return runNode([at("@nestjs/cli/bin/nest.js"), "build", "--config", `nest.${rival}.json`], project.folder);
    },
  ),
];
