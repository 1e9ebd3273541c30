/** Vite's dev server: errors are told at once, and what changes is judged again without a restart. */
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { after, before, describe, it, type TestContext } from "node:test";
import { setTimeout } from "node:timers/promises";
import importspy from "@importspy/transformer/vite";
import { createLogger, type ViteDevServer } from "vite";
import { createProject, type Files, type Project, tsconfig } from "../project.ts";
import { serveVite } from "./devServer.ts";

const DEPENDENCIES = { "ext-db": "^1.0.0" };
const manifest = (dependencies: object) =>
  JSON.stringify({ name: "app", version: "1.0.0", type: "module", dependencies });

const FILES: Files = {
  "package.json": manifest(DEPENDENCIES),
  "tsconfig.json": tsconfig({ module: "esnext", moduleResolution: "bundler", noLib: true, types: [] }),
  "node_modules/ext-db/package.json": JSON.stringify({ name: "ext-db", version: "1.0.0", main: "index.js" }),
  "node_modules/ext-db/index.js": "",
  "src/globals.d.ts": "declare const log: string[];",
  "src/db.ts": 'log.push("db");\nexport const db = 1;',
  "src/payments.ts": `
    /** @importspy { env: { DEV_TOKEN: Secret } } */
    import { db } from "./db";
    log.push("payments");
    export const pay = () => db;`,
  "src/main.ts": 'import { pay } from "./payments";\nlog.push("main");\nexport const paid = pay();',
  "src/setter.ts": 'import "./token";\nexport { paid } from "./main";',
  "src/token.ts": 'log.push("token");\nprocess.env.DEV_TOKEN = "t";\ndeclare const process: any;',
  "src/free.ts": 'log.push("free");\nexport const free = 1;',
  "src/names.ts": 'export type System = "linux" | "darwin" | "win32";',
  "src/far.ts": `
    import type { System } from "./names";
    /** @importspy { os: System } */
    export const far = 1;`,
  "src/far-main.ts": 'export { far } from "./far";',
  "src/packed.ts": '/** @importspy { packages: { "ext-db": "^1.0.0" } } */\nexport const packed = 1;',
  "src/packed-main.ts": 'export { packed } from "./packed";',
  "src/closed.ts": '/** @importspy { importer: { module: "src/friend.ts" } } */\nexport const closed = 1;',
  "src/view.ts": '/** @importspy { runtime: { browser: true } } */\nlog.push("view");\nexport const view = 1;',
  "src/view-main.ts": 'export { view } from "./view";',
  "src/refresh.ts": 'log.push("refresh");',
  "src/friend.ts": 'export { closed } from "./closed";',
  "src/stranger.ts": 'export { free } from "./free";',
};

const said: string[] = [];
Object.assign(globalThis, { log: said });

describe("vite's dev server", () => {
  let project: Project;
  let server: ViteDevServer;
  /** What the server tells of its own work. */
  const logged: string[] = [];
  const customLogger = createLogger("silent");
  customLogger.error = (text) => logged.push(text);
  /** What was written last. */
  let latest: Files = {};
  before(async () => {
    project = await createProject(FILES);
    const options = { host: "127.0.0.1", port: 0, strictPort: false, ws: false as const, watch: { interval: 10 } };
    // As plugins of frameworks do for their own runtime.
    const refresh = {
      name: "refresh",
      transform: (code: string, id: string) => (/view\.ts$/.test(id) ? `import "/src/refresh";\n${code}` : null),
    };
    server = await serveVite(project, options, { customLogger, plugins: [importspy(), refresh] });
    await server.listen();
  });
  after(async () => {
    await server.close();
    await project.remove();
  });

  /** Loads a module as a server would; what it said and what was wrong. */
  const load = async (name: string) => {
    said.length = 0;
    const error = await server.ssrLoadModule(`/src/${name}`).then(
      () => undefined,
      (reason: Error & { code?: string; loc?: object }) => reason,
    );
    return { error, said: [...said] };
  };

  /** Loads a module until what is told of it is as expected: file watchers take their time, and may miss a change. */
  const settle = async (name: string, expected: RegExp | undefined) => {
    for (let round = 0; ; round++) {
      const { error } = await load(name);
      if (expected ? error && expected.test(error.message) : !error) return;
      assert.ok(round < 400, `${name}: ${[error?.message ?? "loaded", ...logged].join("\n")}`);
      if (round % 60 === 59) await project.write(latest);
      await setTimeout(50);
    }
  };

  /** Changes files, later than a watcher takes changes of one file for the same one. */
  const change = async (files: Files) => {
    await setTimeout(100);
    latest = files;
    await project.write(files);
  };

  it("refuses before the module is evaluated, and admits when the variable is set first", async () => {
    const refused = await load("main.ts");
    assert.equal(refused.error?.code, "ERR_IMPORTSPY_CONTRACT_VIOLATION");
    assert.match(refused.error.message, /src\/main\.ts:1 may not import src\/payments\.ts/);
    assert.deepEqual(refused.said, []);
    server.environments.ssr.moduleGraph.invalidateAll();
    const admitted = await load("setter.ts");
    assert.equal(admitted.error, undefined);
    assert.deepEqual(admitted.said, ["token", "db", "payments", "main"]);
  });

  it("judges a module before what another plugin lets it import first", async () => {
    const refused = await load("view-main.ts");
    assert.match(refused.error!.message, /src\/view-main\.ts:1 may not import src\/view\.ts/);
    assert.deepEqual(refused.said, []);
    const view = await (await fetch(`${server.resolvedUrls!.local[0]}src/view.ts`)).text();
    const imports = [...view.matchAll(/(?:from|import) "(.*?)"/g)].map(([, specifier]) => specifier);
    assert.deepEqual(imports, ["/src/view.ts?importspy", "/src/refresh.ts"]);
  });

  it("serves guarded modules and their sidecars to browsers", async () => {
    const base = server.resolvedUrls!.local[0]!;
    const main = await (await fetch(`${base}src/main.ts`)).text();
    const imports = [...main.matchAll(/from "(.*?)"/g)].map(([, specifier]) => specifier);
    assert.deepEqual(imports.slice(0, 2), ["/src/main.ts?importspy", "/src/payments.ts"]);
    const sidecar = await fetch(`${base}src/payments.ts?importspy`);
    assert.equal(sidecar.status, 200);
    assert.match(await sidecar.text(), /enforce\(\{\s*"key": "app\/src\/payments\.ts/);
  });

  it("reports an importer that is not admitted, until it is fixed", async () => {
    await settle("friend.ts", undefined);
    await settle("stranger.ts", undefined);
    await change({ "src/stranger.ts": 'export { closed } from "./closed";' });
    await settle("stranger.ts", /^src\/stranger\.ts:1:24 - error TS87301: /);
    const { error } = await load("stranger.ts");
    assert.deepEqual(error?.loc, { file: project.at("src/stranger.ts"), line: 1, column: 23 });
    const response = await fetch(`${server.resolvedUrls!.local[0]}src/stranger.ts`);
    assert.equal(response.status, 500);
    await change({ "src/closed.ts": "export const closed = 1;" });
    await settle("stranger.ts", undefined);
  });

  it("judges again when a type of the contract in another file changes", async () => {
    await settle("far-main.ts", undefined);
    await change({ "src/names.ts": 'export type System = "aix";' });
    await settle("far-main.ts", /src\/far-main\.ts:1 may not import src\/far\.ts/);
    await change({ "src/names.ts": 'export type System = "beos";' });
    await settle("far-main.ts", /error TS87205: .*beos/);
    await change({ "src/names.ts": FILES["src/names.ts"]! });
    await settle("far-main.ts", undefined);
  });

  it("judges again when package.json changes", async () => {
    await settle("packed-main.ts", undefined);
    await change({ "package.json": manifest({ "ext-db": "^2.0.0" }) });
    await settle("packed-main.ts", /error TS87306: .*ext-db/);
    await change({ "package.json": manifest(DEPENDENCIES) });
    await settle("packed-main.ts", undefined);
  });

  it("does not reload unaffected modules", async () => {
    await settle("setter.ts", undefined);
    await settle("free.ts", undefined);
    const { moduleGraph } = server.environments.ssr;
    const modules = ["main.ts", "payments.ts"].map((name) => moduleGraph.getModuleById(project.at("src", name))!);
    const results = modules.map(({ transformResult }) => transformResult);
    await change({ "src/free.ts": 'throw new Error("changed");' });
    await settle("free.ts", /changed/);
    assert.ok(results.every(Boolean));
    assert.deepEqual(
      modules.map(({ transformResult }) => transformResult),
      results,
    );
  });

  it("makes a sidecar again whose file is not asked for, of what an earlier server has found out", async (context: TestContext) => {
    const main = "/src/main.ts";
    const own = await createProject({
      "package.json": manifest({}),
      "tsconfig.json": FILES["tsconfig.json"]!,
      "src/main.ts": 'import "./free";\nimport { pay } from "./payments";\nlog.push(pay);',
      "src/free.ts": "export const free = 1;",
      "src/payments.ts": '/** @importspy { env: { DEV_TOKEN: Secret } } */\nexport const pay = "";',
      "src/globals.d.ts": FILES["src/globals.d.ts"]!,
    });
    const names = [main, "/src/payments.ts", `${main}?importspy=1`, `${main}?importspy`];
    try {
      for (const isChanged of [false, true]) {
        const served = await serveVite(own);
        context.after(() => served.close());
        const { ssr } = served.environments;
        for (const name of names) await ssr.transformRequest(name);
        for (let round = 0; round < 4000 && !existsSync(own.at("node_modules/.cache/importspy")); round++)
          await setTimeout(10);
        if (!isChanged) continue;
        await own.write({ "src/payments.ts": (await own.read("src/payments.ts")).replace("DEV_", "OTHER_") });
        served.watcher.emit("change", own.at("src/payments.ts"));
        const node = ssr.moduleGraph.getModuleById(`${own.folder}${main}?importspy=1`)!;
        for (let round = 0; round < 4000 && node.transformResult; round++) await setTimeout(10);
        const sidecar = await ssr.transformRequest(`${main}?importspy=1`);
        assert.match(sidecar?.code ?? "", /main\.ts\?importspy/);
      }
    } finally {
      await own.remove();
    }
  });
});
