/** What the runtime finds out about where it runs, in processes that pretend to be other runtimes. */
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import os from "node:os";
import { after, before, describe, it } from "node:test";
import vm from "node:vm";
import { build } from "esbuild";
import { createProject, type Project } from "../project.ts";

/** Judges one contract whose conditions are given as JSON, each range a version and each name a list; `?` is optional. */
const JUDGE = `
import { arch, enforce, env, libc, os, runtime } from "importspy/dist/guard.mjs";
const uses = { arch, env, libc, os, runtime };
globalThis.judge = (asked) => {
  const conditions = Object.entries(asked).map(([path, expected], is) => ({
    path: path.replace("?", ""), optional: path.endsWith("?"), expected: String(expected), readings: 1,
    ...(path.startsWith("runtime.") ? { range: [[expected]] } : { is }),
  }));
  try {
    const validators = Object.values(asked).map((expected) => (value) => value === expected);
    enforce({ key: "x", package: "", module: "x.ts", line: 1, alternatives: [{ conditions }] }, uses, validators);
    return "admitted";
  } catch (error) {
    if (error.code !== "ERR_IMPORTSPY_CONTRACT_VIOLATION") return String(error);
    return error.violations.map(({ path, kind, hint }) => path + " " + kind + ": " + hint).join("; ");
  }
};
`;

const versions = (entries: Readonly<Record<string, string>>) =>
  `Object.defineProperty(process, "versions", { value: ${JSON.stringify(entries)} });`;
const navigator = (userAgent: string) =>
  `globalThis.WebSocketPair = class {}; ` +
  `Object.defineProperty(globalThis, "navigator", { value: ${JSON.stringify({ userAgent })} });`;
const report = (content: unknown) => `process.report.getReport = () => (${JSON.stringify(content)});`;
const platform = (name: string) => `Object.defineProperty(process, "platform", { value: "${name}" });`;
/** What Deno throws for a fact that nobody may read: https://docs.deno.com/runtime/fundamentals/security/ */
const NOT_CAPABLE = `
class NotCapable extends Error { name = "NotCapable"; }
const refuse = (kind, name) => {
  throw new NotCapable("Requires " + kind + " access to " + name + ", run again with the --allow-" + kind + " flag");
};
const env = new Proxy({}, { getOwnPropertyDescriptor: (_, name) => refuse("env", name) });
Object.defineProperty(process, "env", { value: env });
Object.defineProperty(process, "platform", { value: "linux" });
process.report.getReport = () => refuse("sys", "cpus");
`;
const node = process.versions.node;

/** A process: what it pretends, what a contract asks, and the verdict. */
const PROCESSES: readonly [title: string, preload: string, asked: Record<string, string>, verdict: string][] = [
  ["this machine", "", { os: os.platform(), arch: os.arch(), "runtime.node": `= ${node}` }, "admitted"],
  [
    "another machine",
    "",
    { os: "aix", arch: "s390" },
    `os mismatch: found "${os.platform()}"; arch mismatch: found "${os.arch()}"`,
  ],
  ["glibc", platform("linux") + report({ header: { glibcVersionRuntime: "2.36" } }), { libc: "glibc" }, "admitted"],
  [
    "glibc when musl is expected",
    platform("linux") + report({ header: { glibcVersionRuntime: "2.36" } }),
    { libc: "musl" },
    'libc mismatch: found "glibc"',
  ],
  [
    "musl",
    platform("linux") + report({ header: {}, sharedObjects: ["/node", "/lib/ld-musl-x86_64.so.1"] }),
    { libc: "musl" },
    "admitted",
  ],
  [
    "a libc that does not tell",
    platform("linux") + report({ header: {}, sharedObjects: [] }),
    { libc: "musl" },
    'libc missing: unknown here; "libc?" admits systems without one',
  ],
  [
    "an empty report",
    platform("linux") + report({}),
    { libc: "glibc" },
    'libc missing: unknown here; "libc?" admits systems without one',
  ],
  [
    "no libc on macOS",
    platform("darwin") + report({ header: { glibcVersionRuntime: "2.36" } }),
    { libc: "glibc" },
    'libc missing: unknown here; "libc?" admits systems without one',
  ],
  [
    "no report",
    `${platform("linux")}Object.defineProperty(process, "report", { value: undefined });`,
    { libc: "glibc" },
    'libc missing: unknown here; "libc?" admits systems without one',
  ],
  ["Bun", versions({ node: "22.6.0", bun: "1.2.3" }), { "runtime.bun": ">= 1.2.0" }, "admitted"],
  [
    "Bun is not Node.js",
    versions({ node: "22.6.0", bun: "1.2.3" }),
    { "runtime.node": ">= 20.0.0" },
    "runtime.node missing: found bun 1.2.3",
  ],
  ["Deno", 'globalThis.Deno = { version: { deno: "2.1.0" } };', { "runtime.deno": ">= 2.0.0" }, "admitted"],
  [
    "Deno is not Node.js",
    'globalThis.Deno = { version: { deno: "2.1.0" } };',
    { "runtime.node": "" },
    "runtime.node missing: found deno 2.1.0",
  ],
  [
    "Deno without permissions",
    NOT_CAPABLE,
    { os: "linux", libc: "glibc", "env.A": "x", "env.B?": "x" },
    "libc invalid: Requires sys access to cpus, run again with the --allow-sys flag; " +
      "env.A invalid: Requires env access to A, run again with the --allow-env flag; " +
      "env.B invalid: Requires env access to B, run again with the --allow-env flag",
  ],
  [
    "workerd without a binding",
    navigator("Cloudflare-Workers"),
    { "env.A": "x", "env.B?": "x" },
    "env.A missing: not set; a binding sets it",
  ],
  ["workerd", navigator("Cloudflare-Workers"), { "runtime.workerd": "" }, "admitted"],
  [
    "workerd tells no version",
    navigator("Cloudflare-Workers"),
    { "runtime.workerd": ">= 1.0.0" },
    "runtime.workerd mismatch: found an unknown version",
  ],
  ["edge-light", 'globalThis.EdgeRuntime = "edge-runtime";', { "runtime.edge-light": "" }, "admitted"],
  [
    "edge-light is not Node.js",
    'globalThis.EdgeRuntime = "edge-runtime";',
    { "runtime.node": "" },
    "runtime.node missing: found edge-light",
  ],
  [
    "Electron",
    versions({ node: "22.6.0", electron: "33.0.1" }),
    { "runtime.electron": ">= 33.0.0", "runtime.node": ">= 22.0.0" },
    "admitted",
  ],
  ["a document in Node.js", "globalThis.document = {};", { "runtime.browser": "", "runtime.node": "" }, "admitted"],
  ["no browser", "", { "runtime.browser": "" }, `runtime.browser missing: found node ${node}`],
  [
    "an inherited name is not a runtime",
    "",
    { "runtime.constructor": "" },
    `runtime.constructor missing: found node ${node}`,
  ],
  ["nothing known", versions({}), { "runtime.node": "" }, "runtime.node missing: found an unknown runtime"],
];

/** Counts who looks at facts, from the time that the guard is loaded. */
const COUNT = `
globalThis.counts = {};
const count = (object, name, path = name) => {
  const { value, get = () => value } = Object.getOwnPropertyDescriptor(object, name);
  Object.defineProperty(object, name, {
    get() {
      counts[path] = (counts[path] ?? 0) + 1;
      return get.call(this);
    },
    configurable: true,
  });
};
for (const name of ["platform", "arch", "versions", "env"]) count(process, name);
const getReport = process.report.getReport;
process.report.getReport = function () {
  counts.report = (counts.report ?? 0) + 1;
  return getReport.call(this);
};
`;

const COUNTED_MAIN = `
import "./judge.mjs";
const seen = [];
for (const asked of JSON.parse(process.argv[2])) {
  const before = { ...counts };
  judge(asked);
  const names = Object.keys(counts).filter((name) => counts[name] !== before[name]);
  seen.push(names.sort().join("+") || "nothing");
}
console.log(seen.join("; "));
`;

describe("facts", { concurrency: os.availableParallelism() }, () => {
  let project: Project;
  before(async () => {
    project = await createProject({
      "judge.mjs": JUDGE,
      "main.mjs": 'import "./judge.mjs";\nconsole.log(judge(JSON.parse(process.argv[2])));',
      "count.mjs": COUNT,
      "counted.mjs": COUNTED_MAIN,
    });
  });
  after(() => project.remove());

  for (const [title, preload, asked, verdict] of PROCESSES) {
    it(title, async () => {
      const imported = `data:text/javascript,${encodeURIComponent(preload)}`;
      const { stdout, stderr } = await project.node(["--import", imported, "main.mjs", JSON.stringify(asked)]);
      assert.equal(stdout, `${verdict}\n`, stderr);
    });
  }

  it("are collected once, and only when a contract needs them", async () => {
    const asked = [
      {},
      { arch: "x" },
      { os: "x" },
      { "runtime.node": "" },
      { "runtime.bun": "", "runtime.node": "" },
      { "env.NAME": "x" },
      { libc: "x" },
      { libc: "y" },
    ];
    const args = ["--import", "./count.mjs", "counted.mjs", JSON.stringify(asked)];
    const { stdout, stderr } = await project.node(args);
    const libc = os.platform() === "linux" ? "platform+report" : "platform";
    assert.equal(stdout, `nothing; arch; platform; versions; nothing; env; ${libc}; nothing\n`, stderr);
  });

  it("leave the diagnostic report as it was", async () => {
    await project.write({
      "report.mjs": `import "./judge.mjs";
        process.report.excludeNetwork = process.argv[2] === "true";
        judge({ libc: "x" });
        console.log(process.report.excludeNetwork);`,
    });
    for (const value of ["true", "false"]) {
      const { stdout, stderr } = await project.node(["report.mjs", value]);
      assert.equal(stdout, `${value}\n`, stderr);
    }
  });

  it("are those of a browser without `process`", async () => {
    const source = project.at("judge.mjs");
    const { outputFiles } = await build({
      entryPoints: [source],
      bundle: true,
      platform: "browser",
      format: "iife",
      write: false,
    });
    const code = outputFiles[0]!.text;
    const verdictIn = (globals: object, asked: object) => {
      const context = vm.createContext({ ...globals });
      vm.runInContext(code, context);
      return vm.runInContext(`judge(${JSON.stringify(asked)})`, context);
    };
    const asked = { os: "linux", arch: "x64", libc: "glibc", "runtime.node": "", "env.NAME": "x" };
    assert.equal(
      verdictIn({ document: {} }, asked),
      'os missing: unknown here; arch missing: unknown here; libc missing: unknown here; "libc?" admits systems without one; ' +
        "runtime.node missing: found browser; env.NAME missing: not set; no process.env here",
    );
    assert.equal(verdictIn({}, { "runtime.node": "" }), "runtime.node missing: found an unknown runtime");
    assert.equal(verdictIn({ document: {} }, { "runtime.browser": "" }), "admitted");
    assert.equal(verdictIn({ WorkerGlobalScope: class {} }, { "runtime.browser": "" }), "admitted");
    assert.equal(verdictIn({ process: {} }, asked), verdictIn({}, asked));
    assert.equal(verdictIn({ process: { env: { NAME: "x" } } }, { "env.NAME": "x" }), "admitted");
    assert.equal(
      verdictIn({ process: { platform: "linux", report: {} } }, { libc: "glibc" }),
      'libc missing: unknown here; "libc?" admits systems without one',
    );
  });
});

describe("entries without Node.js", () => {
  /** The modules that a bundle for a platform leaves to be imported. */
  async function importsOf(entry: string, platform: "browser" | "node"): Promise<string[]> {
    const { metafile } = await build({
      stdin: { contents: `export * from "${entry}";`, resolveDir: import.meta.dirname },
      bundle: true,
      platform,
      format: "esm",
      external: ["node:*"],
      metafile: true,
      write: false,
    });
    return Object.values(metafile.outputs).flatMap(({ imports }) => imports.map(({ path }) => path));
  }

  it("import nothing of Node.js", async () => {
    for (const entry of ["importspy", "importspy/dist/guard.mjs", "importspy/dist/contract.mjs"]) {
      assert.deepEqual(await importsOf(entry, "node"), [], entry);
    }
    assert.deepEqual(await importsOf("importspy/dist/packages.mjs", "browser"), []);
    assert.deepEqual((await importsOf("importspy/dist/packages.mjs", "node")).sort(), [
      "node:fs",
      "node:module",
      "node:path",
      "node:url",
    ]);
  });

  it("find no package without a file system", async () => {
    const { outputFiles } = await build({
      stdin: {
        contents: 'export { packageVersion } from "importspy/dist/packages.mjs";',
        resolveDir: import.meta.dirname,
      },
      bundle: true,
      platform: "browser",
      format: "cjs",
      write: false,
    });
    const module = { exports: {} as { packageVersion(name: string, from?: string): string | undefined } };
    vm.runInNewContext(outputFiles[0]!.text, { module });
    assert.equal(module.exports.packageVersion("pg", "https://example.org/main.js"), undefined);
  });

  it("are the same in CommonJS", async () => {
    const require = createRequire(import.meta.url);
    for (const name of ["index", "guard", "packages", "packages.browser", "contract"]) {
      const [commonJs, esm] = [`importspy/dist/${name}.cjs`, `importspy/dist/${name}.mjs`];
      const expected = Object.keys((await import(esm)) as object);
      assert.deepEqual(Object.keys(require(commonJs) as object).sort(), expected.sort(), name);
    }
  });
});
