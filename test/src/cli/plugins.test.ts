/** What `importspy doctor` says of bundlers that have importspy's plugin, and what `importspy init` writes for them. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createProject, type Files, type Finished, type Project, tsconfig } from "../project.ts";
import { manifest } from "./scripts.ts";

const cli = (project: Project, ...args: string[]) => project.importspy([...args]);

const FILES: Files = {
  "src/payments.test.ts": 'import "./main.js";\n',
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
  /** The script that doctor tells. */
  readonly script: string;
  readonly named?: string;
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
  "astro, without a section for Vite": {
    script: "astro build",
    file: "astro.config.mjs",
    before:
      '// @ts-check\nimport { defineConfig } from "astro/config";\n\n' +
      'export default defineConfig({\n  output: "server",\n});\n',
    after:
      '// @ts-check\nimport { defineConfig } from "astro/config";\n' +
      'import importspy from "@importspy/transformer/vite";\n\n' +
      'export default defineConfig({\n  vite: { plugins: [importspy()] },\n  output: "server",\n});\n',
  },
  "astro, with plugins of Vite": {
    script: "astro dev",
    file: "astro.config.ts",
    before: 'import tailwind from "tailwind";\nexport default { vite: { plugins: [tailwind()] } };\n',
    after:
      'import tailwind from "tailwind";\nimport importspy from "@importspy/transformer/vite";\n' +
      "export default { vite: { plugins: [importspy(), tailwind()] } };\n",
  },
  "electron-vite, each section that is there": {
    script: "electron-vite build",
    file: "electron.vite.config.ts",
    before:
      'import { defineConfig } from "electron-vite";\n\nexport default defineConfig({ main: {}, renderer: { base: "./" } });\n',
    after:
      'import { defineConfig } from "electron-vite";\nimport importspy from "@importspy/transformer/vite";\n\n' +
      'export default defineConfig({ main: { plugins: [importspy()] }, renderer: { plugins: [importspy()], base: "./" } });\n',
  },
  "react-router": {
    script: "react-router build",
    file: "vite.config.ts",
    before:
      'import { reactRouter } from "@react-router/dev/vite";\nimport { defineConfig } from "vite";\n\n' +
      "export default defineConfig({\n  plugins: [reactRouter()],\n});\n",
    after:
      'import { reactRouter } from "@react-router/dev/vite";\nimport { defineConfig } from "vite";\n' +
      'import importspy from "@importspy/transformer/vite";\n\n' +
      "export default defineConfig({\n  plugins: [importspy(), reactRouter()],\n});\n",
  },
  "sveltekit, without index.html": {
    script: "vite build",
    file: "vite.config.ts",
    before:
      "import adapter from '@sveltejs/adapter-node';\nimport { sveltekit } from '@sveltejs/kit/vite';\n\n" +
      "export default { plugins: [sveltekit({ adapter: adapter() })] };\n",
    after:
      "import adapter from '@sveltejs/adapter-node';\nimport { sveltekit } from '@sveltejs/kit/vite';\n" +
      "import importspy from '@importspy/transformer/vite';\n\n" +
      "export default { plugins: [importspy(), sveltekit({ adapter: adapter() })] };\n",
  },
  rsbuild: {
    script: "rsbuild build",
    file: "rsbuild.config.ts",
    before:
      'import { defineConfig } from "@rsbuild/core";\n\n' +
      'export default defineConfig({\n  source: { entry: { index: "./src/main.ts" } },\n});\n',
    after:
      'import { defineConfig } from "@rsbuild/core";\nimport importspy from "@importspy/transformer/rspack";\n\n' +
      "export default defineConfig({\n  tools: { rspack: { plugins: [importspy()] } },\n" +
      '  source: { entry: { index: "./src/main.ts" } },\n});\n',
  },
  "next, in TypeScript": {
    script: "next build",
    file: "next.config.ts",
    before:
      'import type { NextConfig } from "next";\n\nconst nextConfig: NextConfig = {};\n\nexport default nextConfig;\n',
    after:
      'import type { NextConfig } from "next";\nimport withImportspy from "@importspy/transformer/next";\n\n' +
      "const nextConfig: NextConfig = {};\n\nexport default withImportspy(nextConfig);\n",
  },
  "next, in CommonJS, with another wrapper": {
    script: "next dev",
    file: "next.config.cjs",
    before: 'const withMdx = require("mdx")();\nmodule.exports = withMdx({ reactStrictMode: true });\n',
    after:
      'const withImportspy = require("@importspy/transformer/next");\nconst withMdx = require("mdx")();\n' +
      "module.exports = withImportspy(withMdx({ reactStrictMode: true }));\n",
  },
  "nest-cli": {
    script: "nest build",
    file: "nest-cli.json",
    before: '{\n  "sourceRoot": "src",\n  "compilerOptions": { "plugins": ["@nestjs/swagger"] }\n}\n',
    after:
      '{\n  "sourceRoot": "src",\n  "compilerOptions": { "plugins": ["@importspy/transformer", "@nestjs/swagger"] }\n}\n',
  },
  "jest, in JSON": {
    script: "jest",
    named: "test",
    file: "jest.config.json",
    before:
      '{\n  "testEnvironment": "node",\n  "transform": { "^.+\\\\.tsx?$": ["ts-jest", { "isolatedModules": true }] }\n}\n',
    after:
      '{\n  "testEnvironment": "node",\n  "transform": { "^.+\\\\.tsx?$": ' +
      '["@importspy/transformer/jest", { "transform": ["ts-jest", { "isolatedModules": true }] }] }\n}\n',
  },
  "jest, by a preset": {
    script: "jest --ci",
    named: "test",
    file: "jest.config.js",
    before: 'export default {\n  preset: "ts-jest",\n};\n',
    after:
      'export default {\n  transform: { "^.+\\\\.tsx?$": ["@importspy/transformer/jest", { "transform": "ts-jest" }] },\n' +
      '  preset: "ts-jest",\n};\n',
  },
};

describe("plugins of bundlers", { concurrency: 2 }, () => {
  for (const [name, { script, named = "build", file, before, after }] of Object.entries(SET_UPS)) {
    it(`${name}: doctor reports a missing plugin, init adds it, and doctor accepts it`, () =>
      withProject({ "package.json": manifest({ [named]: script }), [file]: before }, async (project) => {
        const missing = await cli(project, "doctor");
        assert.equal(missing.code, 1, missing.stdout);
        assert.match(missing.stdout, /✗ the script "(?:build|test)" .*\n.*\(importspy init does so\)/);
        const shown = await cli(project, "init", "--dry-run");
        assert.match(shown.stdout, /\+ .*@importspy\/transformer/, shown.stdout + shown.stderr);
        assert.equal(await project.read(file), before);
        const { code, stdout, stderr } = await cli(project, "init");
        assert.equal(code, 0, stdout + stderr);
        assert.equal(await project.read(file), after);
        isGuarded(await cli(project, "doctor"));
        assert.match((await cli(project, "init")).stdout, /Nothing to change/);
      }));
  }

  it("scripts that run sources get the hooks", () =>
    withProject(
      {
        "package.json": manifest({
          start: "node src/main.ts",
          dev: "A=1 tsx watch src/main.ts",
          test: "node --test && echo",
        }),
      },
      async (project) => {
        const missing = await cli(project, "doctor");
        assert.equal(missing.code, 1);
        assert.match(
          missing.stdout,
          /✗ the script "start" runs src\/main\.ts with node, .*\n.*→ write node --import @importspy\/transformer\/register in it, or /,
        );
        assert.match(missing.stdout, /✗ the script "dev" runs src\/main\.ts with tsx/);
        assert.match(missing.stdout, /✗ the script "test" tests src\/payments\.test\.ts with node/);
        assert.equal((await cli(project, "init")).code, 0);
        const { scripts } = JSON.parse(await project.read("package.json"));
        assert.deepEqual(scripts, {
          start: "node --import @importspy/transformer/register src/main.ts",
          dev: "A=1 tsx watch --import @importspy/transformer/register src/main.ts",
          test: "node --import @importspy/transformer/register --test && echo",
        });
        const { code, stdout } = await cli(project, "doctor");
        assert.equal(code, 0, stdout);
        assert.match(stdout, /✓ the script "dev" runs src\/main\.ts with importspy's hooks/);
      },
    ));

  it("reports tools that replace a guard", () =>
    withProject(
      {
        "package.json": manifest({
          build: "nest build --builder swc",
          bundle: "nest build -b rspack",
          dev: "next dev",
          test: "jest",
          start: "node src/main.ts --import @importspy/transformer/register",
        }),
        "nest-cli.json": '{ "compilerOptions": { "plugins": ["@importspy/transformer"] } }',
        "next.config.js":
          'import withImportspy from "@importspy/transformer/next";\nconst config = {};\n' +
          "export default process.env.CI ? withImportspy(config) : config;\n",
        "jest.config.js":
          'export default { transform: { "\\\\.ts$": "ts-jest", "^.+$": ["@importspy/transformer/jest", {}] } };\n',
      },
      async (project) => {
        const { code, stdout } = await cli(project, "doctor");
        assert.equal(code, 1);
        assert.match(stdout, /✗ the script "build" builds with nest, .*\n.*→ write "importspy build" in/);
        assert.match(stdout, /✗ the script "bundle" builds with nest/);
        assert.match(
          stdout,
          /\? cannot tell whether the script "dev" builds with guards: .* not plainly in next\.config\.js/,
        );
        assert.match(stdout, /✗ the script "test" tests src\/payments\.test\.ts with jest/);
        assert.match(stdout, /✗ the script "start" runs src\/main\.ts with node/);
      },
    ));

  it("a plugin inside a condition is unknown", () =>
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
