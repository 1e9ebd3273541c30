/**
 * `@importspy/transformer/next`: `examples/next-app`, with more in it, built by Turbopack and by webpack, started, served
 * while it is changed, and looked at with a browser.
 *
 * @module
 */
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { type Browser, chromium } from "playwright-core";
import { chromiumPath } from "../browser.ts";
import { LONGEST_WAIT } from "../eventually.ts";
import { createProject, type Finished, type Project, type RunOptions, root } from "../project.ts";
import { verifyIn } from "../verify.ts";
import { type Started, start } from "./started.ts";

const require = createRequire(import.meta.url);

const CONFIG = `
import withImportspy from "@importspy/transformer/next";
// What is linked into a project of tests lies outside of it. webpack resolves it from anywhere, and traces it for half a
// minute where the root has it.
const root = process.env.TURBOPACK ? "/" : import.meta.dirname;
export default withImportspy(async () => ({
  turbopack: { root, rules: { "*.tsx": { loaders: ["./note.cjs"] } } },
  outputFileTracingRoot: root,
  distDir: process.env.DIST,
  output: process.env.OUTPUT,
  typescript: { ignoreBuildErrors: true },
  // To write down what a next build could use takes as long as half of a build.
  experimental: { turbopackFileSystemCacheForBuild: false },
  webpack: (config) => Object.assign(config, { cache: false }),
}));`;

/** Beside the example: what comes earlier, what comes later, and every other place where Next runs code. */
const SOURCES = {
  "next.config.ts": CONFIG,
  // A loader of the application's own, for the same files.
  "note.cjs": "module.exports = (code) => code;",
  "src/mode.ts": 'process.env.MODE = "wide";\nexport {};',
  "src/database.ts": 'console.log("database is evaluated");\nexport const name = "db";',
  "src/wide.ts": `
    /** @importspy { env: { MODE: "wide" }; packages: { react: "^19" }; importer: { module: \`app/wide/\${string}\` } } */
    import { name } from "./database";
    console.log("wide is evaluated");
    export const wide = \`wide \${name}\`;`,
  "src/both.ts": "/** @importspy { env: { NODE_ENV: string } } */\nexport const both = 'both';",
  "src/region.ts": '/** @importspy { env: { NEXT_PUBLIC_REGION: "eu" } } */\nexport const region = 1;',
  "src/action-only.ts": '/** @importspy { env: { ACTION: "1" } } */\nexport const value = "done";',
  "src/old.ts": `
    /**
     * @importspy { runtime: { node: true }; env: { OLD: "1" } }
     * @importspy { env: { NEXT_PHASE: "phase-production-build" } }
     */
    console.log("old is evaluated");
    export const old = "old";`,
  "src/tag.ts": '/** @importspy { env: { TAG: "a" } } */\nexport const tag = "tagged";',
  "app/wide/client.tsx": `
    "use client";
    /** @importspy { env: { NEXT_PUBLIC_CURRENCY: "EUR" } } */
    import { useState } from "react";
    import { both } from "../../src/both";
    export function Client() {
      const [text, setText] = useState("");
      const load = () => import("../../src/region").then(() => setText("loaded"), ({ message }) => setText(message));
      return <button onClick={load}>client {both} {text}</button>;
    }`,
  "app/wide/actions.ts": `
    "use server";
    export const act = async () => {
      try {
        return (await import("../../src/action-only")).value;
      } catch (error) {
        return (error as { code: string }).code;
      }
    };`,
  "app/wide/page.tsx": `
    import "../../src/mode";
    import { wide } from "../../src/wide";
    import { both } from "../../src/both";
    import { act } from "./actions";
    import { Client } from "./client";
    export const dynamic = "force-dynamic";
    export default async function Page() {
      return <main>{\`\${wide} \${both} \${await act()}\`} <Client /></main>;
    }`,
  "pages/old.tsx": `
    import { old } from "../src/old";
    export default function Old({ text }: { text: string }) { return <main>{text}</main>; }
    export const getServerSideProps = () => ({ props: { text: old } });`,
  "proxy.ts": `
    import { NextResponse } from "next/server";
    import { tag } from "./src/tag";
    export const proxy = () => NextResponse.next({ headers: { "x-tag": tag } });
    export const config = { matcher: "/api/rate" };`,
};

const RUNTIME = /^server\/chunks\/ssr\/\[turbopack\]_runtime\.js$/;

const NEXT = path.join(root, "node_modules/next/dist/bin/next");
/** No telemetry, and nothing is asked of a registry. */
const QUIET = {
  NEXT_TELEMETRY_DISABLED: "1",
  NODE_OPTIONS: "--import=data:text/javascript,globalThis.fetch=()=>Promise.reject(Error())",
};
const PUBLIC = { NEXT_PUBLIC_CURRENCY: "EUR", NEXT_PUBLIC_REGION: "us" };
const ADMITTED = { STRIPE_KEY: "t0psecret", RATE: "2", OLD: "1", TAG: "a", ACTION: "1" };

async function createApp(files: Readonly<Record<string, string>>): Promise<Project> {
  const project = await createProject(files, path.join(root, "examples/next-app"));
  await project.install("next", "react", "react-dom");
  return project;
}

const build = (project: Project, args: readonly string[], env: RunOptions["env"]): Promise<Finished> =>
  project.node([NEXT, "build", ...args], { env: { ...QUIET, ...env }, timeout: 600_000 });

/** A server on a free port, and what it answers. */
interface Server extends AsyncDisposable {
  readonly printed: Started["printed"];
  ask(page: string): Promise<{ readonly status: number; readonly text: string; readonly headers: Headers }>;
  readonly address: string;
}

async function serve(project: Project, command: "start" | "dev", env: RunOptions["env"]): Promise<Server> {
  const options = { cwd: project.folder, env: { ...QUIET, ...env } };
  const server = start(process.execPath, [NEXT, command, "-p", "0", "-H", "127.0.0.1"], options);
  const [, address = ""] = /(http:\/\/127\.0\.0\.1:\d+)[\s\S]*Ready/.exec(await server.printed("Ready in")) ?? [];
  return {
    address,
    printed: server.printed,
    async ask(page) {
      const answer = await fetch(`${address}/${page}`);
      const [text = ""] = /(?<=<main>).*(?=<\/main>)|^\{.*\}$/.exec(await answer.text()) ?? [];
      return { status: answer.status, text: text.replaceAll("<!-- -->", ""), headers: answer.headers };
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

let project: Project;
let browser: Browser | undefined;
before(async () => {
  project = await createApp(SOURCES);
  if (chromiumPath) browser = await chromium.launch({ executablePath: chromiumPath, args: ["--no-sandbox"] });
});
after(async () => {
  await browser?.close();
  await project.remove();
});

/** Client code is judged by what the build put into it. */
async function lookAt(address: string): Promise<void> {
  const page = await browser!.newPage();
  page.setDefaultTimeout(LONGEST_WAIT);
  const logged: string[] = [];
  page.on("console", (message) => logged.push(...(message.text().match(/.* is evaluated/) ?? [])));
  await page.goto(address);
  await page.getByRole("button").click();
  await page.getByText("1.00 EUR").waitFor();
  assert.deepEqual(logged, ["currency is evaluated"]);
  await page.goto(`${address}/wide`);
  await page.getByRole("button").click();
  const refused = page.getByText(/may not import src\/region\.ts: .*env\.NEXT_PUBLIC_REGION +expected "eu"/s);
  await refused.waitFor();
  assert.doesNotMatch((await refused.textContent()) ?? "", /"us"/);
  await page.close();
}

/** Edits of what Turbopack has built: of its function that loads modules, its lists and its cache, and of chunks. */
const EDITS: Readonly<Record<string, [file: RegExp, edit: (text: string) => string]>> = {
  "a module whose function is not called": [
    RUNTIME,
    (text) =>
      text.replace("moduleFactory(context, module1, exports);", "id % 2 && moduleFactory(context, module1, exports);"),
  ],
  "an error of a module that is caught": [RUNTIME, (text) => text.replace("throw error;", "")],
  "a module that is in the cache from the start": [
    RUNTIME,
    (text) => text.replace("const moduleCache = new Map();", "const moduleCache = new Map([[1, { exports: {} }]]);"),
  ],
  "a list of modules in which another function comes first": [
    RUNTIME,
    (text) => text.replace("const moduleFactories = new Map();", "const moduleFactories = new Map([[1, () => {}]]);"),
  ],
  "a list that takes no second module for a number, and now does": [
    RUNTIME,
    (text) => text.replace("existingGroupFactory ?? moduleFactoryFn", "moduleFactoryFn"),
  ],
  "an import that gives another module": [
    RUNTIME,
    (text) =>
      text.replace("getOrInstantiateModuleFromParent(id, this.m)", "getOrInstantiateModuleFromParent(id + 1, this.m)"),
  ],
  "the cache, changed by what comes behind the function": [RUNTIME, (text) => `${text}\nmoduleCache.set(1, {});`],
  "the function of browsers": [/^static\/chunks\/turbopack-.*\.js$/, (text) => text.replace("new Map", "new WeakMap")],
  "the function of the edge runtime": [
    /^server\/edge\/chunks\/.*\.js$/,
    (text) => (text.includes("runtimeModuleIds") ? text.replace("exports:{}", "exports:{edited:1}") : text),
  ],
  "an entry that loads another chunk first": [
    /^server\/app\/page\.js$/,
    (text) => text.replace("R.c(", 'R.c("server/chunks/other.js")\nR.c('),
  ],
  "an entry without its chunks": [/^server\/app\/page\.js$/, (text) => text.replace(/^R\.c.*\n/gm, "")],
  "a chunk with another module of the same number": [
    /^server\/chunks\/ssr\/.*\.js$/,
    (text) => text.replace(/^module\.exports=\[(\d+),/, "module.exports=[$1,()=>{},$1,"),
  ],
  "what tells browsers which chunks to load": [
    /_client-reference-manifest\.js$/,
    (text) => text.replace("/chunks/", "/"),
  ],
  "a chunk of client components": [/^static\/chunks\/(?!turbopack)[^/]*\.js$/, (text) => `${text};self.edited=1`],
};

/** Makes each edit, after which nothing may be proven. */
async function tamper(folder: string): Promise<void> {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => !name.startsWith("cache"));
  const verify = () => verifyIn(path.dirname(folder), [path.basename(folder)]);
  for (const [title, [pattern, edit]] of Object.entries(EDITS)) {
    const isEdited = (name: string) => {
      if (!pattern.test(name)) return false;
      const text = readFileSync(path.join(folder, name), "utf8");
      return edit(text) !== text;
    };
    const file = path.join(folder, names.find(isEdited) ?? assert.fail(title));
    const text = readFileSync(file, "utf8");
    writeFileSync(file, edit(text));
    const { code, stdout } = await verify();
    writeFileSync(file, text);
    assert.equal(code, 2, `${title}: ${stdout}`);
    assert.match(stdout, /\? \S+ +was changed after its manifest was written\n/);
  }
  // A list of routes could name another file.
  const added = path.join(folder, "server/app/copy.js");
  writeFileSync(added, readFileSync(path.join(folder, "server/app/page.js")));
  const { code, stdout } = await verify();
  assert.equal(code, 2, stdout);
  assert.match(stdout, /\? \S+copy\.js +is not in the manifest of this folder\n/);
  rmSync(added);
  const manifest = path.join(folder, "importspy-manifest.json");
  rmSync(manifest);
  const unlisted = await verify();
  assert.equal(unlisted.code, 2, unlisted.stdout);
  assert.match(unlisted.stdout, /Turbopack loads its modules, which is only proven by the manifest of a build/);
}

describe("next", { concurrency: 2 }, () => {
  for (const [bundler, args] of Object.entries({ turbopack: [], webpack: ["--webpack"] })) {
    it(`${bundler}: builds without secrets, and each place where Next runs code is refused and admitted`, async () => {
      const isStandalone = bundler === "turbopack";
      const output = isStandalone ? { OUTPUT: "standalone" } : {};
      const built = await build(project, args, { ...PUBLIC, ...output, DIST: bundler, RATE: "1" });
      assert.equal(built.code, 0, built.stdout + built.stderr);
      // Routes are evaluated by a build: the variables of the example's alternative for that are there.
      assert.match(built.stdout, /payments is evaluated/);
      assert.doesNotMatch(built.stdout, /EUR|"us"/);
      const proven = await verifyIn(project.folder, [bundler]);
      assert.equal(proven.code, 0, proven.stdout);
      assert.match(proven.stdout, /\n10 contracts: all guarded\n$/);
      // Its client files are served by something else.
      if (isStandalone) {
        const standalone = await verifyIn(project.at(bundler, "standalone"), ["."]);
        assert.equal(standalone.code, 0, standalone.stdout);
        assert.match(standalone.stdout, /enforces the contract of example-next-app\/src\/payments\.ts/);
      }

      {
        await using server = await serve(project, "start", { DIST: bundler, RATE: "3", TAG: "a" });
        assert.equal((await server.ask("")).status, 500);
        const page = await server.printed("contract: src/payments.ts");
        assert.match(page, /ContractViolationError: app\/page\.tsx:1 may not import src\/payments\.ts/);
        assert.match(page, /env\.STRIPE_KEY +expected a secret +not set/);
        assert.doesNotMatch(page, /is evaluated/);
        assert.equal((await server.ask("api/rate")).status, 500);
        const route = await server.printed("contract: src/rates.ts");
        assert.match(route, /app\/api\/rate\/route\.ts:1 may not import src\/rates\.ts/);
        assert.match(route, /env\.RATE +expected "1" \| "2" +set, but not "1" \| "2"/);
        assert.doesNotMatch(route, /is evaluated/);
        assert.equal((await server.ask("old")).status, 500);
        const old = await server.printed("contract: src/old.ts");
        assert.match(old, /pages\/old\.tsx:2 may not import src\/old\.ts/);
        assert.doesNotMatch(old, /old is evaluated/);
      }
      {
        await using server = await serve(project, "start", { DIST: bundler, ...ADMITTED, TAG: "b" });
        assert.equal((await server.ask("api/rate")).status, 500);
        assert.match(await server.printed("contract: src/tag.ts"), /proxy\.ts:3 may not import src\/tag\.ts/);
      }
      await using server = await serve(project, "start", { DIST: bundler, ...ADMITTED });
      assert.match((await server.ask("")).text, /charged 1999 cents.*0\.00 EUR/);
      const { text, headers } = await server.ask("api/rate");
      assert.deepEqual([text, headers.get("x-tag")], ['{"rate":"2"}', "tagged"]);
      assert.equal((await server.ask("old")).text, "old");
      // What the page imports earlier sets what the contract asks for.
      assert.match((await server.ask("wide")).text, /^wide db both done <button>client both <\/button>$/);
      const printed = await server.printed("wide is evaluated");
      // Next loads pages of the pages router when it starts.
      const order = ["payments", "currency", "rates", "database", "wide"];
      assert.deepEqual(printed.match(/\b(?!old)\w+(?= is evaluated)/g), order);
      if (browser) await lookAt(server.address);
      if (isStandalone) await tamper(project.at(bundler));
    });
  }

  it("writes the manifest of every output folder, and none when a sidecar is missing", async () => {
    const small = await createApp({
      "next.config.ts": CONFIG.replace(
        "distDir: process.env.DIST",
        `distDir: "built/app",
        compiler: {
          // As if Next had not called the loader, because it has its results in a cache.
          async runAfterProductionCompile({ distDir }) {
            const { rmSync } = await import("node:fs");
            if (process.env.LOSE) rmSync(distDir + "/cache/importspy", { recursive: true });
          },
        }`,
      ),
      "note.cjs": SOURCES["note.cjs"],
      "src/guarded.ts": '/** @importspy { env: { NODE_ENV: string } } */\nexport const guarded = "yes";',
      "app/page.tsx": 'import { guarded } from "../src/guarded";\nexport default () => <p>{guarded}</p>;',
      "app/api/rate/route.ts": 'export const dynamic = "force-static";\nexport const GET = () => new Response("");',
      "src/payments.ts": "export {};",
    });
    // From another folder than that of the application.
    const buildSmall = (env = {}) =>
      small.node([NEXT, "build", small.folder], {
        env: { ...QUIET, ...env },
        cwd: path.dirname(small.folder),
        timeout: 600_000,
      });
    const verify = (name: string) => verifyIn(small.folder, [name]);
    try {
      const first = await buildSmall();
      assert.equal(first.code, 0, first.stdout + first.stderr);
      const proven = await verify("built/app");
      assert.match(proven.stdout, /\n1 contract: all guarded\n$/);
      const cached = await buildSmall({ LOSE: "1" });
      assert.equal(cached.code, 0, cached.stdout + cached.stderr);
      assert.match(
        cached.stderr,
        /no manifest was written, because the sidecar of example-next-app\/src\/guarded\.ts#/,
      );
      await assert.rejects(verify("built/app"), /is what Next\.js has built, without a manifest/);
      const exported = await buildSmall({ OUTPUT: "export" });
      assert.equal(exported.code, 0, exported.stdout + exported.stderr);
      assert.equal((await verify(".next")).code, 0);
    } finally {
      await small.remove();
    }
  });

  it("opens no project for what is installed or importspy's own", async () => {
    const load = require("../../../transformer/dist/hosts/next/loader.js") as (this: object, code: string) => void;
    const { createProjectFinder } = require("../../../transformer/dist/hosts/guards/projects.js");
    const small = await createProject({ "src/main.ts": "export {};" });
    const loaded = (name: string) =>
      new Promise<unknown>((resolve) => {
        const context = {
          resourcePath: small.at(name),
          resourceQuery: "",
          rootContext: small.folder,
          getOptions: () => ({}),
          callback: (error: unknown, code?: string) => resolve(error ?? code),
        };
        load.call(context, "export {};");
      });
    const isOpened = () => existsSync(small.at("node_modules/.cache/importspy"));
    assert.equal(await loaded("node_modules/next/template.js"), "export {};");
    assert.ok(!isOpened());
    assert.equal(await loaded("src/main.ts"), "export {};");
    assert.ok(isOpened());
    assert.equal(createProjectFinder()(fileURLToPath(import.meta.resolve("importspy"))), undefined);
    await small.remove();
  });

  it("a build reports refused importers, and the import chain to a module that cannot be loaded in a browser", async () => {
    const mistaken = await createApp({
      "next.config.ts": CONFIG,
      "note.cjs": SOURCES["note.cjs"],
      "src/server.ts": "/** @importspy { runtime: { node: true } } */\nexport const secret = 1;",
      "src/between.ts": 'export { secret } from "./server";',
      "src/guarded.ts": "/** @importspy { importer: { module: `src/${string}` } } */\nexport const guarded = 1;",
      "src/user.ts": 'export { guarded } from "./guarded";',
      "app/total.tsx": `
        "use client";
        import { format } from "../src/currency";
        import { secret } from "../src/between";
        export const Total = () => <p>{format(secret)}</p>;`,
      "app/other/page.tsx": `
        import { guarded } from "../../src/guarded";
        export default () => <p>{guarded}</p>;`,
      "app/page.tsx": 'import { Total } from "./total";\nexport default () => <Total />;',
    });
    const { code, stdout, stderr } = await build(mistaken, [], {});
    const output = stdout + stderr;
    assert.equal(code, 1, output);
    assert.match(
      output,
      /app\/other\/page\.tsx\(2,\d+\): error TS87301: app\/other\/page\.tsx may not import src\/guarded\.ts/,
    );
    assert.match(output, /error TS87401: src\/server\.ts cannot be loaded in a browser: its contract asks for node/);
    assert.match(output, /src\/server\.ts \[Client Component Browser\]\n.*app\/total\.tsx/);
    assert.match(output, /error TS87402: src\/currency\.ts asks for the variable 'NEXT_PUBLIC_CURRENCY'/);
    await mistaken.remove();
  });

  // After a refused importer, the server sometimes keeps the form of the contract before it: docs/hosts.md.
  const skip = "fails in about one of three runs: a corrected contract is not always seen after a refused importer";
  it("dev: a contract, a type of another file and an importer are judged again", { skip }, async (t) => {
    const { "proxy.ts": _, "pages/old.tsx": __, ...sources } = SOURCES;
    const changing = await createApp({
      ...sources,
      "src/wide.ts": `
        import type { Wanted } from "./wanted";
        /** @importspy {Wanted} */
        export const wide = "wide";`,
      "src/wanted.ts": 'export interface Wanted { env: { MODE: "wide" } }',
    });
    t.after(() => changing.remove());
    await using server = await serve(changing, "dev", { ...PUBLIC, ...ADMITTED });
    let latest = 'env: { MODE: "wide" }';
    let count = 0;
    // Turbopack drops what is written again without a change, also where a loader has read it half written.
    const writeLatest = () =>
      changing.write({ "src/wanted.ts": `export interface Wanted { ${latest} } // ${++count}` });
    const change = async (wanted: string) => {
      latest = wanted;
      await writeLatest();
    };
    /** Asks until what was written has come through; a watcher may miss a change, so it is written again at times. */
    const told = async (sign: string) => {
      const printed = server.printed(sign);
      let isTold = false;
      const asking = (async () => {
        for (let round = 1; !isTold; round++) {
          await server.ask("wide").then(() => wait(200));
          if (round % 50 === 0) await writeLatest();
        }
      })();
      try {
        return await printed;
      } finally {
        isTold = true;
        await asking;
      }
    };
    await told("GET /wide 200");
    await change('env: { MODE: "narrow" }');
    const refused = await told("contract: src/wide.ts");
    assert.match(refused, /app\/wide\/page\.tsx:3 may not import src\/wide\.ts/);
    assert.match(refused, /env\.MODE +expected "narrow" +set, but not "narrow"/);
    await change('importer: { module: "src/mode.ts" }');
    const unadmitted = await told("TS87301");
    assert.match(unadmitted, /app\/wide\/page\.tsx may not import src\/wide\.ts/);
    assert.doesNotMatch(unadmitted, /is evaluated|exist in target module/);
    // What is put right in another file is seen, though the refused one is not saved.
    await change("importer: { module: `app/${string}` }");
    await told("GET /wide 200");
    await change("oss: 'linux'");
    assert.match(await told("TS87204"), /src\/wide\.ts\(3,\d+\): error TS87204: A contract has no field 'oss'/);
    await change("env: { NODE_ENV: 'development' }");
    await told("GET /wide 200");
  });
});
