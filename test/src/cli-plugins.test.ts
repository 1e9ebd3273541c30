/** What `importspy doctor` says of bundlers that have importspy's plugin, and what `importspy init` writes for them. */
import assert from "node:assert/strict";
import path from "node:path";
import { describe, it } from "node:test";
import { createProject, type Files, type Finished, type Project, root, tsconfig } from "./project.ts";

const cli = (project: Project, ...args: string[]) =>
  project.node([path.join(root, "runtime/bin/importspy.cjs"), ...args]);

const manifest = (scripts: Record<string, string>) =>
  JSON.stringify({
    name: "app",
    type: "module",
    scripts,
    dependencies: { importspy: "^0.1.0" },
    devDependencies: { "@importspy/transformer": "^0.1.0" },
  });

const FILES: Files = {
  "src/payments.ts": "/** @importspy { env: { KEY: Secret } } */\nexport const charge = 1;\n",
  "src/main.ts": 'import { charge } from "./payments.js";\nconsole.log(charge);\n',
  "index.html": '<script type="module" src="/src/main.ts"></script>',
  "tsconfig.json": tsconfig({ types: [], plugins: undefined, noEmit: true }),
};

async function withProject(files: Files, use: (project: Project) => Promise<void>): Promise<void> {
  const project = await createProject({ ...FILES, ...files });
  try {
    await use(project);
  } finally {
    await project.remove();
  }
}

const isGuarded = ({ code, stdout }: Finished) => {
  assert.equal(code, 0, stdout);
  assert.match(stdout, /This project is guarded/);
};

interface SetUp {
  readonly script: string;
  readonly file: string;
  /** Without the plugin. */
  readonly before: string;
  /** As init writes it. */
  readonly after: string;
}

const SET_UPS: Readonly<Record<string, SetUp>> = {
  vite: {
    script: "vite build",
    file: "vite.config.ts",
    before: 'import { defineConfig } from "vite";\n\nexport default defineConfig({\n  // Ours.\n  base: "/app",\n});\n',
    after:
      'import { defineConfig } from "vite";\nimport importspy from "@importspy/transformer/vite";\n\n' +
      'export default defineConfig({\n  // Ours.\n  plugins: [importspy()],\n  base: "/app",\n});\n',
  },
  "vite, by a function": {
    script: "vite build",
    file: "vite.config.js",
    before: "import react from 'react-plugin'\nexport default ({ mode }) => ({ mode, plugins: [react()] })\n",
    after:
      "import react from 'react-plugin'\nimport importspy from '@importspy/transformer/vite'\n" +
      "export default ({ mode }) => ({ mode, plugins: [importspy(), react()] })\n",
  },
  "rollup, several": {
    script: "rollup -c",
    file: "rollup.config.js",
    before:
      'const plugins = [];\nexport default [\n  { input: "src/main.ts", plugins, output: { file: "a.js" } },\n' +
      '  { input: "src/payments.ts", output: { file: "b.js" } },\n];\n',
    after:
      'import importspy from "@importspy/transformer/rollup";\nconst plugins = [importspy()];\nexport default [\n' +
      '  { input: "src/main.ts", plugins, output: { file: "a.js" } },\n' +
      '  { plugins: [importspy()], input: "src/payments.ts", output: { file: "b.js" } },\n];\n',
  },
  "webpack, in CommonJS": {
    script: "webpack",
    file: "webpack.config.cjs",
    before:
      'const path = require("node:path");\nmodule.exports = {\n  entry: "./src/main.ts",\n' +
      '  output: { path: path.join(__dirname, "dist") },\n};\n',
    after:
      'const importspy = require("@importspy/transformer/webpack");\nconst path = require("node:path");\n' +
      'module.exports = {\n  plugins: [importspy()],\n  entry: "./src/main.ts",\n' +
      '  output: { path: path.join(__dirname, "dist") },\n};\n',
  },
  "esbuild, in a script": {
    script: "node build.mjs",
    file: "build.mjs",
    before:
      'import { build } from "esbuild";\nawait build({ entryPoints: ["src/main.ts"], bundle: true, outdir: "out" });\n',
    after:
      'import { build } from "esbuild";\nimport importspy from "@importspy/transformer/esbuild";\n' +
      'await build({ plugins: [importspy()], entryPoints: ["src/main.ts"], bundle: true, outdir: "out" });\n',
  },
};

describe("plugins of bundlers", { concurrency: 2 }, () => {
  for (const [name, { script, file, before, after }] of Object.entries(SET_UPS)) {
    it(`${name}: doctor misses the plugin, init writes it, and doctor is content`, () =>
      withProject({ "package.json": manifest({ build: script }), [file]: before }, async (project) => {
        const missing = await cli(project, "doctor");
        assert.equal(missing.code, 1, missing.stdout);
        assert.match(missing.stdout, /✗ the script "build" .*\n.*plugins: \[importspy\(\)\] to /);
        const shown = await cli(project, "init", "--dry-run");
        assert.match(shown.stdout, /\+ .*@importspy\/transformer\//, shown.stdout + shown.stderr);
        assert.equal(await project.read(file), before);
        const { code, stdout, stderr } = await cli(project, "init");
        assert.equal(code, 0, stdout + stderr);
        assert.equal(await project.read(file), after);
        isGuarded(await cli(project, "doctor"));
        assert.match((await cli(project, "init")).stdout, /Nothing to change/);
      }));
  }

  it("a plugin that a condition puts in is unknown", () =>
    withProject(
      {
        "package.json": manifest({ build: "vite build" }),
        "vite.config.ts":
          'import importspy from "@importspy/transformer/vite";\n' +
          "export default { plugins: [process.env.CI && importspy()] };\n",
      },
      async (project) => {
        const { code, stdout } = await cli(project, "doctor");
        assert.equal(code, 1);
        assert.match(stdout, /\? cannot tell whether the script "build" bundles .* not plainly in the plugins of vite/);
      },
    ));

  it("one build of several without the plugin is unguarded", () =>
    withProject(
      {
        "package.json": manifest({ build: "node build.mjs" }),
        "build.mjs":
          'import importspy from "@importspy/transformer/esbuild";\nimport { build } from "esbuild";\n' +
          'await build({ entryPoints: ["src/main.ts"], plugins: [importspy()] });\n' +
          'await build({ entryPoints: ["src/payments.ts"] });\n',
      },
      async (project) => assert.equal((await cli(project, "doctor")).code, 1),
    ));

  it("a configuration that cannot be edited safely gets the lines to paste", () =>
    withProject(
      {
        "package.json": manifest({ build: "vite build" }),
        "vite.config.ts": 'import shared from "./shared.js";\nexport default { ...shared };\n',
        "shared.js": "export default {};\n",
      },
      async (project) => {
        const { code, stdout } = await cli(project, "init");
        assert.equal(code, 1);
        assert.match(
          stdout,
          /Left to do:[\s\S]*plugins: \[importspy\(\)\] to vite\.config\.ts, with import importspy from "@importspy\/transformer\/vite"/,
        );
      },
    ));
});
