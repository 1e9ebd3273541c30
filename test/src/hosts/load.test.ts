/** `load<T>()` in every host: the module is loaded from where the calling file ends up, and validated. */
import assert from "node:assert/strict";
import { rm, symlink } from "node:fs/promises";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import importspy from "@importspy/transformer/vite";
import { createServer } from "vite";
import { createProject, type Files, type Project, root, tsconfig } from "../project.ts";
import { build, outputOf } from "./builds.ts";
import { PACKERS } from "./packers.ts";

/** What each folder holds beside which the program may end up; with a module that has a name for importers. */
const PLUGINS: Files = {
  "plugins/right.js": 'console.log("right: evaluated");\nexport const name = "right";\nexport const run = (a) => a;\n',
  "plugins/wrong.js": 'console.log("wrong: evaluated");\nexport const name = 1;\nexport const run = (a, b) => b;\n',
  "plugins/none.js": 'console.log("none: evaluated");\nexport const name = "none";\n',
  "plugins/package.json": '{ "type": "module" }',
};
const beside = (folder: string): Files =>
  Object.fromEntries(Object.entries(PLUGINS).map(([name, text]) => [`${folder}/${name}`, text]));

const MAIN = `import { load as read } from "importspy";
interface Plugin {
  name: string;
  run(task: string): void;
}
async function main(): Promise<void> {
  for (const name of ["right", "wrong", "none"]) {
    try {
      console.log((await read<Plugin>(\`./plugins/\${name}.js\`)).name);
    } catch (error) {
      const { violations, message } = error as Error & { violations?: { path: string; expected: string; hint: string }[] };
      console.log(violations?.map(({ path, expected, hint }) => [path, expected, hint].join(", ")).join("; ") ?? message);
    }
  }
}
void main();
`;

const WRONG = `wrong: evaluated
exports.name, a string, found a number; exports.run, a function with 1 parameter, found a function with 2 parameters
`;
const NONE = "exports.run, a function with 1 parameter, not exported\n";
/** Where Node.js links: what lacks an export is not evaluated. */
const SAYS = `right: evaluated\nright\n${WRONG}${NONE}`;

const FILES: Files = {
  "package.json": '{ "name": "app", "type": "module" }',
  "src/main.ts": MAIN,
};

async function says(project: Project, args: readonly string[], expected = SAYS): Promise<void> {
  const { stdout, stderr } = await project.node(args);
  assert.equal(stdout, expected, stderr);
}

/** The same in test runners, whose own loaders find `plugin.ts`. */
const TESTED: Files = {
  "tsconfig.json": tsconfig(
    { module: "esnext", moduleResolution: "bundler", plugins: undefined, types: [], lib: ["es2022"], rootDir: "." },
    { include: ["src"] },
  ),
  "src/globals.d.ts": "declare const test: (name: string, run: () => unknown) => void; declare const expect: any;",
  "src/plugins/right.ts": 'export const name: string = "right";\nexport const run = (): void => {};\n',
  "src/plugins/wrong.ts": "export const name = 1;\n",
  "src/plugins/pay.ts":
    '/** @importspy { importer: { module: "src/load.test.ts" } } */\nexport const name = "pay";\nexport const run = (): void => {};\n',
  "src/load.ts": `import { load } from "importspy";
export interface Plugin {
  name: string;
  run(): void;
}
/** The file that calls it is not admitted. */
export const loadPlugin = (name: string) => load<Plugin>(\`./plugins/\${name}\`);
`,
  "src/load.test.ts": `import { load } from "importspy";
import { loadPlugin, type Plugin } from "./load";
test("right", async () => expect((await loadPlugin("right")).name).toBe("right"));
test("wrong", () =>
  expect(loadPlugin("wrong")).rejects.toMatchObject({
    code: "ERR_IMPORTSPY_CONTRACT_VIOLATION",
    violations: [
      { path: "exports.name", hint: "found a number" },
      { path: "exports.run", hint: "not exported" },
    ],
  }));
test("admitted", async () => expect((await load<Plugin>("./plugins/pay")).name).toBe("pay"));
test("refused", () => expect(loadPlugin("pay")).rejects.toMatchObject({ contract: { module: "src/plugins/pay.ts" } }));
`,
};

/** Links packages of this repository into a project. */
async function install(project: Project, names: readonly string[]): Promise<void> {
  for (const name of names)
    await symlink(path.join(root, "node_modules", name), project.at("node_modules", name), "dir");
}

describe("load<T>() in test runners", { concurrency: 2 }, () => {
  for (const isEsm of [false, true]) {
    it(isEsm ? "jest, in ES modules" : "jest", async () => {
      const parser = { syntax: "typescript" };
      const swc = ["@swc/jest", { jsc: { parser, target: "es2022" }, module: { type: isEsm ? "es6" : "commonjs" } }];
      const config = {
        testEnvironment: "node",
        cacheDirectory: "<rootDir>/cache",
        transform: { "^.+\\.[cm]?[jt]sx?$": ["@importspy/transformer/jest", { transform: swc }] },
        ...(isEsm && { extensionsToTreatAsEsm: [".ts"] }),
      };
      const project = await createProject({
        ...TESTED,
        "package.json": '{ "name": "app" }',
        "jest.config.json": JSON.stringify(config),
      });
      await install(project, ["@swc"]);
      const flags = isEsm ? ["--experimental-vm-modules"] : [];
      const args = [...flags, path.join(root, "node_modules/jest/bin/jest.js"), "--no-color"];
      const { code, stdout, stderr } = await project.node(args, { env: { CI: "1" } });
      assert.equal(code, 0, stdout + stderr);
      await project.remove();
    });
  }

  it("vitest", async () => {
    const project = await createProject({
      ...TESTED,
      "package.json": '{ "name": "app", "type": "module" }',
      "vitest.config.mjs":
        'import importspy from "@importspy/transformer/vite";\nexport default { plugins: [importspy()], test: { globals: true, include: ["src/*.test.ts"] } };',
    });
    await install(project, ["vitest", "vite"]);
    const args = [path.join(root, "node_modules/vitest/vitest.mjs"), "run"];
    const { code, stdout, stderr } = await project.node(args, { env: { NO_COLOR: "1", CI: "1" } });
    assert.equal(code, 0, stdout + stderr);
    await project.remove();
  });
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

it("load<T>() in vite's dev server", async () => {
  const project = await createProject({ ...TESTED, "package.json": '{ "name": "app", "type": "module" }' });
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
    const { loadPlugin } = await server.ssrLoadModule("/src/load.ts");
    assert.equal(await outcome(loadPlugin("right")), "right");
    const wrong = ["src/load.ts", "exports.name found a number", "exports.run not exported"];
    assert.deepEqual(await outcome(loadPlugin("wrong")), wrong);
    const refused = await outcome(loadPlugin("pay"));
    assert.equal(refused[0], "src/plugins/pay.ts", String(refused));
    assert.match(String(await outcome(loadPlugin("missing"))), /missing/);
  } finally {
    await server.close();
    await project.remove();
  }
});

describe("load<T>() in hosts", { concurrency: 2 }, () => {
  let project: Project;
  before(async () => {
    const folders = [
      "dist",
      "dist/cjs",
      "dist/rollup",
      "dist/rolldown",
      "dist/vite",
      ...Object.keys(PACKERS).flatMap((name) => [`${name}/esm`, `${name}/cjs`]),
    ];
    project = await createProject({
      ...FILES,
      "tsconfig.json": tsconfig({ plugins: undefined, types: [], lib: ["es2022", "dom"] }),
      ...Object.assign({}, ...folders.map(beside), beside("src")),
      "dist/cjs/package.json": '{ "type": "commonjs" }',
    });
  });
  after(() => project?.remove());

  it("importspy build", async () => {
    const { code, stdout } = await project.importspy(["build"]);
    assert.equal(code, 0, stdout);
    await says(project, ["dist/main.js"]);
  });

  it("importspy build on TypeScript 7, in both module systems", async () => {
    const seven = await createProject({
      ...FILES,
      "tsconfig.json": tsconfig({ plugins: undefined, types: [], lib: ["es2022", "dom"] }),
      "cjs.json": tsconfig({
        plugins: undefined,
        types: [],
        lib: ["es2022", "dom"],
        module: "commonjs",
        moduleResolution: "bundler",
        outDir: "cjs",
      }),
      ...beside("dist"),
      ...beside("cjs"),
      "cjs/package.json": '{ "type": "commonjs" }',
    });
    await rm(seven.at("node_modules/typescript"));
    await symlink(path.join(root, "node_modules/typescript-7"), seven.at("node_modules/typescript"), "dir");
    for (const [config, folder] of [
      ["tsconfig.json", "dist"],
      ["cjs.json", "cjs"],
    ]) {
      const { code, stdout, stderr } = await seven.importspy(["build", "-p", config!]);
      assert.equal(code, 0, stdout + stderr);
      await says(seven, [`${folder}/main.js`]);
    }
    await seven.remove();
  });

  it("register", () => says(project, ["--import", "@importspy/transformer/register", "src/main.ts"]));

  for (const bundler of ["rollup", "rolldown", "vite"] as const) {
    it(bundler, async () => {
      const dir = `dist/${bundler}`;
      const output = (format: "es" | "cjs") => ({
        ...outputOf(dir, format),
        ...(bundler === "vite" && { emptyOutDir: false }),
      });
      const request = (format: "es" | "cjs") => ({
        input: "src/main.ts",
        output: output(format),
        external: [],
        options: { build: { emptyOutDir: false } },
      });
      const requests = [request("es"), request("cjs")].map(({ options, ...rest }) => ({
        ...rest,
        ...(bundler === "vite" && { options }),
      }));
      assert.deepEqual(await build(project, bundler, requests), [null, null]);
      for (const extension of ["mjs", "cjs"]) await says(project, [`${dir}/main.${extension}`]);
    });
  }

  for (const [name, pack] of Object.entries(PACKERS)) {
    for (const format of ["esm", "cjs"] as const) {
      it(`${name}, ${format}`, async () => {
        const outdir = `${name}/${format}`;
        const request = { entries: { main: "./src/main.ts" }, outdir, format, minify: format === "esm" };
        assert.equal(await pack(project, request), "");
        const main = (await project.list(outdir)).find((file) => /main\.(?:mjs|cjs|js)$/.test(file));
        // These do not tell where the file is: webpack would say where it is built.
        const isUnplaced = name === "webpack" || name === "rspack" || format === "cjs";
        await says(project, [main!], isUnplaced ? SAYS.replace(NONE, `none: evaluated\n${NONE}`) : SAYS);
        for (const file of (await project.list(outdir)).filter((each) => !each.endsWith(".map")))
          assert.ok(!(await project.read(file)).includes(project.folder), `${file} tells a folder`);
      });
    }
  }
});
