/** `importers<C>()` in every host: order, late importers, circular imports, failing ones, and what they export. */
import assert from "node:assert/strict";
import { symlink } from "node:fs/promises";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import importspy from "@importspy/transformer/vite";
import { createServer } from "vite";
import { createProject, type Files, type Finished, type Project, root, tsconfig } from "../project.ts";
import { build, outputOf } from "./builds.ts";
import { PACKERS } from "./packers.ts";

/** Specifiers without extension: all hosts but Node.js find the file. */
const FILES: Files = {
  "src/plugin.ts": `export interface Plugin { readonly name: string }
/** Strange values are given as they are; to read them is up to the host. */
export interface Strange extends Plugin { readonly getter: { readonly size: number }; readonly proxy: { readonly size: number } }
`,
  "src/host.ts": `import { importers as who } from "importspy";
import type { Plugin, Strange } from "./plugin";
/** @importspy */
export interface Host {
  importer:
    | { module: "src/page.ts" | "src/run.ts" }
    | { module: \`src/\${"first" | "second" | "circular" | "late" | "failing" | "early"}.ts\`; exports: Plugin }
    | { module: "src/strange.ts"; exports: Strange };
}
export const list = () => who<Host>();
export async function names(): Promise<string> {
  const found: string[] = [];
  for (const importer of list()) {
    if (importer.module === "src/page.ts" || importer.module === "src/run.ts") continue;
    try {
      found.push((await importer.load()).name);
    } catch (error) {
      found.push((error as Error).message === "broken" || /failed when it was evaluated/.test((error as Error).message) ? "broken" : "?");
    }
    if (importer.module !== "src/strange.ts") continue;
    const { getter, proxy } = await importer.load();
    for (const value of [getter, proxy])
      try {
        found.push(String(value.size));
      } catch {
        found.push("throws");
      }
  }
  return found.join();
}
`,
  "src/first.ts":
    'import { list } from "./host";\nexport const name = "first";\nexport const seen = list().map(({ module }) => module);\n',
  "src/second.ts": 'import "./host";\nexport const name: string = "second";\n',
  "src/circular.ts":
    'import { other } from "./other";\nimport "./host";\nexport const name: string = "circular";\nexport const use = () => other;\n',
  "src/other.ts": 'import { use } from "./circular";\nexport const other = () => use;\n',
  "src/strange.ts": `import "./host";
export const name: string = "strange";
export const getter = { get size(): number { throw new Error("getter"); } };
export const proxy = new Proxy({ size: 1 }, { get() { throw new Error("proxy"); } });
`,
  // It asks for the importers, itself among them.
  "src/early.ts":
    'import { names } from "./host";\nexport const name: string = "early";\nexport const later = (): Promise<string> => names();\n',
  "src/late.ts": 'import "./host";\nexport const name: string = "late";\n',
  "src/failing.ts": 'import "./host";\nexport const name: string = "failing";\nif (name) throw new Error("broken");\n',
  "src/run.ts": `import { seen } from "./first";
import "./second";
import "./circular";
import "./strange";
import { later } from "./early";
import { list, names } from "./host";
export async function run(): Promise<readonly string[]> {
  const said = [\`seen \${seen.join()}\`, await names(), \`early \${(await later()) === (await names())}\`];
  const before = list();
  await import("./late");
  await import("./failing").catch(() => undefined);
  await import("./late");
  said.push(\`\${before.length} then \${list().length}, frozen \${Object.isFrozen(before)}\`, await names());
  return said;
}
`,
  "src/page.ts": 'import "./host";\nexport { run } from "./run";\n',
  "src/main.ts": 'import { run } from "./page";\nrun().then((said) => console.log(said.join("\\n")));\n',
  "src/main.test.ts": `import { run } from "./page";
test("importers", async () => { expect(await run()).toEqual(SAID); });
declare const test: (name: string, run: () => unknown) => void; declare const expect: any; declare const SAID: readonly string[];
`,
};
const SAID = [
  "seen src/page.ts,src/first.ts",
  "first,second,circular,strange,throws,throws,early",
  "early true",
  "7 then 9, frozen true",
  "first,second,circular,strange,throws,throws,early,late,broken",
];

const BUNDLED = tsconfig(
  { module: "esnext", moduleResolution: "bundler", plugins: undefined, types: [], noEmit: true },
  { include: ["src"] },
);

function createApp(files: Files = {}, type = "module"): Promise<Project> {
  return createProject({
    ...FILES,
    "package.json": JSON.stringify({ name: "app", version: "1.0.0", type }),
    "tsconfig.json": BUNDLED,
    ...files,
  });
}

function assertSaid({ stdout, stderr }: Finished): void {
  assert.deepEqual(stdout.trim().split("\n"), SAID, stderr);
}

/** Links packages of this repository into a project. */
async function install(project: Project, names: readonly string[]): Promise<void> {
  for (const name of names)
    await symlink(path.join(root, "node_modules", name), project.at("node_modules", name), "dir");
}

describe("importers<C>() in bundles", { concurrency: 2 }, () => {
  let project: Project;
  before(async () => {
    project = await createApp();
  });
  after(() => project?.remove());

  for (const bundler of ["rollup", "rolldown", "vite"] as const) {
    const cases = (["es", "cjs"] as const).flatMap((format) =>
      // Rollup evaluates what it inlines of import() at once, and the plugin refuses that (TS87400).
      (bundler === "rollup" ? [false] : [false, true]).map((isOneFile) => {
        const dir = `${bundler}/${format}-${isOneFile ? "one" : "chunks"}`;
        const output = outputOf(dir, format, isOneFile ? { codeSplitting: false, minify: true } : {});
        return { file: `${dir}/main.${format === "es" ? "mjs" : "cjs"}`, request: { input: "src/main.ts", output } };
      }),
    );
    it(bundler, async () => {
      const failures = await build(
        project,
        bundler,
        cases.map(({ request }) => request),
      );
      assert.deepEqual(
        failures,
        cases.map(() => null),
      );
      for (const { file } of cases) assertSaid(await project.node([file]));
    });
  }

  for (const [name, pack] of Object.entries(PACKERS)) {
    for (const format of ["esm", "cjs"] as const) {
      for (const minify of [false, true]) {
        it(`${name}, ${format}${minify ? ", minified" : ""}`, async () => {
          const outdir = `${name}/${format}${minify ? "-minified" : ""}`;
          const split = name === "esbuild" && format === "esm" && minify;
          assert.equal(await pack(project, { entries: { main: "./src/main.ts" }, outdir, format, minify, split }), "");
          const main = (await project.list(outdir)).find((file) => /main\.(?:mjs|cjs|js)$/.test(file));
          assertSaid(await project.node([main!]));
        });
      }
    }
  }
});

it("vite does not warn of the import() of sidecars, which split off no chunk", async () => {
  const project = await createApp({
    "build.mjs": `import importspy from "@importspy/transformer/vite";
import { build } from "vite";
await build({ configFile: false, logLevel: "warn", plugins: [importspy()], build: { ssr: "src/main.ts" } });
`,
  });
  await install(project, ["vite"]);
  const { code, stdout, stderr } = await project.node(["build.mjs"], { env: { NO_COLOR: "1" } });
  assert.equal(code, 0, stderr);
  assert.doesNotMatch(stdout + stderr, /dynamically imported/);
  await project.remove();
});

describe("importers<C>() where nothing is bundled", { concurrency: 2 }, () => {
  it("vite's dev server", async () => {
    const project = await createApp();
    const server = await createServer({
      configFile: false,
      logLevel: "silent",
      root: project.folder,
      plugins: [importspy()],
      appType: "custom",
      server: { middlewareMode: true, ws: false, watch: null },
      optimizeDeps: { noDiscovery: true },
    });
    try {
      const { run } = await server.ssrLoadModule("/src/page.ts");
      assert.deepEqual(await run(), SAID);
    } finally {
      await server.close();
      await project.remove();
    }
  });

  for (const [title, loader, type] of [
    ["register", [], "module"],
    ["register with tsx", ["--import", "tsx"], "module"],
    ["register with tsx, CommonJS", ["--import", "tsx"], "commonjs"],
  ] as const) {
    it(title, async () => {
      // Node.js looks for no extensions.
      const named = Object.entries(FILES).map(([name, text]) => [
        name,
        text.replaceAll(/(["'])(\.\/\w+)\1/g, '"$2.ts"'),
      ]);
      const options = { plugins: undefined, types: [], allowImportingTsExtensions: true, noEmit: true };
      const project = await createApp({ ...Object.fromEntries(named), "tsconfig.json": tsconfig(options) }, type);
      await install(project, ["tsx"]);
      assertSaid(await project.node(["--import", "@importspy/transformer/register", ...loader, "src/main.ts"]));
      await project.remove();
    });
  }

  it("vitest", async () => {
    const project = await createApp({
      "vitest.config.mjs": `import importspy from "@importspy/transformer/vite";
export default { plugins: [importspy()], define: { SAID: ${JSON.stringify(JSON.stringify(SAID))} }, test: { globals: true, include: ["src/*.test.ts"] } };`,
    });
    await install(project, ["vitest", "vite"]);
    const args = [path.join(root, "node_modules/vitest/vitest.mjs"), "run"];
    const { code, stdout, stderr } = await project.node(args, { env: { NO_COLOR: "1", CI: "1" } });
    assert.equal(code, 0, stdout + stderr);
    await project.remove();
  });

  for (const isEsm of [false, true]) {
    it(isEsm ? "jest, in ES modules" : "jest", async () => {
      const parser = { syntax: "typescript" };
      const swc = ["@swc/jest", { jsc: { parser, target: "es2022" }, module: { type: isEsm ? "es6" : "commonjs" } }];
      const project = await createApp(
        {
          "jest.config.json": JSON.stringify({
            testEnvironment: "node",
            cacheDirectory: "<rootDir>/cache",
            globals: { SAID },
            transform: { "^.+\\.[cm]?[jt]sx?$": ["@importspy/transformer/jest", { transform: swc }] },
            ...(isEsm && { extensionsToTreatAsEsm: [".ts"] }),
          }),
        },
        "commonjs",
      );
      await install(project, ["@swc"]);
      const flags = isEsm ? ["--experimental-vm-modules"] : [];
      const args = [...flags, path.join(root, "node_modules/jest/bin/jest.js"), "--no-color"];
      const { code, stdout, stderr } = await project.node(args, { env: { CI: "1" } });
      assert.equal(code, 0, stdout + stderr);
      await project.remove();
    });
  }
});
