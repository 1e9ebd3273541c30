/**
 * Runs what a build emitted in every runtime that is installed: the same contracts, verdicts and texts.
 *
 * @module
 */
import assert from "node:assert/strict";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { type Browser, chromium } from "playwright-core";
import { chromiumPath, skipsBrowser } from "../browser.ts";
import { createProject, type Finished, otherNodes, type Project, root, run } from "../project.ts";

const SOURCES = {
  "src/database.ts": 'console.log("database: evaluated");\nexport const name = "db";',
  "src/payments.ts": `
    /** @importspy { os: "linux" | "darwin" | "win32"; arch: "x64" | "arm64"; env: { TOKEN: Secret; PORT?: number } } Ask in #payments. */
    import { name } from "./database.js";
    console.log("payments: evaluated");
    export const pay = () => \`paid through \${name}\`;`,
  "src/main.ts": 'import { pay } from "./payments.js";\nconsole.log(pay());',
  "src/lazy.ts": `
    export {};
    await import("./payments.js").then(
      ({ pay }) => console.log(pay()),
      ({ code, violations }) => console.log(code, violations.map(({ path }: { path: string }) => path).join()),
    );`,
  "src/elsewhere.ts": `
    /** @importspy { os: "sunos"; arch: "mips"; env: { PORT: number } } Only there. */
    console.log("elsewhere: evaluated");
    export const here = true;`,
  "src/main-elsewhere.ts": 'import { here } from "./elsewhere.js";\nconsole.log(here);',
  "src/node.ts": `
    /** @importspy { runtime: { node: ">=20" } } */
    export const isNode = true;`,
  "src/main-node.ts": 'import { isNode } from "./node.js";\nconsole.log("node", isNode);',
  "src/page.ts": `
    /** @importspy { runtime: { browser: true }; env: { TOKEN?: Secret } } */
    import { name } from "./database.js";
    console.log("page: evaluated with", name);
    export const isPage = true;`,
  "src/main-page.ts": 'import { isPage } from "./page.js";\nconsole.log(isPage);',
  "src/libc.ts": `
    /** @importspy { libc?: "glibc" | "musl" } */
    export const isKnown = true;`,
  "src/main-libc.ts": 'import { isKnown } from "./libc.js";\nconsole.log("libc", isKnown);',
};

const installed = (name: string) => path.join(root, "node_modules/.bin", name);

/** Programs that run JavaScript, and what each says of itself where a contract asks for Node.js. */
const RUNTIMES: readonly { name: string; command: string; args: readonly string[]; found?: RegExp }[] = [
  { name: "the Node.js of the tests", command: process.execPath, args: [] },
  ...otherNodes().map((command) => ({ name: command, command, args: [] })),
  { name: "Bun", command: installed("bun"), args: ["run"], found: /found bun \d/ },
  { name: "Deno", command: installed("deno"), args: ["run", "-A", "--quiet"], found: /found deno \d/ },
];

/** The message of a refusal, which runtimes print with different frames around it. */
function messageIn({ stderr }: Finished): string {
  const [message = ""] = /ContractViolationError: [\s\S]*?contract: src\/\S+/.exec(stderr) ?? [];
  return message;
}

const REFUSED = (
  os: string,
  arch: string,
) => `ContractViolationError: src/main-elsewhere.ts:1 may not import src/elsewhere.ts: this environment breaks its contract in 3 places

  os         expected "sunos"            found "${os}"
  arch       expected "mips"             found "${arch}"
  env.PORT   expected a decimal number   not set

  Only there.
  contract: src/elsewhere.ts:2`;

let project: Project;

before(async () => {
  project = await createProject(SOURCES);
  const { code, stdout } = await project.tspc();
  assert.equal(code, 0, stdout);
});
after(() => project.remove());

for (const { name, command, args, found } of RUNTIMES) {
  const start = (entry: string, env = {}) =>
    run(command, [...args, `dist/${entry}.js`], { cwd: project.folder, env: { NO_COLOR: "1", ...env } });

  describe(`in ${name}`, { concurrency: true }, () => {
    it("admits with the real variables, system and processor", async () => {
      const { code, stdout, stderr } = await start("main", { TOKEN: "t0psecret", PORT: "8080" });
      assert.equal(code, 0, stderr);
      assert.equal(stdout, "database: evaluated\npayments: evaluated\npaid through db\n");
    });

    it("refuses before the module is evaluated, with the same text everywhere", async () => {
      const finished = await start("main-elsewhere");
      assert.equal(finished.code, 1);
      assert.equal(finished.stdout, "");
      assert.equal(messageIn(finished), REFUSED(process.platform, process.arch));
    });

    it("rejects import() and goes on", async () => {
      assert.equal((await start("lazy")).stdout, "ERR_IMPORTSPY_CONTRACT_VIOLATION env.TOKEN\n");
    });

    it("distinguishes Node.js from other runtimes", async () => {
      const { code, stdout, stderr } = await start("main-node");
      if (!found) return assert.equal(stdout, "node true\n");
      assert.equal(code, 1);
      assert.match(stderr, found);
    });

    it("knows the C library if there is one", async () => {
      assert.equal((await start("main-libc")).stdout, "libc true\n");
    });
  });
}

describe("in Deno without permissions", { concurrency: true }, () => {
  const start = (entry: string, ...permissions: readonly string[]) =>
    run(installed("deno"), ["run", "--quiet", "--no-prompt", "--allow-read", ...permissions, `dist/${entry}.js`], {
      cwd: project.folder,
      env: { NO_COLOR: "1", TOKEN: "t0psecret" },
    });

  it("names the missing permission in a refusal", async () => {
    const finished = await start("main");
    assert.equal(finished.code, 1);
    assert.equal(finished.stdout, "");
    assert.match(messageIn(finished), /main\.ts:1 may not import src\/payments\.ts/);
    assert.match(messageIn(finished), /env\.TOKEN +expected a secret +Requires env access to "TOKEN", .*--allow-env/);
  });

  it("admits with the variables that the contract names", async () => {
    const { code, stdout, stderr } = await start("main", "--allow-env=TOKEN,PORT");
    assert.equal(code, 0, stderr);
    assert.match(stdout, /paid through db/);
  });

  it("names the permission for the C library", async () => {
    assert.match(
      messageIn(await start("main-libc")),
      /libc +expected "glibc" \| "musl" +Requires sys access .*--allow-sys/,
    );
  });
});

describe("in workerd", { concurrency: true }, () => {
  /** Runs a module of the build as a worker; `workerd test` evaluates it, and prints what is thrown. */
  async function start(entry: string, bindings: Readonly<Record<string, string>> = {}, flags = ["nodejs_compat"]) {
    const names = (await project.list("dist")).map((each) => path.basename(each));
    const own = [`${entry}.js`, ...names.filter((each) => each !== `${entry}.js`)].map((each) => [
      each,
      `dist/${each}`,
    ]);
    const runtime = ["guard", "formats"].map((each) => `importspy/dist/${each}.mjs`);
    const modules = [...own, ...runtime.map((each) => [each, `node_modules/${each}`])];
    const text = (values: readonly string[]) => `[${values.join(", ")}]`;
    const config = `config-${entry}-${Object.keys(bindings).length}-${flags.length}.capnp`;
    await project.write({
      [config]: `using Workerd = import "/workerd/workerd.capnp";
        const config :Workerd.Config = (services = [(name = "main", worker = (
          modules = ${text(modules.map(([name, file]) => `(name = "${name}", esModule = embed "${file}")`))},
          compatibilityDate = "2025-09-01",
          compatibilityFlags = ${text(flags.map((each) => JSON.stringify(each)))},
          bindings = ${text(Object.entries(bindings).map(([name, value]) => `(name = "${name}", text = "${value}")`))},
        ))]);`,
    });
    const { stdout, stderr } = await run(installed("workerd"), ["test", "--verbose", config], { cwd: project.folder });
    return stdout + stderr;
  }

  it("admits with bindings, when the contract asks for workerd", async () => {
    const worker = await createProject({}, path.join(root, "examples/worker"));
    assert.equal((await worker.tspc()).code, 0);
    const test = () => run(installed("workerd"), ["test", "config.capnp"], { cwd: worker.folder });
    const admitted = await test();
    assert.equal(admitted.code, 0, admitted.stderr);
    assert.match(admitted.stdout + admitted.stderr, /ciao/);
    await worker.write({ "config.capnp": (await worker.read("config.capnp")).replace(/ {2}bindings = .*\n/, "") });
    const refused = await test();
    assert.match(refused.stderr, /src\/main\.ts:1 may not import src\/greeting\.ts/);
    assert.match(refused.stderr, /env\.LANGUAGE +expected "en" \| "it" +not set; a binding sets it/);
    assert.match(refused.stderr, /Bindings stand in config\.capnp\./);
    assert.doesNotMatch(refused.stderr, /ciao/);
    await worker.remove();
  });

  it("refuses before the module is evaluated", async () => {
    const printed = await start("main", { TOKEN: "t0psecret" });
    assert.match(printed, /src\/main\.ts:1 may not import src\/payments\.ts: .* breaks its contract in 1 place/);
    assert.match(printed, /arch +expected "x64" \| "arm64" +unknown here/);
    assert.doesNotMatch(printed, /evaluated/);
  });

  it("says that variables are unknown without nodejs_compat", async () => {
    assert.match(
      await start("main", { TOKEN: "t0psecret" }, []),
      /env\.TOKEN +expected a secret +not set; no process\.env here/,
    );
  });

  it("is not Node.js", async () => {
    assert.match(await start("main-node"), /runtime\.node +expected >=20 +found workerd/);
  });
});

describe("in Chromium", { skip: skipsBrowser }, () => {
  /** Opens a page of a module of the build, in the files that it was emitted in; gives what was logged, and why it was refused. */
  async function start(browser: Browser, entry: string) {
    const page = await browser.newPage();
    const logged: string[] = [];
    page.on("console", (message) => logged.push(message.text()));
    await page.route("**/*", async (route) => {
      const { pathname } = new URL(route.request().url());
      if (pathname === "/") return route.fulfill({ contentType: "text/html", body: `${MAP}<p>` });
      return route.fulfill({ contentType: "text/javascript", body: await project.read(pathname.slice(1)) });
    });
    await page.goto("http://page.test/");
    const error = await page.evaluate((name) => import(name).then(() => "", String), `/dist/${entry}.js`);
    await page.close();
    return { logged, error };
  }
  const MAP = `<script type="importmap">${JSON.stringify({ imports: { "importspy/": "/node_modules/importspy/" } })}</script>`;

  it("refuses with the same text before anything is evaluated, and admits a contract for browsers", async () => {
    const browser = await chromium.launch({ executablePath: chromiumPath!, args: ["--no-sandbox"] });
    try {
      const refused = await start(browser, "main-elsewhere");
      assert.deepEqual(refused.logged, []);
      const none = "not set; no process.env here";
      assert.equal(refused.error, REFUSED("", "").replaceAll('found ""', "unknown here").replace("not set", none));
      assert.match((await start(browser, "main-node")).error, /runtime\.node +expected >=20 +found browser/);
      const admitted = await start(browser, "main-page");
      assert.equal(admitted.error, "");
      assert.deepEqual(admitted.logged, ["database: evaluated", "page: evaluated with db", "true"]);
    } finally {
      await browser.close();
    }
  });
});
