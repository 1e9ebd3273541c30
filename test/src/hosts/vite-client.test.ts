/** Code for browsers: what can never hold there is an error of the build, and variables are those that Vite puts in. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { runInNewContext } from "node:vm";
import { eventually } from "../eventually.ts";
import { createProject, type Files, tsconfig } from "../project.ts";
import { build, outputOf } from "./builds.ts";
import { serveVite } from "./devServer.ts";

const CONFIG = { "tsconfig.json": tsconfig({ module: "esnext", moduleResolution: "bundler", noLib: true, types: [] }) };
const CHAIN: Files = {
  ...CONFIG,
  "src/page.ts": 'import { shown } from "./view";\nconsole.log(shown);\ndeclare const console: any;',
  "src/view.ts": 'import { secret } from "./server";\nexport const shown = secret;',
};
const SERVER = '/** @importspy { runtime: { node: ">=20" } } */\nexport const secret = "secret";';
const READER = '/** @importspy { env: { VITE_API: "on" | "off" } } */\nexport const secret = "read";';

/** Builds a page for browsers. */
async function buildPage(files: Files) {
  const project = await createProject({ ...CHAIN, ...files });
  const request = {
    input: { page: "src/page.ts" },
    output: outputOf("dist", "es"),
    options: { build: { ssr: false } },
  };
  const [failure] = await build(project, "vite", [request]);
  return { project, message: failure?.message ?? "" };
}

describe("vite: client code", { concurrency: 2 }, () => {
  it("cannot reach a module for Node.js only (TS87401)", async () => {
    const { project, message } = await buildPage({ "src/server.ts": SERVER });
    assert.match(message, /src\/server\.ts:1:1 - error TS87401: src\/server\.ts cannot be loaded in a browser/);
    assert.match(message, /asks for node >=20\. It is reached by src\/page\.ts → src\/view\.ts → src\/server\.ts\./);
    await project.remove();
  });

  it("may reach it when an alternative is for browsers", async () => {
    const either = SERVER.replace("} }", "} | { browser: true } }");
    const { project, message } = await buildPage({ "src/server.ts": either });
    assert.equal(message, "");
    await project.remove();
  });

  it("may be a library, which runs anywhere", async () => {
    const project = await createProject({ ...CHAIN, "src/server.ts": SERVER });
    const lib = { entry: "src/view.ts", formats: ["es"], fileName: "view" };
    const request = {
      input: { view: "src/view.ts" },
      output: { dir: "dist" },
      options: { build: { ssr: false, lib } },
    };
    assert.deepEqual(await build(project, "vite", [request]), [null]);
    await project.remove();
  });

  it("reads a variable that Vite inlines", async () => {
    const { project, message } = await buildPage({ "src/server.ts": READER, ".env": "VITE_API=on" });
    assert.equal(message, "");
    const admitted = await project.node(["dist/page.mjs"]);
    assert.deepEqual([admitted.code, admitted.stdout], [0, "read\n"], admitted.stderr);
    const { code, stdout } = await project.importspy(["verify", "dist"]);
    assert.equal(code, 0, stdout);
    await project.write({ ".env": "VITE_API=none" });
    const request = {
      input: { page: "src/page.ts" },
      output: outputOf("dist", "es"),
      options: { build: { ssr: false } },
    };
    assert.deepEqual(await build(project, "vite", [request]), [null]);
    const refused = await project.node(["dist/page.mjs"]);
    assert.equal(refused.code, 1);
    assert.match(
      refused.stderr,
      /src\/view\.ts:1 may not import src\/server\.ts.*\n\n {2}env\.VITE_API .*set, but not "on" \| "off"/,
    );
    await project.remove();
  });

  it("uses variables of the process in server code, not Vite's own MODE", async () => {
    const project = await createProject({ ...CHAIN, "src/server.ts": READER.replace("VITE_API", "MODE") });
    const request = { input: { page: "src/page.ts" }, output: outputOf("dist", "es") };
    assert.deepEqual(await build(project, "vite", [request]), [null]);
    const admitted = await project.node(["dist/page.mjs"], { env: { MODE: "on" } });
    assert.deepEqual([admitted.code, admitted.stdout], [0, "read\n"], admitted.stderr);
    const refused = await project.node(["dist/page.mjs"]);
    assert.equal(refused.code, 1);
    assert.match(refused.stderr, /env\.MODE .*not set/);
    await project.remove();
  });

  it("is loaded when the server code is dropped", async () => {
    const { project, message } = await buildPage({
      "src/page.ts":
        'if (import.meta.env.SSR) await import("./server");\nconsole.log("page");\ndeclare const console: any;',
      "src/client.d.ts": "interface ImportMeta { env: { SSR: boolean } }",
      "src/server.ts": SERVER,
    });
    assert.equal(message, "");
    await project.remove();
  });

  it("cannot use a variable that is not inlined (TS87402)", async () => {
    const { project, message } = await buildPage({ "src/server.ts": READER.replace("VITE_API", "API") });
    assert.match(message, /error TS87402: src\/server\.ts asks for the variable 'API', .* start with 'VITE_'/);
    await project.remove();
  });

  it("is refused in the dev server, but server code is not", async () => {
    const project = await createProject({ ...CHAIN, "src/server.ts": SERVER });
    const server = await serveVite(project, { middlewareMode: true, watch: null, ws: false });
    const { client } = server.environments;
    await client.transformRequest("/src/page.ts");
    await client.transformRequest("/src/view.ts");
    const error = await client.transformRequest("/src/server.ts").catch((reason: Error) => reason);
    assert.ok(error instanceof Error);
    assert.match(error.message, /TS87401: .* reached by src\/page\.ts → src\/view\.ts → src\/server\.ts\./);
    const { shown } = (await server.ssrLoadModule("/src/view.ts")) as { shown: string };
    assert.equal(shown, "secret");
    await server.close();
    await project.remove();
  });

  it("is judged in workers: by their URL, by ?worker, and inlined", async () => {
    const { project, message } = await buildPage({
      "src/server.ts": READER,
      "src/worker.ts": 'import { secret } from "./server";\nconsole.log(secret);\ndeclare const console: any;',
      "src/globals.d.ts": `
        declare const Worker: any, URL: any;
        declare module "*?worker" { const made: any; export default made; }
        declare module "*?worker&inline" { const made: any; export default made; }
        interface ImportMeta { url: string }`,
      "src/page.ts": `
        import Asked from "./worker?worker";
        import Inlined from "./worker?worker&inline";
        console.log([new Asked(), new Inlined(), new Worker(new URL("./worker.ts", import.meta.url), { type: "module" })]);
        declare const console: any;`,
      "src/view.ts": "export {};",
      ".env": "VITE_API=none",
    });
    assert.equal(message, "");
    const names = (await project.list("dist")).filter((name) => /worker.*\.m?js$/.test(name));
    assert.ok(names.length, String(await project.list("dist")));
    const page = await project.read("dist/page.mjs");
    const [, text] = /= *("(?:[^"\\]|\\.)*importspy(?:[^"\\]|\\.)*")/.exec(page) ?? [];
    assert.ok(text, page);
    await project.write({ "dist/inlined.mjs": runInNewContext(text) as string });
    for (const name of [...names, "dist/inlined.mjs"]) {
      const { stdout, stderr } = await project.node([name]);
      assert.deepEqual([stdout, /may not import src\/server\.ts/.test(stderr)], ["", true], name + stderr);
    }
    await project.remove();
  });

  it("is judged with the new variable when .env changes while a server runs", async () => {
    const project = await createProject({ ...CHAIN, "src/server.ts": READER });
    const server = await serveVite(project, { host: "127.0.0.1", port: 0, ws: false, watch: { interval: 10 } });
    await server.listen();
    const read = async (name: string) => {
      const [base] = server.resolvedUrls?.local ?? [];
      return base === undefined ? "" : fetch(`${base}src/${name}`).then((response) => response.text(), String);
    };
    /** What is served, when it is as expected: watchers take their time, and Vite starts again by itself. */
    const served = (name: string, expected: RegExp) => eventually(() => read(name), expected);
    await served("server.ts", /TS87402/);
    for (const value of ["on", "none"]) {
      await wait(100);
      await project.write({ ".env": `VITE_API=${value}` });
      await served("server.ts?importspy", new RegExp(`"VITE_API": ?"${value}"`));
      await served("server.ts", /export const secret/);
    }
    await server.close();
    await project.remove();
  });
});
