/** The examples that a bundler builds: what their READMEs say, with the real tools, and in a real browser. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { createInterface } from "node:readline";
import { describe, it } from "node:test";
import { chromium } from "playwright-core";
import { chromiumPath, skipsBrowser } from "../browser.ts";
import { createProject, inherited, type Project, root } from "../project.ts";

/** Copies an example, with what it is built with. */
async function copy(name: string, tools: readonly string[]): Promise<Project> {
  const project = await createProject({}, path.join(root, "examples", name));
  await project.write({ "node_modules/@rollup/.keep": "" });
  await project.install(...tools);
  return project;
}

/** Starts the server of a project, and gives its address. */
async function serve(project: Project, env: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, ["dist/server/server.js", "0"], {
    cwd: project.folder,
    env: { ...inherited(), ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const lines: string[] = [];
  for await (const line of createInterface(child.stdout)) {
    lines.push(line);
    if (line.startsWith("http://")) break;
  }
  const stop = async () => {
    child.kill();
    if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  };
  return { url: lines.at(-1)!, stop };
}

/** What a page says on its console, and what is in it. */
async function visit(url: string) {
  const browser = await chromium.launch({ executablePath: chromiumPath!, args: ["--no-sandbox"] });
  try {
    const page = await browser.newPage();
    const said: string[] = [];
    page.on("console", (message) => said.push(message.text()));
    page.on("pageerror", (error) => said.push(String(error)));
    await page.goto(url, { waitUntil: "networkidle" });
    return {
      said: said.join("\n"),
      greeting: await page.textContent("#greeting"),
      api: await page.textContent("#api"),
    };
  } finally {
    await browser.close();
  }
}

describe("bundled examples", { concurrency: 2 }, () => {
  it("vite-app: a page, its server and its tests", { skip: skipsBrowser }, async () => {
    const project = await copy("vite-app", ["vite", "vitest"]);
    const vite = (args: readonly string[], env = {}) =>
      project.node([path.join(root, "node_modules/vite/bin/vite.js"), "build", "--logLevel", "warn", ...args], { env });
    const [client, server, mistake, tests] = await Promise.all([
      vite(["--outDir", "dist/client"]),
      vite(["--ssr", "src/server.ts", "--outDir", "dist/server"]),
      vite(["--mode", "mistake", "--outDir", "dist/mistake"]),
      project.node([path.join(root, "node_modules/vitest/vitest.mjs"), "run"]),
    ]);
    assert.deepEqual([client.code, server.code], [0, 0], client.stderr + server.stderr);
    assert.equal(tests.code, 0, tests.stdout + tests.stderr);
    assert.match(tests.stdout, /2 passed/);
    assert.equal(mistake.code, 1);
    const [shown] = /src\/greetings\.ts:1:1 - error TS87401.*/.exec(await project.read("README.md")) ?? [];
    assert.ok(shown && mistake.stderr.includes(shown), mistake.stderr);

    const refused = await project.node(["dist/server/server.js", "0"]);
    assert.equal(refused.stdout, "");
    assert.match(refused.stderr, /src\/server\.ts:5 may not import src\/greetings\.ts/);

    const verified = await project.importspy(["verify", "dist/client", "dist/server"]);
    assert.equal(verified.code, 0, verified.stdout);

    const { url, stop } = await serve(project, { GREETING: "ciao" });
    try {
      const page = await visit(url);
      assert.equal(page.greeting, "ciao, from the server");
      assert.equal(page.api, "This page asks https://api.example.com/v1");
      assert.equal(page.said, "api is evaluated");

      const wrong = await vite(["--outDir", "dist/client"], { VITE_API_URL: "nowhere" });
      assert.equal(wrong.code, 0, wrong.stderr);
      const blocked = await visit(url);
      assert.equal(blocked.api, "");
      assert.match(
        blocked.said,
        /src\/client\.ts:1 may not import src\/api\.ts[\s\S]* env\.VITE_API_URL .* set, but not a url/,
      );
      assert.doesNotMatch(blocked.said, /evaluated|nowhere/);
    } finally {
      await stop();
    }
    await project.remove();
  });

  it("library: built with tsdown and Rollup, as ES module and CommonJS", async () => {
    const project = await copy("library", ["tsdown", "rollup", "tslib", "@rollup/plugin-typescript"]);
    const builds = await Promise.all([
      project.node([path.join(root, "node_modules/tsdown/dist/run.mjs")]),
      project.node([path.join(root, "node_modules/rollup/dist/bin/rollup"), "-c"]),
    ]);
    for (const { code, stdout, stderr } of builds) assert.equal(code, 0, stdout + stderr);
    const uses = {
      "its name": 'import("example-library/checkout")',
      CommonJS: 'Promise.resolve(require("./dist/checkout.cjs"))',
      Rollup: 'import("./dist-rollup/checkout.mjs")',
    };
    for (const [title, use] of Object.entries(uses)) {
      const code = `${use}.then(({ checkout }) => console.log(checkout(5)))`;
      const [refused, admitted] = await Promise.all([
        project.node(["-e", code]),
        project.node(["-e", code], { env: { PAYMENTS_KEY: "k" } }),
      ]);
      assert.equal(refused.stdout, "", title);
      assert.match(refused.stderr, /src\/checkout\.ts:1 may not import src\/payments\.ts/, title);
      assert.equal(admitted.stdout, "ledger is evaluated\npayments are evaluated\nrecorded 5\n", title);
    }
    const verified = await project.importspy(["verify", "dist", "dist-rollup"]);
    assert.equal(verified.code, 0, verified.stdout);
    await project.remove();
  });
});
