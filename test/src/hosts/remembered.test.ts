/** A bundler's next build takes guards from what the one before found out, and never one that is another now. */
import assert from "node:assert/strict";
import { readdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import esbuildPlugin from "@importspy/transformer/esbuild";
import { build } from "esbuild";
import { createProject, type Files, type Project, root, tsconfig } from "../project.ts";
import { textOf } from "./packers.ts";

const manifest = (rest: object = {}) => JSON.stringify({ name: "app", version: "1.0.0", type: "module", ...rest });

const TSCONFIG = tsconfig({ module: "esnext", moduleResolution: "bundler", types: [], plugins: undefined });

const FILES: Files = {
  "package.json": manifest(),
  "tsconfig.json": TSCONFIG,
  "src/payments.ts": `/** @importspy { os: "linux" | "darwin" | "win32"; env: { TOKEN: Secret } } */
import { free } from "./free";
console.log("payments", free);
export const pay = () => 1;`,
  "src/main.ts":
    'import { pay } from "./payments";\nimport { local } from "./local";\nconsole.log("main", pay(), local);',
  "src/free.ts": "export const free = 1;",
  "src/local.ts": 'import { free } from "./free";\nexport const local = free;',
};

/** Where a far type is: then the program of all files is asked. */
const FAR: Files = {
  ...FILES,
  "src/names.ts": 'export type System = "linux" | "darwin" | "win32";',
  "src/payments.ts": FILES["src/payments.ts"]!.replace(
    "import { free }",
    'import type { System } from "./names";\n$&',
  ).replace(/"linux".*"win32"/, "System"),
};

/** Builds, prints what went wrong and whether TypeScript was loaded, and ends at once, as build scripts may. */
const SCRIPT = `import { writeSync } from "node:fs";
import { createRequire } from "node:module";
const require = createRequire(${JSON.stringify(path.join(root, "test/package.json"))});
const [, , bundler, isRewritten] = process.argv;
const added = 'import "./payments";\\nexport const local = 2;';
const others = isRewritten ? [{ name: "other", load: (id) => (id.endsWith("/local.ts") ? added : null) }] : [];
const importspy = (await import("@importspy/transformer/" + bundler)).default;
const BUILD = {
  esbuild: () => require("esbuild").build({ entryPoints: ["src/main.ts"], bundle: true, format: "esm", platform: "node", outdir: "out/esbuild", logLevel: "silent", plugins: [importspy()] }),
  vite: () => require("vite").build({ configFile: false, logLevel: "silent", plugins: [...others, importspy()], build: { ssr: "src/main.ts", outDir: "out/vite" } }),
  rolldown: async () => (await require("rolldown").rolldown({ input: "src/main.ts", plugins: [...others, importspy()] })).write({ dir: "out/rolldown" }),
  rspack: () => new Promise((resolve, reject) => {
    const compiler = require("@rspack/core").rspack({
      mode: "production", target: "node", entry: "./src/main.ts", resolve: { extensions: [".ts"] },
      output: { path: process.cwd() + "/out/rspack", filename: "main.cjs" },
      module: { rules: [{ test: /\\.ts$/, loader: "builtin:swc-loader", options: { jsc: { parser: { syntax: "typescript" } } } }] },
      plugins: [importspy()],
    });
    compiler.run((error, stats) => compiler.close(() => error || stats.hasErrors() ? reject(error ?? new Error(stats.toString())) : resolve()));
  }),
};
let error = "";
await BUILD[bundler]().catch((reason) => (error = reason.message));
const isTyped = Object.keys(require("node:module")._cache).some((name) => /typescript.lib.typescript\\.js$/.test(name));
writeSync(1, JSON.stringify({ error, isTyped }) + "\\n");
process.exit();
`;

/** Serves a page, then one after an edit of a contract if it is told one; prints whether TypeScript was loaded for the first. */
const SERVED = `import { createRequire } from "node:module";
import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { setTimeout } from "node:timers/promises";
import importspy from "@importspy/transformer/vite";
const require = createRequire(${JSON.stringify(path.join(root, "test/package.json"))});
const [, , from, to, place, sign] = process.argv;
const server = await require("vite").createServer({
  configFile: false, logLevel: "silent", plugins: [importspy()], appType: "custom",
  server: { middlewareMode: true, ws: false, watch: null }, optimizeDeps: { noDiscovery: true },
});
const urls = ["/src/main.ts", "/src/local.ts", "/src/payments.ts", "/src/payments.ts?importspy"];
const load = async () => {
  const texts = [];
  for (const url of urls) texts.push((await server.environments.ssr.transformRequest(url).catch(() => null))?.code ?? "");
  return texts;
};
let texts = await load();
const isTyped = Object.keys(require("node:module")._cache).some((name) => /typescript.lib.typescript\\.js$/.test(name));
if (to) {
  const file = resolve("src/payments.ts");
  writeFileSync(file, readFileSync(file, "utf8").replace(from, to));
  server.watcher.emit("change", file);
  for (let round = 0; round < 1000 && !texts[place].includes(sign); round++) { await setTimeout(5); texts = await load(); }
}
await server.close();
console.log(JSON.stringify({ isTyped, texts }));
`;

interface Built {
  readonly error: string;
  readonly isTyped: boolean;
}

const CACHE = "node_modules/.cache";

/** A bundler may write down what it found when its build is over: files may come while the folder is removed. */
const removeCache = (project: Project) =>
  rm(project.at(CACHE), { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });

describe("the cache of a bundler", () => {
  const projects: Project[] = [];
  after(() => Promise.all(projects.map((each) => each.remove())));
  const create = async (files: Files) => {
    const project = await createProject({ ...files, "build.mjs": SCRIPT });
    projects.push(project);
    return project;
  };

  const buildApart = async (project: Project, bundler: string, ...rest: readonly string[]): Promise<Built> => {
    const { stdout, stderr } = await project.node(["build.mjs", bundler, ...rest]);
    assert.match(stdout, /^\{/, stdout + stderr);
    return JSON.parse(stdout) as Built;
  };

  for (const bundler of ["esbuild", "vite", "rolldown", "rspack"]) {
    it(`${bundler}: a second build loads no TypeScript, and writes the same output`, async () => {
      const project = await create(FILES);
      assert.deepEqual(await buildApart(project, bundler), { error: "", isTyped: true });
      const names = await project.list(`out/${bundler}`);
      const first = await Promise.all(names.map((name) => project.read(name)));
      // An edit of a file that has nothing to do with contracts changes nothing of that.
      await project.write({ "src/free.ts": "// edited\nexport const free = 1;" });
      assert.deepEqual(await buildApart(project, bundler), { error: "", isTyped: false });
      assert.deepEqual(await Promise.all(names.map((name) => project.read(name))), first);
      const main = names.find((name) => /main\.[cm]?js$/.test(name))!;
      const refused = await project.node([main]);
      assert.match(refused.stderr, /src\/main\.ts:1 may not import src\/payments\.ts/);
      assert.equal(refused.stdout, "");
      assert.equal((await project.node([main], { env: { TOKEN: "t" } })).stdout, "payments 1\nmain 1 1\n");
    });
  }

  const serve = async (project: Project, ...edit: readonly string[]) => {
    const { stdout, stderr } = await project.node(["served.mjs", ...edit]);
    assert.match(stdout, /^\{/, stdout + stderr);
    return JSON.parse(stdout) as { readonly isTyped: boolean; readonly texts: readonly string[] };
  };

  it("vite's server: one that starts again loads no TypeScript, also after a contract was edited", async () => {
    const project = await create({ ...FILES, "served.mjs": SERVED });
    const first = await serve(project);
    assert.equal(first.isTyped, true);
    assert.match(first.texts[0]!, /importspy/);
    assert.deepEqual(await serve(project), { ...first, isTyped: false });
    const edited = await serve(project, "darwin", "freebsd", "3", "freebsd");
    assert.equal(edited.isTyped, false);
    assert.match(edited.texts[3]!, /freebsd/);
    const again = await serve(project);
    assert.deepEqual([again.isTyped, again.texts[3]], [false, edited.texts[3]]);
    // Nor does a build beside it.
    assert.deepEqual((await buildApart(project, "vite")).error, "");
  });

  it("vite's server: one that starts again knows that there is nothing to guard, and sees when there is", async () => {
    const project = await create({
      ...FILES,
      "src/payments.ts": "/** Nothing. */\nexport const pay = () => 1;",
      "served.mjs": SERVED,
    });
    const first = await serve(project);
    assert.doesNotMatch(first.texts[0]!, /importspy/);
    const entries = await readdir(project.at(CACHE, "importspy"));
    assert.equal(entries.length, 1);
    assert.deepEqual(await serve(project), first);
    const guarded = await serve(
      project,
      "Nothing.",
      '@importspy { os: "linux" | "darwin" | "win32" }',
      "0",
      "importspy",
    );
    assert.match(guarded.texts[0]!, /importspy/);
    const again = await serve(project);
    assert.deepEqual([again.texts[0]!.includes("importspy"), again.texts[3]], [true, guarded.texts[3]]);
  });

  for (const bundler of ["vite", "rolldown"]) {
    it(`${bundler}: a plugin that gives a file another text has that looked at`, async () => {
      const project = await create(FILES);
      assert.equal((await buildApart(project, bundler)).error, "");
      const { error } = await buildApart(project, bundler, "rewritten");
      assert.match(error, /src\/local\.ts/);
      assert.match(error, /payments/);
    });
  }

  /** Where tsconfig.json looks, and where it does not. */
  const PLACES = ["src/pay.ts", "src/.hidden/pay.ts", "src/old/pay.ts", "lib/pay.ts", "other/pay.ts"];

  for (const bundler of ["esbuild", "vite", "rolldown"]) {
    it(`${bundler}: a project without contracts gets some, wherever they are`, async () => {
      const config = JSON.parse(TSCONFIG) as object;
      const project = await create({
        "package.json": manifest(),
        "tsconfig.json": JSON.stringify({ ...config, exclude: ["src/old"] }),
        "src/main.ts": 'import { local } from "./local";\nvoid local().then((all) => console.log("main", ...all));',
        "src/local.ts": "export const local = async () => [1];",
        // Nothing of TypeScript leads to what it imports.
        "src/made.js": 'export * from "../other/pay.ts";',
      });
      const run = async () => {
        assert.equal((await buildApart(project, bundler)).error, "");
        const names = await project.list(`out/${bundler}`);
        const { stdout, stderr } = await project.node([names.find((name) => /main\.[cm]?js$/.test(name))!]);
        return stdout + stderr;
      };
      for (let build = 0; build < 2; build++) assert.equal(await run(), "main 1\n");
      for (const place of PLACES) {
        await project.write({ [place]: '/** @importspy { os: "aix" } */\nexport const pay = 1;' });
      }
      const names = ["./pay", "./.hidden/pay", "./old/pay", "../lib/pay", "./made.js"];
      const loads = names.map((name) => `import("${name}")`).join(", ");
      await project.write({
        "src/local.ts": `export const local = () =>
  Promise.all([${loads}].map((each: Promise<object>) => each.then(() => "loaded", ({ name }) => name)));`,
      });
      const refused = `main${" ContractViolationError".repeat(names.length)}\n`;
      for (let build = 0; build < 2; build++) assert.equal(await run(), refused);
    });
  }

  /** What one build makes, without asking how. */
  const made = async (folder: string): Promise<string> => {
    const { outputFiles } = await build({
      absWorkingDir: folder,
      entryPoints: ["src/main.ts"],
      bundle: true,
      write: false,
      format: "esm",
      platform: "node",
      outdir: "out",
      logLevel: "silent",
      plugins: [esbuildPlugin()],
      external: ["pg"],
    }).catch((error: unknown) => ({ outputFiles: [{ text: textOf(error) }] }));
    return outputFiles.map(({ text }) => text).join("\n");
  };

  type Edit = readonly [title: string, files: Readonly<Record<string, string | undefined>>, isOther: boolean];
  const payments = (contract: string) => FILES["src/payments.ts"]!.replace(/\{ os.*\} \}/, contract);

  const follow = (kind: string, files: Files, edits: readonly Edit[]) =>
    it(`${kind}: a build after an edit is the same as with an empty cache`, async () => {
      const remembering = await create(files);
      const forgetting = await create(files);
      let last = await made(remembering.folder);
      for (const [title, edited, isOther] of edits) {
        for (const project of [remembering, forgetting]) {
          for (const [name, text] of Object.entries(edited)) {
            if (text === undefined) await rm(project.at(name), { recursive: true });
            else await project.write({ [name]: text });
          }
        }
        await removeCache(forgetting);
        const clean = await made(forgetting.folder);
        const text = await made(remembering.folder);
        assert.equal(text, clean, title);
        assert.equal(await made(remembering.folder), clean, `${title}, once more`);
        assert.equal(text !== last, isOther, title);
        last = text;
      }
    });

  follow("contracts that say all themselves", FILES, [
    ["nothing", {}, false],
    ["a contract", { "src/payments.ts": payments('{ os: "linux" }') }, true],
    ["a contract, as long as before", { "src/payments.ts": payments('{ os: "win32" }') }, true],
    ["a comment in a plain file", { "src/free.ts": "// @see payments\nexport const free = 1;" }, false],
    [
      "a plain file that imports a contracted module",
      { "src/local.ts": 'export { pay as local } from "./payments";' },
      true,
    ],
    ["and no longer", { "src/local.ts": FILES["src/local.ts"] }, true],
    [
      "a plain file that loads one by a call",
      { "src/local.ts": 'export const local = () => import("./payments");' },
      true,
    ],
    [
      "a contract in a plain file",
      { "src/free.ts": '/** @importspy { os: "linux" } */\nexport const free = 1;' },
      true,
    ],
    ["which goes away", { "src/free.ts": FILES["src/free.ts"], "src/local.ts": FILES["src/local.ts"] }, true],
    ["the name of the package", { "package.json": manifest({ name: "other" }) }, true],
    [
      "a tsconfig.json",
      { "tsconfig.json": TSCONFIG.replace('"include"', '"exclude": ["src/payments.ts"],\n"include"') },
      false,
    ],
    [
      "an importer that is not admitted",
      { "src/payments.ts": payments('{ importer: { module: "src/local.ts" } }') },
      true,
    ],
    ["and a mistake", { "src/payments.ts": payments('{ os: "macos" }') }, true],
    ["and none", { "src/payments.ts": FILES["src/payments.ts"] }, true],
    [
      "a file in the place of another",
      { "src/free.ts": undefined, "src/free/index.ts": '/** @importspy { os: "linux" } */\nexport const free = 1;' },
      true,
    ],
    [
      "no contract at all",
      { "src/payments.ts": "export const pay = () => 1;", "src/free/index.ts": "export const free = 1;" },
      true,
    ],
    ["and one again", { "src/payments.ts": FILES["src/payments.ts"] }, true],
  ]);

  const contractOfPackage = '/** @importspy { os: "linux" } */\ndeclare module "pg" {\n  export const pool: number;\n}';
  follow(
    "contracts that name what others declare",
    { ...FAR, "types/README.md": "", "tsconfig.json": TSCONFIG.replace('"src"\n', '"src", "types"\n') },
    [
      ["a far type", { "src/names.ts": 'export type System = "linux" | "darwin" | "aix";' }, true],
      ["a far type, as long as before", { "src/names.ts": 'export type System = "linux" | "darwin" | "sunos";' }, true],
      [
        "a file that says more of it",
        { "src/names.ts": 'export type { System } from "./more";', "src/more.ts": 'export type System = "linux";' },
        true,
      ],
      ["that file", { "src/more.ts": 'export type System = "darwin";' }, true],
      ["an import of a package", { "src/local.ts": 'import { pool } from "pg";\nexport const local = pool;' }, true],
      ["a contract on it, in a folder that was empty", { "types/pg.d.ts": contractOfPackage }, true],
      ["which goes away", { "types/pg.d.ts": undefined }, true],
    ],
  );

  it("stays valid when a host recreates its own folder, in which the project has files", async () => {
    const config = TSCONFIG.replace('"src"\n', '"src", ".host/types/*.ts"\n');
    const project = await create({ ...FILES, "tsconfig.json": config, ".host/types/made.ts": "export {};" });
    await project.write({ ".host/static/first/chunk.js": "" });
    assert.deepEqual(await buildApart(project, "esbuild"), { error: "", isTyped: true });
    await rm(project.at(".host/static"), { recursive: true });
    await project.write({ ".host/static/second/chunk.js": "", ".host/types/made.ts": "export {};" });
    assert.deepEqual(await buildApart(project, "esbuild"), { error: "", isTyped: false });
  });

  it("notices a new contract in an installed package", async () => {
    const files = { ...FILES, "src/local.ts": 'import { free } from "lib";\nexport const local = free;' };
    const remembering = await create(files);
    const install = async (project: Project, version: string, contract: string) =>
      project.write({
        "node_modules/lib/package.json": JSON.stringify({
          name: "lib",
          version,
          type: "module",
          types: "index.d.ts",
          main: "index.js",
          dependencies: contract ? { importspy: "*" } : {},
        }),
        "node_modules/lib/index.js": "export const free = 2;",
        "node_modules/lib/index.d.ts": `${contract}\nexport declare const free: number;`,
      });
    await made(remembering.folder);
    await install(remembering, "1.0.0", "");
    const plain = await made(remembering.folder);
    assert.doesNotMatch(plain, /local\.ts\?importspy/);
    const forgetting = await create(files);
    const built = '//# importspy {"version":1}\n/** @importspy { os: "aix" } */';
    for (const project of [remembering, forgetting]) await install(project, "1.0.1", built);
    assert.equal(await made(remembering.folder), await made(forgetting.folder));
  });

  describe("the cache folder", () => {
    let project: Project;
    before(async () => {
      project = await create(FILES);
      await made(project.folder);
    });

    it("is ignored when it is damaged", async () => {
      const clean = await made(project.folder);
      const folder = project.at(CACHE, "importspy");
      for (const damage of [
        (text: string) => text.slice(0, -20),
        (text: string) => text.replace("enforce", "  force"),
        () => "",
      ]) {
        // What has a dot in its name is about to be moved.
        for (const name of (await readdir(folder)).filter((each) => !each.includes("."))) {
          const file = path.join(folder, name);
          await writeFile(file, damage(await readFile(file, "utf8")));
        }
        assert.equal(await made(project.folder), clean);
      }
    });

    it("may be missing or not writable", async () => {
      const clean = await made(project.folder);
      await removeCache(project);
      await writeFile(project.at(CACHE), "");
      assert.equal(await made(project.folder), clean);
      await rm(project.at(CACHE));
    });

    it("is shared by concurrent builds", async () => {
      const clean = await made(project.folder);
      // An output folder that is new is a change of the project.
      await buildApart(project, "esbuild");
      await removeCache(project);
      const all = await Promise.all(Array.from({ length: 4 }, () => buildApart(project, "esbuild")));
      assert.deepEqual(
        all.map(({ error }) => error),
        ["", "", "", ""],
      );
      assert.deepEqual(await buildApart(project, "esbuild"), { error: "", isTyped: false });
      assert.equal(await made(project.folder), clean);
    });

    it("keeps what concurrent builds of several bundlers found", async () => {
      const bundlers = ["esbuild", "rolldown"];
      const buildAll = () => Promise.all(bundlers.map((bundler) => buildApart(project, bundler)));
      await buildAll();
      await removeCache(project);
      const typed = { error: "", isTyped: true };
      assert.deepEqual(await buildAll(), [typed, typed]);
      const recalled = { error: "", isTyped: false };
      assert.deepEqual(await buildAll(), [recalled, recalled]);
    });

    it("identifies a file by its text, not by its times", async () => {
      const clean = await made(project.folder);
      const name = project.at("src/payments.ts");
      await writeFile(name, payments('{ os: "linux" }'));
      const past = new Date("2020-01-01");
      await utimes(name, past, past);
      assert.notEqual(await made(project.folder), clean);
      await writeFile(name, FILES["src/payments.ts"]!);
      await utimes(name, past, past);
      assert.equal(await made(project.folder), clean);
      await utimes(name, new Date(), new Date());
      assert.deepEqual(await buildApart(project, "esbuild"), { error: "", isTyped: false });
    });
  });
});
