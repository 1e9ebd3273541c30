/**
 * What `importspy doctor` says of what scripts run: every set-up is made in a folder, and examined there. Bundlers,
 * frameworks and test runners need not be installed, because doctor reads and runs nothing.
 *
 * @module
 */
import assert from "node:assert/strict";
import { rm } from "node:fs/promises";
import { describe, it } from "node:test";
import transformer from "@importspy/transformer/cli";
import type { CommandContext } from "importspy/dist/cli.cjs";
import { createProject, type Files, type Project, tsconfig } from "../project.ts";
import { manifest } from "./scripts.ts";

interface Examined {
  readonly code: number;
  readonly stdout: string;
}

const doctor = transformer.commands.find(({ name }) => name === "doctor")!;
const plain = (text: string) => text;
const paint = { bold: plain, dim: plain, red: plain, green: plain, yellow: plain, cyan: plain };

/** Runs doctor in this process: a process for each of the many set-ups would take minutes. */
async function examine(
  files: Files,
  prepare: (project: Project) => Promise<unknown> = async () => {},
): Promise<Examined> {
  const project = await createProject({
    "src/payments.ts": "/** @importspy { env: { KEY: Secret } } */\nexport const charge = 1;\n",
    "src/main.ts": 'import { charge } from "./payments.js";\nexport const charged: number = charge;\n',
    "tsconfig.json": tsconfig({ types: [], plugins: undefined }),
    ...files,
  });
  try {
    await prepare(project);
    const written: string[] = [];
    const output = { write: (text: string) => void written.push(text), isTTY: false, columns: undefined };
    const context: CommandContext = {
      values: {},
      positionals: [],
      cwd: project.folder,
      env: {},
      stdout: output,
      stderr: output,
      paint,
      fail: (message) => assert.fail(message),
    };
    const code = await doctor.run(context);
    return { code, stdout: written.join("") };
  } finally {
    await project.remove();
  }
}

const build = { build: "importspy build" };

/** A set-up: its scripts, its files, and what must be told of it. */
type SetUp = readonly [scripts: Record<string, string>, told: string, files?: Files, more?: Record<string, unknown>];

const ALIASED: Files = {
  "src/main.ts": 'import "./other.js";\n',
  "src/other.ts": 'import { charge } from "@/payments";\n',
  "tsconfig.json": tsconfig({
    types: [],
    plugins: undefined,
    module: "es2022",
    moduleResolution: "bundler",
    paths: { "@/*": ["./src/*"] },
  }),
};

const PLUGIN = 'import importspy from "@importspy/transformer/vite";\n';
const VITE = `${PLUGIN}export default { plugins: [importspy()] };\n`;
/** A configuration of Vite with a framework and importspy. */
const viteWith = (name: string, call: string, more = "") =>
  `${PLUGIN}import { framework } from "${name}";\n${more}export default { plugins: [importspy(), ${call}] };\n`;
const withAdapter = (name: string) =>
  viteWith("@sveltejs/kit/vite", "framework({ adapter: adapter() })", `import adapter from "${name}";\n`);

/** A test among the sources, which is built with them. */
const TESTED: Files = {
  "tsconfig.json": tsconfig({ types: [], plugins: undefined }),
  "src/main.test.ts": 'import { charged } from "./main.js";\n',
};

const UNGUARDED: Record<string, SetUp> = {
  "vite, where index.html loads the sources": [
    { build: "importspy build && vite build" },
    'the script "build" bundles src/main.ts (through index.html) with vite, which puts no guards into it',
    { "index.html": '<!doctype html>\n<script type="module" src="/src/main.ts"></script>\n' },
  ],
  "vite, where a script inside index.html loads the sources": [
    { ...build, bundle: "vite build" },
    'the script "bundle" bundles src/main.ts (through index.html) with vite',
    { "index.html": "<script type=module>\n  import('./src/main.ts');\n</script>\n" },
  ],
  "vite's server for development": [
    { ...build, dev: "vite" },
    'the script "dev" bundles src/main.ts (through index.html) with vite',
    { "index.html": "<script type=module src='src/main.ts'></script>" },
  ],
  "vite, whose root is another folder": [
    { ...build, bundle: "vite build client" },
    'the script "bundle" bundles src/main.ts (through client/index.html) with vite',
    { "client/index.html": '<script type="module" src="../src/main.ts"></script>' },
  ],
  "vite, with an entry of a library": [
    { ...build, bundle: "vite build" },
    'the script "bundle" bundles src/main.ts with vite',
    {
      "vite.config.ts":
        'import { resolve } from "node:path";\nimport { defineConfig } from "vite";\nexport default defineConfig({ build: { lib: { entry: resolve(__dirname, "src/main.ts"), formats: ["es"] } } });\n',
    },
  ],
  "vite, with an entry for a server": [
    { ...build, bundle: "vite build --ssr src/main.ts" },
    'the script "bundle" bundles src/main.ts with vite',
  ],
  "webpack, with an entry in its configuration": [
    { build: "importspy build && webpack --mode production" },
    'the script "build" bundles src/main.ts with webpack',
    { "webpack.config.js": 'export default { entry: { app: { import: "./src/main.ts", filename: "app.js" } } };\n' },
  ],
  "webpack, with an entry in a part that configurations share": [
    { ...build, bundle: "webpack --config webpack.prod.cjs" },
    'the script "bundle" bundles src/main.ts with webpack',
    {
      "webpack.prod.cjs":
        'const { merge } = require("webpack-merge");\nmodule.exports = merge(require("./webpack.common.cjs"), {});\n',
      "webpack.common.cjs":
        'const path = require("path");\nmodule.exports = () => ({ entry: path.join(__dirname, "src", "main.ts") });\n',
    },
  ],
  "webpack, with an entry that is not written down": [
    { ...build, bundle: "webpack" },
    'the script "bundle" bundles src/main.ts with webpack',
  ],
  "webpack's server": [
    { ...build, dev: "webpack serve --entry ./src/main.ts" },
    'the script "dev" bundles src/main.ts with webpack',
  ],
  rspack: [{ ...build, bundle: "rspack build" }, 'the script "bundle" bundles src/main.ts with rspack'],
  rsbuild: [{ ...build, bundle: "rsbuild build" }, 'the script "bundle" bundles src/main.ts with rsbuild'],
  rslib: [{ ...build, bundle: "rslib build" }, 'the script "bundle" bundles src/main.ts with rslib'],
  rollup: [
    { ...build, bundle: "rollup -c" },
    'the script "bundle" bundles src/main.ts with rollup',
    {
      "rollup.config.mjs":
        'const input = ["src/main.ts"];\nexport default { input, output: { file: "out/main.js" } };\n',
    },
  ],
  "rollup, with an input among the arguments": [
    { ...build, bundle: "rollup -i src/main.ts -o out/main.js" },
    'the script "bundle" bundles src/main.ts with rollup',
  ],
  "rolldown, with a configuration that is named": [
    { ...build, bundle: "rolldown -c rolldown.lib.mjs" },
    'the script "bundle" bundles src/main.ts with rolldown',
    {
      "rolldown.lib.mjs":
        'import { fileURLToPath } from "node:url";\nexport default { input: fileURLToPath(new URL("./src/main.ts", import.meta.url)) };\n',
    },
  ],
  rolldown: [
    { ...build, bundle: "rolldown src/main.ts --file out/main.js" },
    'the script "bundle" bundles src/main.ts with rolldown',
  ],
  esbuild: [
    { ...build, bundle: "esbuild src/main.ts --bundle --outfile=out/main.js" },
    'the script "bundle" bundles src/main.ts with esbuild',
  ],
  "esbuild, through a file that is not compiled": [
    { ...build, bundle: "esbuild entry.js --bundle" },
    'the script "bundle" bundles src/main.ts (through entry.js) with esbuild',
    { "entry.js": 'import "./src/main.js";\n' },
  ],
  parcel: [
    { ...build, bundle: "parcel build index.html" },
    'the script "bundle" bundles src/main.ts (through index.html) with parcel',
    { "index.html": '<script type="module" src="src/main.ts"></script>' },
  ],
  "parcel, whose source is in package.json": [
    { ...build, bundle: "parcel build" },
    'the script "bundle" bundles src/main.ts with parcel',
    {},
    { source: "src/main.ts" },
  ],
  tsup: [{ build: "tsup" }, 'the script "build" bundles src/main.ts with tsup'],
  "tsup, after importspy build": [
    { build: "importspy build && tsup src/main.ts" },
    'the script "build" bundles src/main.ts with tsup',
  ],
  "tsup, with an entry in package.json": [
    { ...build, bundle: "tsup" },
    'the script "bundle" bundles src/main.ts with tsup',
    {},
    { tsup: { entry: ["src/main.ts"] } },
  ],
  tsdown: [{ ...build, bundle: "tsdown" }, 'the script "bundle" bundles src/main.ts with tsdown'],
  unbuild: [{ ...build, bundle: "unbuild" }, 'the script "bundle" bundles src/main.ts with unbuild'],
  pkgroll: [{ ...build, bundle: "pkgroll" }, 'the script "bundle" bundles src/main.ts with pkgroll'],
  bunchee: [{ ...build, bundle: "bunchee" }, 'the script "bundle" bundles src/main.ts with bunchee'],
  ncc: [{ ...build, bundle: "ncc build src/main.ts -o out" }, 'the script "bundle" bundles src/main.ts with ncc'],
  "wrangler, with a configuration in TOML": [
    { ...build, deploy: "wrangler deploy" },
    'the script "deploy" bundles src/main.ts with wrangler',
    { "wrangler.toml": 'name = "app"\nmain = "src/main.ts"\n\n[vars]\nmain = "dist/main.js"\n' },
  ],
  "wrangler, with a configuration in JSON": [
    { ...build, dev: "wrangler dev" },
    'the script "dev" bundles src/main.ts with wrangler',
    { "wrangler.jsonc": '{\n  // The worker.\n  "main": "./src/main.ts",\n}\n' },
  ],
  "nest build": [
    { build: "nest build" },
    'the script "build" builds with nest, which compiles this project\'s sources by itself, without guards',
  ],
  "nest build with the plugin, on another TypeScript": [
    { build: "nest build" },
    'the script "build" builds with nest on TypeScript 5.9.3, on which importspy\'s plugin stops the build',
    {
      "nest-cli.json": '{ "sourceRoot": "src", "compilerOptions": { "plugins": ["@importspy/transformer"] } }',
      "node_modules/typescript/package.json": '{ "name": "typescript", "version": "5.9.3" }',
    },
  ],
  "nest build with SWC": [
    { ...build, start: "nest start --builder swc" },
    'the script "start" builds with nest',
    { "nest-cli.json": '{ "sourceRoot": "src", "compilerOptions": { "builder": "swc" } }' },
  ],
  ...Object.fromEntries(
    [
      "next build",
      "next dev",
      "next",
      "nuxt build",
      "nuxi dev",
      "astro build",
      "react-router build",
      "remix vite:build",
      "svelte-kit build",
      "ng build",
      "react-scripts start",
      "storybook dev",
      "expo start",
      "sst deploy",
    ].map((command): [string, SetUp] => [
      command,
      [{ ...build, run: command }, `the script "run" builds with ${command.split(" ")[0]}, which compiles`],
    ]),
  ),
  "SvelteKit by vite": [
    { ...build, bundle: "vite build" },
    'the script "bundle" builds with vite, which compiles this project\'s sources by itself, without guards',
    {
      "vite.config.ts": 'import { sveltekit } from "@sveltejs/kit/vite";\nexport default { plugins: [sveltekit()] };\n',
    },
  ],
  "Remix's own compiler, which takes no plugins of Vite": [
    { ...build, bundle: "remix build" },
    'the script "bundle" builds with remix, which compiles',
    { "vite.config.ts": VITE },
  ],
  "electron-vite without the plugin in one section": [
    { ...build, bundle: "electron-vite build" },
    'the script "bundle" builds with electron-vite, which compiles',
    {
      "electron.vite.config.ts": `${PLUGIN}export default { main: { plugins: [importspy()] }, preload: {}, renderer: {} };\n`,
    },
  ],
  "Astro with another configuration": [
    { ...build, bundle: "astro build --config other.config.mjs" },
    'the script "bundle" builds with astro, which compiles',
    {
      "astro.config.mjs": `${PLUGIN}export default { vite: { plugins: [importspy()] } };\n`,
      "other.config.mjs": "export default {};\n",
    },
  ],
  "Astro with the plugin in another list": [
    { ...build, bundle: "astro build" },
    'the script "bundle" builds with astro, which compiles',
    { "astro.config.mjs": `${PLUGIN}export default { plugins: [importspy()], integrations: [] };\n` },
  ],
  swc: [{ ...build, compile: "swc src -d lib" }, 'the script "compile" compiles src/main.ts with swc'],
  babel: [
    { ...build, compile: "babel src --out-dir lib --extensions .ts" },
    'the script "compile" compiles src/main.ts with babel',
  ],
  sucrase: [
    { ...build, compile: "sucrase ./src -d ./lib --transforms typescript" },
    'the script "compile" compiles src/main.ts with sucrase',
  ],
  "type stripping, when nothing is emitted": [
    { build: "importspy build", start: "node src/main.ts" },
    'the script "start" runs src/main.ts with node, which puts no guards into it',
    { "tsconfig.json": tsconfig({ types: [], plugins: undefined, noEmit: true }) },
  ],
  "a build that emits nothing": [
    build,
    "importspy build emits nothing here: noEmit is set, or emitDeclarationOnly",
    { "tsconfig.json": tsconfig({ types: [], plugins: undefined, noEmit: true }) },
  ],
  "type stripping in addition to a build": [
    { ...build, start: "node --watch --env-file .env src/main.ts" },
    'the script "start" runs src/main.ts with node',
  ],
  "a file that loads the sources": [
    { ...build, start: "node start.mjs" },
    'the script "start" runs src/main.ts (through start.mjs) with node',
    { "start.mjs": 'await import("./src/main.ts");\n' },
  ],
  "a folder, whose package.json names a source": [
    { ...build, start: "node ." },
    'the script "start" runs src/main.ts with node',
    {},
    { main: "src/main.ts" },
  ],
  tsx: [{ ...build, dev: "tsx watch src/main.ts" }, 'the script "dev" runs src/main.ts with tsx'],
  "tsx, with an option of Node.js": [
    { ...build, dev: "tsx --env-file .env src/main.ts" },
    'the script "dev" runs src/main.ts with tsx',
  ],
  "tsx in Node.js": [{ ...build, dev: "node --import tsx src/main.ts" }, 'the script "dev" runs src/main.ts with node'],
  "ts-node": [
    { ...build, dev: "ts-node -P tsconfig.json src/main.ts" },
    'the script "dev" runs src/main.ts with ts-node',
  ],
  "ts-node-dev": [
    { ...build, dev: "ts-node-dev --respawn src/main.ts" },
    'the script "dev" runs src/main.ts with ts-node-dev',
  ],
  nodemon: [{ ...build, dev: "nodemon src/main.ts" }, 'the script "dev" runs src/main.ts with ts-node'],
  "nodemon, with a program of its own": [
    { ...build, dev: 'nodemon --watch src --exec "tsx" src/main.ts' },
    'the script "dev" runs src/main.ts with tsx',
  ],
  "nodemon, with its configuration": [
    { ...build, dev: "nodemon" },
    'the script "dev" runs src/main.ts with ts-node',
    { "nodemon.json": '{ "exec": "ts-node src/main.ts" }' },
  ],
  bun: [{ ...build, dev: "bun --watch src/main.ts" }, 'the script "dev" runs src/main.ts with bun'],
  "bun run": [{ ...build, dev: "bun run ./src/main.ts" }, 'the script "dev" runs src/main.ts with bun'],
  "bun build": [
    { ...build, bundle: "bun build ./src/main.ts --outdir out" },
    'the script "bundle" bundles src/main.ts with bun',
  ],
  deno: [{ ...build, dev: "deno run -A src/main.ts" }, 'the script "dev" runs src/main.ts with deno'],
  "a task of deno": [
    { ...build, dev: "deno task dev" },
    'the script "dev" runs src/main.ts with deno',
    { "deno.json": '{ "tasks": { "dev": "deno run --watch src/main.ts" } }' },
  ],
  electron: [
    { ...build, start: "electron ." },
    'the script "start" runs src/main.ts with electron',
    {},
    { main: "src/main.ts" },
  ],
  "pm2's configuration": [
    { ...build, start: "pm2 start ecosystem.config.cjs --env production" },
    'the script "start" runs src/main.ts with pm2',
    { "ecosystem.config.cjs": 'module.exports = { apps: [{ name: "app", script: "./src/main.ts" }] };\n' },
  ],
  "the image of a container": [
    { ...build, start: "node dist/main.js" },
    "the CMD of Dockerfile runs src/main.ts with node",
    {
      Dockerfile:
        'FROM node:24 AS build\nCMD ["node", "dist/main.js"]\nFROM build\n# As it is.\nCMD ["node", \\\n  "src/main.ts"]\n',
    },
  ],
  "the image of a container, with an entry point": [
    { ...build, start: "node dist/main.js" },
    "the ENTRYPOINT of Dockerfile runs src/main.ts with tsx",
    { Dockerfile: 'FROM node:24\nENTRYPOINT ["tini", "--", "npx"]\nCMD ["tsx", "src/main.ts"]\n' },
  ],
  "a Procfile": [
    { ...build, start: "node dist/main.js" },
    'the process "web" of Procfile runs src/main.ts with tsx',
    { Procfile: "release: echo\nweb: npx tsx src/main.ts\n" },
  ],
  pm2: [{ ...build, start: "pm2 start src/main.ts --name app" }, 'the script "start" runs src/main.ts with pm2'],
  "vite-node": [{ ...build, dev: "vite-node src/main.ts" }, 'the script "dev" runs src/main.ts with vite-node'],
  "tests that a word selects beside a folder": [
    { ...build, test: "bun test ./dist main" },
    'the script "test" tests src/main.test.ts with bun',
    TESTED,
  ],
  "tests with a word that is the value of an option": [
    { ...build, test: "jest --cacheDirectory dist" },
    'the script "test" tests src/main.test.ts with jest',
    TESTED,
  ],
  "a program that pm2 starts by its name": [
    { ...build, start: "pm2 start npm -- run serve", serve: "tsx src/main.ts" },
    'the script "serve" runs src/main.ts with tsx',
  ],
  vitest: [
    { ...build, test: "vitest run" },
    'the script "test" tests src/payments.ts (through src/payments.test.ts) with vitest, which puts no guards into it',
    {
      "tsconfig.json": tsconfig({ types: [], plugins: undefined }, { exclude: ["**/*.test.ts"] }),
      "src/payments.test.ts": 'import { test } from "vitest";\nimport { charge } from "./payments.js";\n',
    },
  ],
  "vitest, by an alias": [
    { ...build, test: "vitest" },
    'the script "test" tests src/payments.ts (through test/payments.test.ts) with vitest',
    {
      "tsconfig.json": tsconfig({ types: [], plugins: undefined, paths: { "@/*": ["./src/*"] } }),
      "test/payments.test.ts": 'import { charge } from "@/payments";\n',
    },
  ],
  jest: [
    { ...build, test: "jest --coverage" },
    'the script "test" tests src/payments.test.ts with jest',
    { "src/payments.test.ts": 'import { charge } from "./payments";\n' },
  ],
  "jest, with a configuration": [
    { ...build, test: "jest" },
    'the script "test" tests src/payments.ts (through test/unit/a.ts) with jest',
    {
      "test/unit/a.ts": 'import { charge } from "../../src/payments";\n',
      "jest.config.js": 'export default { preset: "ts-jest", testMatch: ["<rootDir>/test/unit/*.ts"] };\n',
    },
  ],
  "jest, with a regular expression": [
    { ...build, test: "jest", "test:e2e": "jest --config test/jest-e2e.json" },
    'the script "test:e2e" tests src/payments.ts (through test/app.e2e.ts) with jest',
    {
      "src/app.spec.ts": 'import "./payments";\n',
      "test/app.e2e.ts": 'import "../src/payments";\n',
      "test/jest-e2e.json": '{ "rootDir": ".", "testRegex": ".e2e.ts$" }',
    },
    { jest: { rootDir: "src", testRegex: ".*\\.spec\\.ts$" } },
  ],
  "mocha with tsx": [
    { ...build, test: "mocha --import=tsx 'test/**/*.spec.ts'" },
    'the script "test" tests src/payments.ts (through test/a.spec.ts) with mocha',
    { "test/a.spec.ts": 'import "../src/payments.js";\n' },
  ],
  "mocha, with a configuration": [
    { ...build, test: "mocha" },
    'the script "test" tests src/payments.ts (through spec/a.ts) with mocha',
    { "spec/a.ts": 'import "../src/payments.js";\n', ".mocharc.json": '{ "require": "tsx", "spec": "spec/*.ts" }' },
  ],
  ava: [
    { ...build, test: "ava" },
    'the script "test" tests src/payments.ts (through test/a.ts) with ava',
    { "test/a.ts": 'import "../src/payments.js";\n' },
    { ava: { extensions: { ts: "module" }, nodeArguments: ["--import=tsx"] } },
  ],
  "node --test": [
    { ...build, test: "node --test" },
    'the script "test" tests src/payments.ts (through test/a.test.ts) with node',
    { "test/a.test.ts": 'import "../src/payments.ts";\n' },
  ],
  "node --test with patterns": [
    { ...build, test: "node --import tsx --test --test-reporter spec 'src/**/*.test.ts'" },
    'the script "test" tests src/a.test.ts with node',
    { "src/a.test.ts": 'import "./payments.js";\n' },
  ],
  "bun test": [
    { ...build, test: "bun test" },
    'the script "test" tests src/payments.ts (through test/a.test.ts) with bun',
    { "test/a.test.ts": 'import "../src/payments";\n' },
  ],
  "what a folder of tests starts with execa": [
    { ...build, test: "node --test test" },
    'cannot tell what the script "test" tests with node: it starts "tsx src/main.ts"',
    { "test/a.test.mjs": 'import { execa } from "execa";\nawait execa("tsx", ["src/main.ts"]);\n' },
  ],
  "a script of zx": [
    { ...build, start: "zx start.mjs" },
    'cannot tell what the script "start" runs with zx: it starts "tsx src/main.ts $COMPUTED"',
    { "start.mjs": "await $`tsx src/main.ts ${process.argv[2]}`;\n" },
  ],
  "tests with coverage": [
    { ...build, test: "c8 --reporter html node --test test/a.test.ts" },
    'the script "test" tests src/payments.ts (through test/a.test.ts) with node',
    { "test/a.test.ts": 'import "../src/payments.ts";\n' },
  ],
  "a test that starts the sources": [
    { ...build, test: "node --test test/a.test.js" },
    'cannot tell what the script "test" tests with node: it starts "node src/main.ts"',
    {
      "test/a.test.js":
        'import { spawnSync } from "node:child_process";\nspawnSync(process.execPath, ["src/main.ts"]);\n',
    },
  ],
  "a script of the project's own that bundles the sources": [
    { ...build, bundle: "node build.mjs" },
    'the script "bundle" runs src/main.ts (through build.mjs) with node',
    {
      "build.mjs":
        'import * as esbuild from "esbuild";\nawait esbuild.build({ entryPoints: ["src/main.ts"], bundle: true });\n',
    },
  ],
  "a script of the project's own that bundles the sources with Bun": [
    { ...build, bundle: "bun run build.ts" },
    'the script "bundle" runs src/main.ts (through build.ts) with bun',
    { "build.ts": 'await Bun.build({ entrypoints: ["./src/main.ts"], outdir: "out" });\n' },
  ],
  "a script of the project's own that starts a compiler": [
    { ...build, bundle: "node build.mjs" },
    'cannot tell what the script "bundle" runs with node: it starts "npx tsc -p ."',
    {
      "build.mjs": 'import { execSync } from "node:child_process";\nexecSync("npx tsc -p .", { stdio: "inherit" });\n',
    },
  ],
  "a script of the project's own that starts the sources": [
    { ...build, start: "node start.mjs" },
    'cannot tell what the script "start" runs with node: it starts "node src/main.ts"',
    { "start.mjs": 'import cp from "node:child_process";\nconst args = ["src/main.ts"];\ncp.spawn("node", args);\n' },
  ],
  "tsx, by a variable": [
    { ...build, dev: "NODE_OPTIONS='--import tsx' node src/main" },
    'the script "dev" runs src/main.ts with node',
  ],
  "a module that is loaded before": [
    { ...build, start: "node -r ./src/payments.ts dist/main.js" },
    'the script "start" runs src/payments.ts with node',
  ],
  "a seed of prisma": [
    { ...build, seed: "prisma db seed" },
    'the script "seed" runs src/main.ts with tsx',
    {},
    { prisma: { seed: "tsx src/main.ts" } },
  ],
  "options that a file has": [
    { ...build, compile: "tsc @options.txt" },
    'the script "compile" runs tsc @options.txt, which emits without guards',
    { "options.txt": "-p ." },
  ],
  "an option that lets tsc emit": [
    { build: "tsc -p . --noEmit false" },
    'the script "build" runs tsc -p . --noEmit false, which emits without guards',
    { "tsconfig.json": tsconfig({ types: [], plugins: undefined, noEmit: true }) },
  ],
  "tspc on files, which reads no plugins": [
    { build: "tspc src/main.ts" },
    'the script "build" runs tspc src/main.ts, which reads no tsconfig.json, so no plugins',
  ],
  "a bundle of what was built, with an alias that leads back to the sources": [
    { build: "importspy build && esbuild dist/main.js --bundle" },
    'the script "build" bundles src/payments.ts (through dist/main.js) with esbuild',
    ALIASED,
  ],
  "tsx on what was built, with an alias that leads back to the sources": [
    { ...build, start: "tsx dist/main.js" },
    'the script "start" runs src/payments.ts (through dist/main.js) with tsx',
    ALIASED,
  ],
  "what was built, where package.json leads back to the sources": [
    { ...build, start: "node dist/main.js" },
    'the script "start" runs src/payments.ts (through dist/main.js) with node',
    { "src/main.ts": 'import { charge } from "#payments";\n' },
    { imports: { "#*": "./src/*.ts" } },
  ],
  "what was built, where a condition leads back to the sources": [
    { ...build, start: "node dist/main.js", dev: "node --conditions=development dist/main.js" },
    'the script "dev" runs src/payments.ts (through dist/main.js) with node',
    { "src/main.ts": 'import { charge } from "app";\n' },
    { exports: { development: "./src/payments.ts", default: "./dist/payments.js" } },
  ],
  "vue-tsc that emits": [
    { ...build, types: "vue-tsc -p ." },
    'the script "types" runs vue-tsc -p ., which emits without guards',
  ],
  "TypeScript 7's own command": [
    { ...build, fast: "tsgo -p ." },
    'the script "fast" runs tsgo -p ., which emits without guards',
  ],
  ttypescript: [{ build: "ttsc -p ." }, 'the script "build" runs ttsc -p ., which emits without guards'],
};

/** Ways to call `tsc` and `node src/main.ts` that a look at the first word does not see. */
const ROUTES: Record<string, readonly [Record<string, string>, Files?, Record<string, unknown>?]> = {
  "npm run": [{ start: "npm run serve", serve: "COMMAND" }],
  "npm run with arguments": [{ serve: "npm run compile -- -p .", compile: "COMMAND" }],
  "a script before another": [{ prestart: "COMMAND", start: "echo started" }],
  "yarn and pnpm": [{ a: "yarn b", b: "pnpm run c", c: "COMMAND" }],
  npx: [{ start: "npx --yes COMMAND" }],
  "pnpm exec": [{ start: "pnpm exec COMMAND" }],
  "yarn dlx": [{ start: "yarn dlx COMMAND" }],
  "cross-env": [{ start: "cross-env NODE_ENV=production COMMAND" }],
  "cross-env-shell": [{ start: 'cross-env-shell NODE_ENV=production "COMMAND"' }],
  variables: [{ start: 'A=1 B="x y" COMMAND' }],
  dotenv: [{ start: "dotenv -e .env.test -- COMMAND" }],
  dotenvx: [{ start: "dotenvx run -f .env -- COMMAND" }],
  "env-cmd": [{ start: "env-cmd -f .env COMMAND" }],
  doppler: [{ start: "doppler run -- COMMAND" }],
  "a shell": [{ start: 'sh -c "COMMAND"' }],
  "a shell in a shell": [{ start: "bash -lc 'echo a && sh -c \"COMMAND\"'" }],
  "a file for the shell": [{ start: "bash scripts/start.sh" }, { "scripts/start.sh": "#!/bin/sh\nset -e\nCOMMAND\n" }],
  "a file that says it is for the shell": [
    { start: "./start" },
    { start: "#!/usr/bin/env bash\nif true; then\n  COMMAND\nfi\n" },
  ],
  concurrently: [{ start: 'concurrently -n a,b "COMMAND" "echo b"' }],
  "concurrently by name": [{ start: "concurrently npm:watch:*", "watch:a": "COMMAND" }],
  "npm-run-all": [{ start: "npm-run-all --parallel watch:*", "watch:a": "COMMAND" }],
  "run-s": [{ start: 'run-s clean "go:**"', clean: "rimraf dist", "go:a:b": "COMMAND" }],
  "before a pipe": [{ start: "COMMAND | pino-pretty-not-known || true" }],
  "in a subshell": [{ start: "(echo a; COMMAND)" }],
  "in a substitution": [{ start: 'echo "$(COMMAND)"' }],
  "in a condition": [{ start: "if [ -f x ]; then COMMAND; fi" }],
  "in the background": [{ start: "COMMAND & wait" }],
  "in another folder": [{ start: "cd src && cd .. && COMMAND" }],
  onchange: [{ start: "onchange 'src/**' -- COMMAND" }],
  "tsc-watch": [{ start: 'tsc-watch --noEmit --onSuccess "COMMAND"' }],
  "start-server-and-test": [{ test: "start-server-and-test serve http://localhost:3000 'echo'", serve: "COMMAND" }],
  "node --run": [{ start: "node --run serve", serve: "COMMAND" }],
  wireit: [{ start: "wireit" }, {}, { wireit: { start: { command: "COMMAND" } } }],
  turbo: [{ start: "turbo run go" }, {}, { scripts: { start: "turbo run go", go: "COMMAND" } }],
  time: [{ start: "time COMMAND" }],
  find: [{ start: 'find . -name "*.x" -exec COMMAND ;' }],
};

const GUARDED: Record<
  string,
  readonly [scripts: Record<string, string>, files?: Files, more?: Record<string, unknown>]
> = {
  "a build, and what it emits": [
    { ...build, start: "node dist/main.js", dev: "node --watch --env-file=.env dist/main.js" },
  ],
  "a build that is not there yet, by a name without an ending": [{ ...build, start: "node dist/main" }],
  "a build in several steps": [{ build: "run-s clean compile", clean: "rimraf dist", compile: "importspy build -p ." }],
  "a bundle of what was built": [
    { build: "importspy build && esbuild dist/main.js --bundle --outfile=out/main.js", start: "node out/main.js" },
  ],
  "SvelteKit with the adapter for Node.js": [
    { build: "vite build", start: "node build" },
    { "vite.config.ts": withAdapter("@sveltejs/adapter-node") },
  ],
  "SvelteKit with its adapter in svelte.config.js, and another folder": [
    { build: "vite build", start: "node server/index.js" },
    {
      "vite.config.ts": viteWith("@sveltejs/kit/vite", "framework()"),
      "svelte.config.js":
        'import adapter from "@sveltejs/adapter-node";\nexport default { kit: { adapter: adapter({ out: "server" }) } };\n',
    },
  ],
  "TanStack Start with Nitro": [
    { dev: "vite dev", build: "vite build", start: "node .output/server/index.mjs" },
    {
      "vite.config.ts": viteWith(
        "@tanstack/react-start/plugin/vite",
        "framework(), nitro()",
        'import { nitro } from "nitro/vite";\n',
      ),
    },
  ],
  "React Router, with a server of its own": [
    { dev: "react-router dev", build: "react-router build", start: "node server.js" },
    { "vite.config.ts": VITE, "server.js": 'import * as app from "./build/server/index.js";\nconsole.log(app);\n' },
  ],
  "Remix by Vite": [
    { build: "remix vite:build", start: "remix-serve build/server/index.js" },
    { "vite.config.ts": VITE },
  ],
  "vite, where index.html loads what was built": [
    { build: "importspy build && vite build", preview: "vite preview" },
    {
      "index.html": '<!-- <script src="/src/main.ts"></script> --><script type="module" src="/dist/main.js"></script>',
    },
  ],
  "rollup on what was built": [
    { build: "importspy build && rollup --config", start: "node out/main.js" },
    { "rollup.config.js": 'export default { input: `dist/main.js`, output: { file: "out/main.js" } };\n' },
  ],
  "a script of the project's own that bundles what was built": [
    { build: "importspy build && node build.mjs" },
    {
      "build.mjs":
        'import { build } from "esbuild";\nimport { rm } from "node:fs/promises";\nawait rm("out");\nawait build({ entryPoints: ["dist/main.js"] });\n',
    },
  ],
  "a server of the project's own that loads what was built": [
    { ...build, start: "node server.mjs" },
    {
      "server.mjs":
        'import http from "node:http";\nimport express from "express";\nimport { charged } from "./dist/main.js";\n',
    },
    { dependencies: { importspy: "*", express: "*" } },
  ],
  "tests of what was built, which a word selects": [
    { ...build, jest: "jest dist", vitest: "vitest run dist", bun: "bun test dist" },
    TESTED,
  ],
  "programs that pm2 starts by their names": [
    {
      ...build,
      serve: "node dist/main.js",
      start: "pm2 start npm --name app -- run serve",
      all: "pm2-runtime start pm2.json",
    },
    { "pm2.json": '{ "apps": [{ "name": "app", "script": "npm", "args": "run serve" }] }' },
  ],
  "vite-node with the plugin of Vite": [{ ...build, dev: "vite-node --watch src/main.ts" }, { "vite.config.ts": VITE }],
  "tests of what was built": [
    { ...build, test: "node --test 'test/**/*.test.ts'", unit: "vitest run", spec: "mocha dist/spec" },
    {
      "tsconfig.json": tsconfig({ types: [], plugins: undefined }),
      "src/spec/a.ts": "export {};\n",
      "test/a.test.ts": 'import type { X } from "../src/main.ts";\nimport { charged } from "../dist/main.js";\n',
    },
  ],
  "a test that starts what was built": [
    { ...build, test: "node --test test/a.test.js" },
    {
      "test/a.test.js":
        'import { execFileSync, fork } from "node:child_process";\nexecFileSync(process.execPath, ["dist/main.js"]);\nfork("dist/main.js");\n',
    },
  ],
  "checks, formats and the like": [
    {
      ...build,
      types: "tsc --noEmit && tsc -p tsconfig.json --emitDeclarationOnly",
      lint: "eslint . && prettier --check .",
      prepare: "husky",
      fix: "biome check --write .",
      clean: "rm -rf dist && mkdir -p dist && cp package.json dist",
      prepublishOnly: "npm run lint && npm pack --dry-run",
      info: "next info; nest --version; wrangler types",
    },
  ],
  "built output, through other programs": [
    {
      ...build,
      start: "cross-env NODE_ENV=production dotenv -e .env -- node --enable-source-maps dist/main.js | pino-pretty",
      pm: "pm2 start dist/main.js --name app -i max",
      all: 'concurrently -k "npm:watch" "node --watch dist/main.js"',
      watch: "importspy build --watch",
    },
    {},
    {
      scripts: {
        ...build,
        start: "cross-env NODE_ENV=production dotenv -e .env -- node --enable-source-maps dist/main.js",
        pm: "pm2 start dist/main.js --name app -i max",
        all: 'concurrently -k "npm:watch" "node --watch dist/main.js"',
        watch: "importspy build --watch",
      },
    },
  ],
  "what was built, in images and by pm2": [
    { ...build, start: "npm run serve", serve: "pm2-runtime ecosystem.config.js" },
    {
      Dockerfile: 'FROM node:24\nWORKDIR /app\nCOPY . .\nENTRYPOINT ["dumb-init", "--"]\nCMD ["npm", "start"]\n',
      Procfile: "web: node dist/main.js\n",
      "ecosystem.config.js":
        'export default { apps: [{ name: "app", script: "dist/main.js", interpreter: "node" }] };\n',
    },
  ],
  "a script of the project's own that builds with guards": [
    { build: "node build.mjs" },
    {
      "build.mjs":
        'import { execSync } from "node:child_process";\nexecSync(`git describe ${process.argv[2]}`);\nexecSync("npx importspy build");\n',
    },
  ],
  "deployments of what was built": [
    { ...build, deploy: "wrangler deploy dist/main.js --minify", pages: "wrangler pages deploy dist" },
  ],
  "a bundle of what was built, where aliases are replaced": [
    { build: "importspy build && tsc-alias && esbuild dist/main.js --bundle", start: "node dist/main.js" },
    ALIASED,
  ],
  "a bundle of what was built, where aliases were replaced": [
    { build: "importspy build && node replace-aliases.mjs && esbuild dist/main.js --bundle" },
    {
      ...ALIASED,
      "replace-aliases.mjs": 'import { readFile } from "node:fs/promises";\n',
      "dist/main.js": 'import "./main.importspy.js";\nimport "./other.js";\n',
      "dist/other.js": 'import "./payments.js";\n',
    },
  ],
  "copies of what was built": [
    { ...build, start: "node out/main.js" },
    { "out/main.js": 'import "./main.importspy.js";\n', "out/main.importspy.js": "" },
  ],
  "code on the command line": [
    { ...build, clean: "node -e \"require('fs').rmSync('dist', { recursive: true, force: true })\"" },
  ],
};

const UNKNOWN: Record<string, SetUp> = {
  "a program that doctor does not know": [
    { ...build, release: "launch-rocket --now" },
    'cannot tell what the script "release" runs: doctor does not know "launch-rocket"',
  ],
  make: [{ build: "make build" }, 'cannot tell what the script "build" runs: doctor does not know "make"'],
  docker: [
    { ...build, image: "docker build ." },
    'cannot tell what the script "image" runs: doctor does not know "docker"',
  ],
  "a script of the project's own with a computed entry": [
    { ...build, bundle: "node build.mjs" },
    'cannot tell what the script "bundle" runs with node: what it gives to esbuild is computed',
    { "build.mjs": 'import { build } from "esbuild";\nawait build({ entryPoints: process.argv.slice(2) });\n' },
  ],
  "a script of the project's own that uses the compiler": [
    { ...build, bundle: "node build.mjs" },
    'cannot tell what the script "bundle" runs with node: it calls typescript',
    { "build.mjs": 'import ts from "typescript";\n' },
  ],
  "a script of the project's own that is not there": [
    { ...build, bundle: "node build.mjs" },
    'cannot tell what the script "bundle" runs with node: nothing that doctor follows makes build.mjs',
  ],
  "a script of the project's own that loads what is computed": [
    { ...build, start: "node start.mjs" },
    'cannot tell what the script "start" runs with node: what line 1 imports is computed',
    { "start.mjs": "await import(process.env.ENTRY);\n" },
  ],
  "a script of the project's own with a package that may compile": [
    { ...build, start: "node start.mjs" },
    'cannot tell what the script "start" runs with node: it calls some-compiler, which may run or translate code',
    { "start.mjs": 'import compile from "some-compiler";\n' },
    { devDependencies: { "@importspy/transformer": "*", "some-compiler": "*" } },
  ],
  "a program that the shell computes": [
    { ...build, start: "$RUNNER dist/main.js" },
    'cannot tell what the script "start" runs: "$RUNNER dist/main.js": which program it is, only the shell knows',
  ],
  "a file that the shell computes": [
    { ...build, start: "node $ENTRY" },
    'cannot tell what the script "start" runs with node: what $ENTRY is, only the shell knows',
  ],
  "what no shell reads": [
    { ...build, start: 'node "dist/main.js' },
    'cannot tell what the script "start" runs: "node \\"dist/main.js": no shell can read it',
  ],
  "SvelteKit with an adapter that may bundle again": [
    { build: "vite build" },
    `the script "build" builds with importspy's plugin in vite.config.ts, but doctor cannot tell what @sveltejs/adapter-auto makes of it`,
    { "vite.config.ts": withAdapter("@sveltejs/adapter-auto") },
  ],
  "SvelteKit with an adapter for Node.js that bundles files together": [
    { build: "vite build" },
    "but doctor cannot tell what @sveltejs/adapter-node makes of it",
    {
      "vite.config.ts": withAdapter("@sveltejs/adapter-node"),
      "node_modules/@sveltejs/adapter-node/package.json": '{ "name": "@sveltejs/adapter-node", "version": "5.5.5" }',
    },
  ],
  "Astro with a configuration that is decided": [
    { build: "astro build" },
    'cannot tell whether the script "build" builds with guards: importspy is not plainly in astro.config.mjs',
    {
      "astro.config.mjs": `${PLUGIN}export default process.env.CI ? {} : { vite: { plugins: [importspy()] } };\n`,
    },
  ],
  "Astro with a configuration that others may replace": [
    { build: "astro build" },
    'cannot tell whether the script "build" builds with guards: importspy is not plainly in astro.config.mjs',
    {
      "astro.config.mjs": `${PLUGIN}import shared from "shared";\nexport default { vite: { plugins: [importspy()] }, ...shared };\n`,
    },
  ],
  "a bundler without an entry": [
    { build: "importspy build && vite build" },
    'cannot tell what the script "build" bundles with vite: nothing that doctor follows makes index.html',
  ],
  "a bundler whose configuration is computed": [
    { ...build, bundle: "rollup -c" },
    'cannot tell what the script "bundle" bundles with rollup: a part of rollup.config.js is computed',
    { "rollup.config.js": "export default { input: process.env.INPUT };\n" },
  ],
  "tests that are not there": [
    { ...build, test: "vitest run" },
    'cannot tell what the script "test" tests with vitest: there are no tests where it looks for them',
  ],
  "what another build may have left": [
    { ...build, start: "node lib/main.js" },
    'cannot tell what the script "start" runs with node: lib/main.js may be what something else made of src/main.ts',
    { "lib/main.js": 'import "./payments.js";\n', "lib/payments.js": "export const charge = 1;\n" },
  ],
  "a bundle of unrelated files": [
    { ...build, bundle: "esbuild other.js --bundle" },
    'cannot tell what the script "bundle" bundles with esbuild: other.js loads nothing of this project',
    { "other.js": "export {};\n" },
  ],
  "tests whose configuration is not read": [
    { ...build, test: "mocha" },
    'cannot tell what the script "test" tests with mocha: .mocharc.yml is not read',
    { ".mocharc.yml": "spec: test/*.ts\n" },
  ],
  "programs that are handed on": [
    { ...build, start: "node start.mjs" },
    'cannot tell what the script "start" runs with node: it starts programs',
    {
      "start.mjs":
        'import { exec } from "node:child_process";\nimport { promisify } from "node:util";\nawait promisify(exec)("tsc");\n',
    },
  ],
  "a target of Nx that a plugin makes": [
    { ...build, all: "nx run-many -t build" },
    'cannot tell what the script "all" runs: "nx run-many -t build": plugins of nx.json make targets of their own',
    { "nx.json": '{ "plugins": ["@nx/vite/plugin"] }' },
  ],
  "an executor of Nx": [
    { ...build, all: "nx build app" },
    "executors of project.json are not followed: @nx/js:swc",
    { "project.json": '{ "name": "app", "targets": { "build": { "executor": "@nx/js:swc" } } }' },
  ],
  "tests of a folder that has none": [
    { ...build, test: "jest" },
    'cannot tell what the script "test" tests with jest: there are no tests where it looks for them',
    {},
    { jest: { rootDir: "src", testRegex: ".*\\.spec\\.ts$" } },
  ],
  "what interprets the scripts of pm2's configuration": [
    { ...build, start: "pm2-runtime process.json" },
    "interpreter in process.json is not followed",
    { "process.json": '{ "apps": [{ "script": "dist/main.js", "interpreter": "tsx" }] }' },
  ],
  "a configuration of pm2 that is computed": [
    { ...build, start: "pm2 start" },
    "what ecosystem.config.js runs is not written down there",
    { "ecosystem.config.js": "export default { apps: [{ script: process.argv[2] }] };\n" },
  ],
  "an image whose files lie elsewhere": [
    { ...build, start: "node dist/main.js" },
    "cannot tell what the CMD of Dockerfile runs with node",
    { Dockerfile: "FROM node:24\nCOPY dist .\nCMD node main.js\n" },
  ],
  "a script that is not there": [
    { ...build, all: "npm run everything" },
    'cannot tell what the script "all" runs: "npm run everything": there is no script "everything"',
  ],
  "no build at all": [{ lint: "eslint ." }, "no script of package.json builds this project with guards"],
  "no script at all": [{}, "no script of package.json builds this project with guards"],
};

function expectTold({ code, stdout }: Examined, sign: string, text: string): void {
  assert.ok(stdout.includes(`${sign} ${text}`) || stdout.includes(text), `${text}\n\n${stdout}`);
  assert.match(stdout, new RegExp(`^\\${sign} `, "m"));
  assert.equal(code, 1, stdout);
}

describe("importspy doctor reports unguarded code in", () => {
  for (const [name, [scripts, text, files = {}, more]] of Object.entries(UNGUARDED)) {
    it(name, async () => {
      const examined = await examine({ "package.json": manifest(scripts, more), ...files });
      expectTold(examined, /^cannot|^importspy build emits/.test(text) ? "?" : "✗", text);
    });
  }
});

describe("importspy doctor follows", () => {
  for (const [name, [scripts, files = {}, more = {}]] of Object.entries(ROUTES)) {
    for (const [command, text] of [
      ["node src/main.ts", "runs src/main.ts with node"],
      ["tsc --pretty", "runs tsc"],
    ] as const) {
      it(`${name}, to ${command}`, async () => {
        const fill = (value: unknown) => JSON.parse(JSON.stringify(value).replaceAll("COMMAND", command));
        const examined = await examine({
          "package.json": manifest({ ...build, ...fill(scripts) }, fill(more)),
          ...fill(files),
        });
        expectTold(examined, "✗", text);
      });
    }
  }
});

describe("importspy doctor accepts", () => {
  for (const [name, [scripts, files = {}, more]] of Object.entries(GUARDED)) {
    it(name, async () => {
      const { code, stdout } = await examine({ "package.json": manifest(scripts, more), ...files });
      assert.doesNotMatch(stdout, /^[✗?]/m);
      assert.match(stdout, /\n\nThis project is guarded\n$/);
      assert.equal(code, 0);
    });
  }
});

describe("importspy doctor reports unknown for", () => {
  for (const [name, [scripts, text, files = {}, more]] of Object.entries(UNKNOWN)) {
    it(name, async () => {
      const examined = await examine({ "package.json": manifest(scripts, more), ...files });
      expectTold(examined, "?", text);
      assert.match(examined.stdout, /\n\nCannot tell whether this project is guarded: \d+ unknown\n$/);
    });
  }
});

describe("importspy doctor checks the output", () => {
  it("of the configuration that a script builds", async () => {
    const { code, stdout } = await examine({
      "package.json": manifest({ build: "importspy build -p tsconfig.build.json" }),
      "tsconfig.json": tsconfig({ types: [], plugins: undefined, noEmit: true }),
      "tsconfig.build.json": tsconfig({ types: [], plugins: undefined, outDir: "out" }),
      "out/payments.js": "export const charge = 1;\n",
    });
    assert.match(stdout, /^✗ out\/payments\.js: built without guards, though the source has a contract$/m);
    assert.equal(code, 1);
  });
});

it("importspy doctor escapes control characters in names of scripts and programs", async () => {
  const scripts = { ...build, "a\u001b[2J\n::error::b": "rocket\u001b[31m" };
  const { stdout } = await examine({ "package.json": manifest(scripts) });
  assert.match(stdout, /the script "a\\u001b\[2J\\u000a::error::b"/);
  assert.ok(!stdout.includes("\u001b"));
});

describe("importspy doctor, in a workspace,", () => {
  const core = {
    "packages/core/package.json": JSON.stringify({
      name: "core",
      type: "module",
      exports: "./dist/payments.js",
      scripts: { build: "importspy build" },
      dependencies: { importspy: "^0.1.0" },
    }),
    "packages/core/tsconfig.json": tsconfig({ types: [], plugins: undefined, composite: true }),
    "packages/core/src/payments.ts": "/** @importspy { env: { KEY: Secret } } */\nexport const charge = 1;\n",
  };
  const root = (scripts: Record<string, string>, more: Record<string, unknown> = {}): Files => ({
    "package.json": manifest(scripts, { name: "root", workspaces: ["packages/*"], ...more }),
    "tsconfig.json": '{ "files": [] }',
    ...core,
  });
  const member = (name: string, scripts: Record<string, string>, more: Record<string, unknown> = {}): Files => ({
    [`packages/${name}/package.json`]: JSON.stringify({ name, type: "module", scripts, ...more }),
  });

  const builds: Record<string, readonly [scripts: Record<string, string>, files?: Files]> = {
    "npm run --workspaces": [{ build: "npm run build --workspaces --if-present" }],
    "npm run --workspace": [{ build: "npm run build -w core", test: "npm -w packages/core test --if-present" }],
    "pnpm -r": [{ build: "pnpm -r --parallel run build" }],
    "pnpm --filter": [{ build: "pnpm --filter core build", all: "pnpm --filter 'core...' run build" }],
    "yarn workspaces foreach": [{ build: "yarn workspaces foreach -Apt run build", one: "yarn workspace core build" }],
    turbo: [{ build: "turbo run build" }, { "turbo.json": '{ "tasks": { "build": { "dependsOn": ["^build"] } } }' }],
    "nx run-many": [{ build: "nx run-many -t build", one: "nx build core" }, { "nx.json": "{}" }],
    lerna: [{ build: "lerna run build --scope core" }],
    "cd into a package": [{ build: "cd packages/core && npm run build" }],
    "npm --prefix": [{ build: "npm --prefix packages/core run build" }],
  };
  for (const [name, [scripts, files = {}]] of Object.entries(builds)) {
    it(`follows ${name} to the builds of packages`, async () => {
      const { code, stdout } = await examine({ ...root(scripts), ...files });
      assert.match(stdout, /^✓ the script "build" of packages\/core runs importspy build$/m);
      assert.doesNotMatch(stdout, /^[✗?]/m);
      assert.equal(code, 0);
    });
  }

  it("reports a package that bundles sources which load a contracted package", async () => {
    const { code, stdout } = await examine({
      ...root({ build: "turbo build" }),
      ...member("web", { build: "vite build" }, { dependencies: { core: "*" } }),
      "packages/web/index.html": '<script type="module" src="/app.ts"></script>',
      "packages/web/app.ts": 'import { charge } from "core";\n',
    });
    assert.match(
      stdout,
      /^✗ the script "build" of packages\/web bundles packages\/web\/app\.ts \(through packages\/web\/index\.html\) with vite/m,
    );
    assert.equal(code, 1);
  });

  it("accepts programs that load the guarded output of another package", async () => {
    const { code, stdout } = await examine({
      ...root({ build: "turbo build", tool: "tsx scripts/tool.ts" }),
      ...member("web", { start: "node server.js" }, { dependencies: { core: "*" } }),
      "packages/web/server.js": 'import { charge } from "core";\n',
      "scripts/tool.ts": 'import { charge } from "core";\n',
    });
    assert.match(stdout, /^✓ the script "start" of packages\/web runs packages\/core\/dist\/payments\.js \(through/m);
    assert.match(stdout, /^✓ the script "tool" runs packages\/core\/dist\/payments\.js \(through scripts\/tool\.ts\)/m);
    assert.equal(code, 0);
  });

  it("skips a package without contracts", async () => {
    const { code, stdout } = await examine({
      ...root({ build: "turbo build" }),
      ...member("site", { build: "docusaurus build", start: "tsx src/site.ts" }),
      "packages/site/src/site.ts": "export {};\n",
    });
    assert.doesNotMatch(stdout, /site/);
    assert.equal(code, 0);
  });

  it("includes a package that loads a contracted one by its path", async () => {
    const { code, stdout } = await examine({
      ...root({ build: "turbo build" }),
      ...member("tool", { start: "tsx src/tool.ts" }),
      "packages/tool/src/tool.ts": 'import "../../core/src/payments.js";\n',
    });
    assert.match(stdout, /^✗ the script "start" of packages\/tool runs packages\/tool\/src\/tool\.ts with tsx/m);
    assert.equal(code, 1);
  });
});

describe("importspy doctor, in a workspace without a tsconfig.json at its root,", () => {
  it("examines its packages", async () => {
    const files = {
      "package.json": manifest({ build: "npm run build --workspaces" }, { workspaces: ["packages/*"] }),
      "packages/core/package.json": JSON.stringify({ name: "core", scripts: build, dependencies: { importspy: "*" } }),
      "packages/core/tsconfig.json": tsconfig({ types: [], plugins: undefined }),
      "packages/core/src/payments.ts": "/** @importspy { env: { KEY: Secret } } */\nexport const charge = 1;\n",
    };
    const { code, stdout } = await examine(files, (project) => rm(project.at("tsconfig.json")));
    assert.match(stdout, /^✓ the script "build" of packages\/core runs importspy build$/m);
    assert.equal(code, 0);
  });
});

describe("importspy doctor, under Yarn Plug'n'Play,", () => {
  /** A registry as Yarn writes it. */
  const registry = (dependencies: readonly (readonly [string, string])[]) => ({
    packageRegistryData: [
      [null, [[null, { packageLocation: "./", packageDependencies: dependencies, linkType: "SOFT" }]]],
      [
        "importspy",
        [
          [
            "npm:0.1.0",
            {
              packageLocation: "./.yarn/cache/importspy-npm-0.1.0-1.zip/node_modules/importspy/",
              packageDependencies: [],
              linkType: "HARD",
            },
          ],
        ],
      ],
      [
        "typescript",
        [
          [
            "patch:typescript@npm%3A6.0.3#optional!builtin<compat/typescript>::version=6.0.3&hash=5786d5",
            {
              packageLocation: "./.yarn/cache/typescript.zip/node_modules/typescript/",
              packageDependencies: [],
              linkType: "HARD",
            },
          ],
        ],
      ],
    ],
  });
  const INSTALLED = [
    ["importspy", "npm:0.1.0"],
    ["typescript", "patch:typescript@npm%3A6.0.3#optional!builtin<compat/typescript>::version=6.0.3&hash=5786d5"],
  ] as const;
  const text = (value: unknown) => `'${JSON.stringify(value, null, 2).replaceAll("\n", "\\\n")}'`;
  const forms: Record<string, (value: unknown) => Files> = {
    "its data are a text": (value) => ({
      ".pnp.cjs": `const RAW_RUNTIME_STATE =\n${text(value)};\nfunction $$SETUP_STATE() {}\n`,
    }),
    "its data are an object": (value) => ({
      ".pnp.cjs": `function $$SETUP_STATE(hydrateRuntimeState, basePath) {\n  return hydrateRuntimeState(${JSON.stringify(value)}, { basePath });\n}\n`,
    }),
    "its data are in a file": (value) => ({
      ".pnp.cjs": "module.exports = {};\n",
      ".pnp.data.json": JSON.stringify(value),
    }),
  };
  for (const [name, filesOf] of Object.entries(forms)) {
    it(`finds what is installed, where ${name}`, async () => {
      const files = { "package.json": manifest(build), ...filesOf(registry(INSTALLED)) };
      const { code, stdout } = await examine(files, (project) => rm(project.at("node_modules"), { recursive: true }));
      assert.match(stdout, /^✓ importspy 0\.1\.0 is a dependency$/m);
      assert.match(stdout, /^✓ tsc here is TypeScript 6\.0\.3, not patched/m);
      assert.equal(code, 0, stdout);
    });
  }

  it("reports a package that is not installed, and how to install it", async () => {
    const files = { "package.json": manifest(build), ...forms["its data are a text"]!(registry([])) };
    const { code, stdout } = await examine(files, (project) => rm(project.at("node_modules"), { recursive: true }));
    assert.match(stdout, /^✗ importspy is a dependency, but it is not installed\n {2}→ yarn install$/m);
    assert.equal(code, 1);
  });
});
