/**
 * The usual set-ups: `importspy doctor` tells of each that it has no guards, `importspy init` gives them, and what cannot
 * be given any stays told. What comes out is the table in docs/hosts.md; `UPDATE=1` writes it.
 *
 * @module
 */
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { after, describe, it } from "node:test";
import { runDoctor } from "../../../transformer/dist/cli/commands/doctor/doctor.js";
import { runInit } from "../../../transformer/dist/cli/commands/init/init.js";
import { createProject, type Files, type Project, root, tsconfig } from "../project.ts";

interface SetUp {
  /** Where the table says how it gets its guards. */
  readonly entry: string;
  readonly scripts: Readonly<Record<string, string>>;
  /** Its configurations, as they are without importspy. */
  readonly files?: Files;
  /** What has to be written by hand. */
  readonly byHand?: { readonly scripts?: Readonly<Record<string, string>>; readonly files?: Files };
  /** More of package.json. */
  readonly manifest?: object;
  readonly options?: Record<string, unknown>;
}

const EMITS = { module: "nodenext", outDir: "dist", rootDir: "src" };
const NEVER = { noEmit: true, outDir: undefined };
const BUNDLED = { start: "node dist/main.js" };
const JEST = (transform: string) => `module.exports = { transform: { "^.+\\\\.tsx?$": "${transform}" } };\n`;

const SET_UPS: Readonly<Record<string, SetUp>> = {
  "Vite and Vitest": {
    entry: "`/vite`",
    scripts: { dev: "vite", test: "vitest run", build: "vite build" },
    files: { "vite.config.ts": 'import { defineConfig } from "vite";\n\nexport default defineConfig({});\n' },
    options: NEVER,
  },
  "React Router": {
    entry: "`/vite`",
    scripts: {
      dev: "react-router dev",
      build: "react-router build",
      start: "react-router-serve build/server/index.js",
    },
    files: {
      "vite.config.ts":
        'import { reactRouter } from "@react-router/dev/vite";\n\nexport default { plugins: [reactRouter()] };\n',
    },
    options: NEVER,
  },
  Astro: {
    entry: "`/vite`",
    scripts: { dev: "astro dev", build: "astro build", start: "node dist/server/entry.mjs" },
    files: {
      "astro.config.mjs":
        'import node from "@astrojs/node";\n\nexport default { adapter: node({ mode: "standalone" }) };\n',
    },
    options: NEVER,
  },
  "electron-vite": {
    entry: "`/vite`",
    scripts: { dev: "electron-vite dev", build: "electron-vite build" },
    files: {
      "electron.vite.config.ts":
        'import { defineConfig } from "electron-vite";\n\nexport default defineConfig({ main: {}, preload: {}, renderer: {} });\n',
    },
    options: NEVER,
  },
  "SvelteKit with adapter-node": {
    entry: "`/vite`",
    scripts: { dev: "vite dev", build: "vite build", start: "node build" },
    files: {
      "vite.config.ts":
        'import adapter from "@sveltejs/adapter-node";\nimport { sveltekit } from "@sveltejs/kit/vite";\n\n' +
        "export default { plugins: [sveltekit({ adapter: adapter() })] };\n",
    },
    options: NEVER,
  },
  "TanStack Start, SolidStart 2": {
    entry: "`/vite`",
    scripts: { dev: "vite dev", build: "vite build", start: "node .output/server/index.mjs" },
    files: {
      "vite.config.ts":
        'import { tanstackStart } from "@tanstack/react-start/plugin/vite";\nimport { nitro } from "nitro/vite";\n\n' +
        "export default { plugins: [tanstackStart(), nitro()] };\n",
    },
    options: NEVER,
  },
  "`tsx watch`": {
    entry: "`/register`, `importspy build`",
    scripts: {
      dev: "tsx watch src/main.ts",
      test: "tsx --test src/main.test.ts",
      build: "tsc",
      start: "node dist/main.js",
    },
    options: EMITS,
  },
  "`node file.ts`": {
    entry: "`/register`",
    scripts: { dev: "node --watch src/main.ts", test: "node --test", start: "node src/main.ts" },
    options: NEVER,
  },
  "ts-jest": {
    entry: "`/jest`, `importspy build`",
    scripts: { test: "jest", build: "tsc", start: "node dist/main.js" },
    files: { "jest.config.cjs": JEST("ts-jest") },
    options: EMITS,
  },
  "@swc/jest": {
    entry: "`/jest`, `importspy build`",
    scripts: { test: "jest", build: "swc src -d dist", start: "node dist/main.js" },
    files: { "jest.config.cjs": JEST("@swc/jest") },
    byHand: { scripts: { build: "importspy build" } },
    options: EMITS,
  },
  "Next.js": {
    entry: "`/next`",
    scripts: { dev: "next dev", build: "next build", start: "next start" },
    files: { "next.config.mjs": "export default {};\n" },
    options: NEVER,
  },
  NestJS: {
    entry: "`/plugin`, `/jest`",
    scripts: { dev: "nest start --watch", test: "jest", build: "nest build", start: "node dist/main.js" },
    files: { "nest-cli.json": '{ "sourceRoot": "src" }\n', "jest.config.cjs": JEST("ts-jest") },
    options: EMITS,
  },
  esbuild: {
    entry: "`/esbuild`",
    scripts: { build: "node build.mjs" },
    files: {
      "build.mjs":
        'import { build } from "esbuild";\nawait build({ entryPoints: ["src/main.ts"], bundle: true, outdir: "dist" });\n',
    },
    options: NEVER,
  },
  tsup: {
    entry: "`/esbuild`",
    scripts: { dev: "tsup --watch", build: "tsup", ...BUNDLED },
    files: {
      "tsup.config.ts":
        'import { defineConfig } from "tsup";\nexport default defineConfig({ entry: ["src/main.ts"] });\n',
    },
    options: NEVER,
  },
  tsdown: {
    entry: "`/rolldown`",
    scripts: { dev: "tsdown --watch", build: "tsdown", ...BUNDLED },
    files: {
      "tsdown.config.ts":
        'import { defineConfig } from "tsdown";\nexport default defineConfig({ entry: "src/main.ts" });\n',
    },
    options: NEVER,
  },
  "Rollup with @rollup/plugin-typescript": {
    entry: "`/rollup`",
    scripts: { dev: "rollup -c -w", build: "rollup -c", ...BUNDLED },
    files: {
      "rollup.config.js":
        'import typescript from "@rollup/plugin-typescript";\n' +
        'export default { input: "src/main.ts", output: { dir: "dist" }, plugins: [typescript()] };\n',
    },
    options: NEVER,
  },
  "webpack with ts-loader": {
    entry: "`/webpack`",
    scripts: { dev: "webpack --watch", build: "webpack", ...BUNDLED },
    files: {
      "webpack.config.mjs":
        'export default {\n  entry: "./src/main.ts",\n  module: { rules: [{ test: /\\.ts$/, loader: "ts-loader" }] },\n};\n',
    },
    options: NEVER,
  },
  Bun: {
    entry: "`/bun`",
    scripts: { dev: "bun --watch src/main.ts", test: "bun test", build: "bun build.mjs" },
    files: { "build.mjs": 'await Bun.build({ entrypoints: ["src/main.ts"], outdir: "dist", target: "bun" });\n' },
    options: NEVER,
  },
  Deno: {
    entry: "`importspy build`",
    scripts: { dev: "deno run --watch src/main.ts", test: "deno test", build: "tsc", start: "deno run dist/main.js" },
    options: EMITS,
  },
  workerd: {
    entry: "`importspy build`",
    scripts: { dev: "wrangler dev", build: "tsc", deploy: "wrangler deploy" },
    files: { "wrangler.json": '{ "main": "src/main.ts" }\n' },
    byHand: { files: { "wrangler.json": '{ "main": "dist/main.js" }\n' } },
    options: EMITS,
  },
  "a monorepo": {
    entry: "`importspy build`, `/vite`",
    scripts: {
      dev: "npm run dev -w web",
      test: "npm test --workspaces --if-present",
      build: "npm run build --workspaces",
    },
    manifest: { workspaces: ["packages/*"] },
    files: {
      "src/payments.ts": "export {};\n",
      "src/main.ts": "export {};\n",
      "src/main.test.ts": "export {};\n",
      "tsconfig.json": '{ "files": [], "references": [{ "path": "packages/core" }] }',
      "packages/core/package.json": JSON.stringify({
        name: "core",
        type: "module",
        exports: "./dist/payments.js",
        scripts: { build: "tsc", test: "node --test" },
      }),
      "packages/core/tsconfig.json": tsconfig({ composite: true, types: [], plugins: undefined }),
      "packages/core/src/payments.ts": "/** @importspy { env: { KEY: Secret } } */\nexport const charge = 1;\n",
      "packages/core/test/payments.test.js": 'import "../dist/payments.js";\n',
      "packages/web/package.json": JSON.stringify({
        name: "web",
        type: "module",
        scripts: { dev: "vite", build: "vite build" },
        dependencies: { core: "*" },
      }),
      "packages/web/tsconfig.json": tsconfig({ ...NEVER, rootDir: undefined, types: [], plugins: undefined }),
      "packages/web/vite.config.ts": "export default {};\n",
      "packages/web/index.html": '<script type="module" src="/src/page.ts"></script>',
      "packages/web/src/page.ts": 'import { charge } from "../../core/src/payments.js";\nconsole.log(charge);\n',
    },
  },
};

const FILES: Files = {
  "index.html": '<script type="module" src="/src/main.ts"></script>',
  "src/payments.ts": "/** @importspy { env: { KEY: Secret } } */\nexport const charge = 1;\n",
  "src/main.ts": 'import { charge } from "./payments.js";\nconsole.log(charge);\n',
  "src/main.test.ts": 'import "./main.js";\n',
};

/** Runs a command as the command line does. */
async function call(run: typeof runDoctor | typeof runInit, { folder }: Project) {
  let stdout = "";
  const plain = new Proxy({}, { get: () => (text: string) => text });
  const stream = {
    write(text: string) {
      stdout += text;
    },
  };
  const context = {
    cwd: folder,
    values: {},
    positionals: [],
    stdout: stream,
    stderr: stream,
    paint: plain,
    fail(text: string) {
      stdout += text;
      return 2;
    },
  };
  const code = await (run as (context: unknown) => Promise<number>)(context);
  return { code, stdout };
}

/** What doctor says of a script. */
function saidOf(stdout: string, script: string): string {
  const signs = stdout.split("\n").filter((line) => line.includes(`the script "${script}"`));
  if (signs.some((line) => /^[✗?]/.test(line))) return "told";
  return signs.length ? "guarded" : "";
}

async function examine({ scripts, files, byHand, manifest, options }: SetUp): Promise<Project> {
  const project = await createProject({
    ...FILES,
    "package.json": JSON.stringify({ name: "app", type: "module", ...manifest, scripts }, null, 2),
    "tsconfig.json": tsconfig({ types: [], plugins: undefined, ...options }),
    ...files,
  });
  const before = await call(runDoctor, project);
  assert.equal(before.code, 1, before.stdout);
  await call(runInit, project);
  const content = JSON.parse(await project.read("package.json"));
  Object.assign(content.scripts, byHand?.scripts);
  await project.write({ "package.json": JSON.stringify(content), ...byHand?.files });
  return project;
}

/** A column is for what people call these scripts. */
const COLUMNS = { development: ["dev"], test: ["test"], production: ["build", "start", "deploy"] };

describe("set-ups", { concurrency: 2 }, () => {
  const rows = new Map<string, string>();
  for (const [name, setUp] of Object.entries(SET_UPS)) {
    it(`${name}: reported without guards, and guarded or still reported after init`, async () => {
      const project = await examine(setUp);
      const { code, stdout } = await call(runDoctor, project);
      const cells = Object.values(COLUMNS).map((scripts) => {
        const said = scripts.filter((each) => setUp.scripts[each]).map((each) => saidOf(stdout, each));
        if (!said.length) return "";
        if (said.includes("told")) return "`doctor`: exit 1";
        assert.ok(said.includes("guarded"), `${scripts} of ${name}: ${stdout}`);
        return "guarded";
      });
      assert.equal(code, cells.includes("`doctor`: exit 1") ? 1 : 0, stdout);
      rows.set(name, `| ${[name, setUp.entry, ...cells].join(" | ")} |`);
      await project.remove();
    });
  }

  after(async () => {
    const file = path.join(root, "docs/hosts.md");
    const text = await readFile(file, "utf8");
    const head = `| set-up | by | ${Object.keys(COLUMNS).join(" | ")} |\n| --- | --- | --- | --- | --- |\n`;
    const table =
      head +
      Object.keys(SET_UPS)
        .map((name) => rows.get(name))
        .join("\n");
    const [begin, end] = ["<!-- set-ups -->\n\n", "\n\n<!-- /set-ups -->"];
    const [before, rest = ""] = text.split(begin);
    const [place, behind = ""] = rest.split(end);
    const plain = (each = "") => each.replaceAll(/ +/g, " ").replaceAll(/-+/g, "---");
    if (process.env.UPDATE) await writeFile(file, before + begin + table + end + behind);
    else assert.equal(plain(place), plain(table), "UPDATE=1 writes docs/hosts.md");
  });
});
