/**
 * `importspy verify` on bundles that run something too early, where what verify says is what happens; and on folders with
 * bundles that were not made from the build's output, or that were edited.
 *
 * @module
 */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { transform } from "esbuild";
import { createPackage, MAIN, numbered, SOURCES } from "../../bundled.ts";
import {
  bundleWithEsbuild,
  bundleWithRolldown,
  bundleWithRollup,
  bundleWithWebpack,
  esbuildWith,
  type Job,
  MINIFIERS,
  rolldownWith,
} from "../../bundles.ts";
import type { Project } from "../../project.ts";
import { verifyIn } from "../../verify.ts";

const ORDER = {
  ...SOURCES,
  "node_modules/tiny/package.json": '{ "name": "tiny", "version": "1.2.3", "type": "module", "exports": "./index.js" }',
  "node_modules/tiny/index.js": 'console.log("tiny: evaluated");\nexport const tiny = 1;\n',
  "src/payments.ts": `/** @importspy { env: { TOKEN: Secret } } */
import { database } from "./database.js";
console.log("payments: evaluated");
export const pay = () => \`paid through \${database()}\`;
`,
  "src/bill.ts": "export const bill = 1;\n",
  "src/main.ts": 'import { pay } from "./payments.js";\nconsole.log("main: evaluated", pay());\n',
  "src/other.ts": 'import { database } from "./database.js";\nconsole.log("other: evaluated", database());\n',
  // What these load before the contracted module, they load themselves.
  "src/own.ts":
    'import { database } from "./database.js";\nimport { pay } from "./payments.js";\nconsole.log(database, pay);\n',
  "src/tiny.ts": 'import { tiny } from "tiny";\nimport { pay } from "./payments.js";\nconsole.log(tiny, pay);\n',
  "src/lazy.ts": 'import("./payments.js").then(({ pay }) => console.log(pay()), () => process.exit(1));\n',
};

const JOBS: Readonly<Record<string, Omit<Job, "format">>> = {
  "all in one file": { entries: ["main"] },
  "a package left outside": { entries: ["main"], external: ["tiny"] },
  "a package left outside, which the importer loads": { entries: ["tiny"], external: ["tiny"] },
  "what the importer loads first": { entries: ["own"] },
  "what another entry loads, too": { entries: ["main", "other"], split: true },
  "entries of every kind": { entries: ["main", "other", "own", "tiny"], split: true },
  "an entry that loads it later": { entries: ["lazy"], split: true, external: ["tiny"] },
  "an entry that loads it later, next to another entry": { entries: ["lazy", "other"], split: true },
};

/** What may be evaluated before the refusal. */
const ALLOWED: Readonly<Record<string, string>> = {
  main: "",
  lazy: "",
  own: "tiny: evaluated\ndatabase: evaluated\n",
  tiny: "tiny: evaluated\n",
};

describe("importspy verify finds out whether a refusal comes in time, in a bundle of", () => {
  let project: Project;
  before(async () => {
    project = await createPackage("module", ORDER);
  });
  after(() => project.remove());

  const bundlers = [
    ["esbuild", bundleWithEsbuild, ["esm", "cjs"]],
    ["rollup", bundleWithRollup, ["esm"]],
    ["rolldown", bundleWithRolldown, ["esm", "cjs"]],
    ["webpack", bundleWithWebpack(), ["esm"]],
    ["webpack, numbered", numbered, ["cjs"]],
  ] as const;
  for (const [bundler, bundle, formats] of bundlers) {
    for (const [title, job] of Object.entries(JOBS)) {
      for (const format of formats) {
        it(`${bundler}, ${format}: ${title}`, async () => {
          const folder = `out/${`${bundler}-${format}-${title}`.replaceAll(/\W+/g, "-")}`;
          await bundle(project, { ...job, format, split: format === "esm" && (job.split ?? false) }, folder);
          const type = format === "esm" ? "module" : "commonjs";
          await project.write({ [`${folder}/package.json`]: JSON.stringify({ type }) });
          let isInTime = true;
          for (const entry of job.entries.filter((each) => each in ALLOWED)) {
            const file = (await project.list(folder)).find((name) => /\/(\w+)\.m?js$/.exec(name)?.[1] === entry)!;
            const { code, stdout } = await project.node([file]);
            assert.equal(code, 1, "the contract is broken");
            isInTime &&= stdout.length <= ALLOWED[entry]!.length;
          }
          const verdict = await verifyIn(project.folder, ["dist", folder]);
          assert.equal(verdict.code, isInTime ? 0 : 1, verdict.stdout);
          if (isInTime) return;
          assert.match(verdict.stdout, /✗ .* is enforced after (?:"tiny" is loaded|code of dist\/database\.js, .*)/);
        });
      }
    }
  }
});

describe("importspy verify on a folder", () => {
  let project: Project;
  before(async () => {
    project = await createPackage("module", ORDER);
    await bundleWithEsbuild(project, { ...MAIN }, "bundles/guarded");
  });
  after(() => project.remove());

  const verify = (...operands: string[]) => verifyIn(project.folder, ["dist", ...operands]);
  const write = async (folder: string, files: Readonly<Record<string, string>>) => {
    await project.write({
      [`${folder}/main.js`]: await project.read("bundles/guarded/main.js"),
      ...Object.fromEntries(Object.entries(files).map(([name, text]) => [`${folder}/${name}`, text])),
    });
  };
  /** The same program, without guards. */
  const unguarded = async (minify: boolean) => {
    const text = (await project.read("bundles/guarded/main.js")).replace(/^[\s\S]*(?=\/\/ dist\/database\.js)/m, "");
    const plain = text.replaceAll(/^.*\$importspy.*\n/gm, "").replaceAll(/^\/\/ dist.*\n/gm, "");
    return minify ? MINIFIERS.esbuild(plain, "esm") : plain;
  };

  for (const minify of [false, true]) {
    it(`finds a bundle${minify ? ", minified," : ""} next to a guarded one that was not made from the build's output`, async () => {
      const folder = `neighbours-${minify}`;
      await write(folder, { "other.js": await unguarded(minify) });
      const { code, stdout } = await verify(folder);
      assert.match(stdout, /✓ neighbours-\w+\/main\.js\s+enforces the contract of app\/src\/payments\.ts/);
      assert.match(
        stdout,
        /✗ neighbours-\w+\/other\.js\s+holds code of src\/payments\.ts .*, and does not enforce the contract/,
      );
      assert.equal(code, 1);
    });
  }

  it("uses the source map of a bundle, and the comments of bundlers above the code of a file", async () => {
    await write("maps", {
      "mapped.js": "export const a = () => 1;\n//# sourceMappingURL=mapped.js.map\n",
      "mapped.js.map": JSON.stringify({ version: 3, sources: ["../src/payments.ts"], mappings: "" }),
      "headed.js": "// src/payments.ts\nexport const b = () => 1;\n",
    });
    const { code, stdout } = await verify("maps");
    assert.match(stdout, /✗ maps\/mapped\.js\s+holds code of src\/payments\.ts, and does not enforce/);
    assert.match(stdout, /✗ maps\/headed\.js\s+holds code of src\/payments\.ts, and does not enforce/);
    assert.equal(code, 1);
  });

  it("ignores files without any relation to a contract", async () => {
    await write("clients", {
      "client.js": 'console.log("client");\nexport const add = (a, b) => a + b;\n',
      "deep/polyfill.js": 'globalThis.fetch ??= () => Promise.reject(new Error("no network here"));\n',
    });
    const { code, stdout } = await verify("clients");
    assert.match(stdout, /✓ clients\s+holds 2 files with nothing of a contracted module/);
    assert.equal(code, 0, stdout);
    const alone = await verify("clients/client.js");
    assert.match(alone.stdout, /✓ clients\/client\.js\s+holds nothing of a contracted module/);
    assert.equal(alone.code, 0);
  });

  it("cannot decide when no code of a contracted module can be recognized", async () => {
    const other = await createPackage("module", {
      "src/sum.ts":
        "/** @importspy { env: { TOKEN: Secret } } */\nexport const sum = (a: number, b: number) => a + b;\n",
    });
    await other.write({ "client/a.js": "export const add = (a, b) => a + b;\n" });
    const { code, stdout } = await verifyIn(other.folder, ["dist", "client"]);
    await other.remove();
    assert.match(
      stdout,
      /\? client\/a\.js\s+holds no guard, and whether it holds code of app\/src\/sum\.ts cannot be told/,
    );
    assert.equal(code, 2);
  });

  it("ends even if a regular expression does not", async () => {
    const other = await createPackage("module", {
      "src/slow.ts":
        '/** @importspy { env: { TOKEN: string & Pattern<"^(a|a)*b$"> } } */\nconsole.log("slow: evaluated");\n',
    });
    await bundleWithEsbuild(other, { entries: ["slow"], format: "esm", minify: true }, "out");
    const { code, stdout } = await verifyIn(other.folder, ["dist", "out"]);
    await other.remove();
    assert.match(stdout, /\? out\/slow\.js\s+holds the contract of app\/src\/slow\.ts in a form that proves nothing/);
    assert.equal(code, 2);
  });

  it("cannot decide about code in strings, which webpack writes in development mode", async () => {
    await bundleWithWebpack({ mode: "development", devtool: "eval" })(project, { ...MAIN }, "evaluated");
    const { code, stdout } = await verify("evaluated");
    assert.match(
      stdout,
      /\? evaluated\/main\.m?js\s+holds the contract of app\/src\/payments\.ts in a form that proves nothing/,
    );
    assert.equal(code, 2);
  });

  it("cannot decide about functions that were rewritten for JavaScript older than ES2019", async () => {
    for (const minify of [false, true]) {
      await esbuildWith({ target: "es2017" })(project, { ...MAIN, minify }, "old");
      const { code, stdout } = await verify("old");
      assert.match(
        stdout,
        /\? old\/main\.js\s+holds the contract of app\/src\/payments\.ts in a form that proves nothing/,
      );
      assert.equal(code, 2, stdout);
    }
  });

  it("finds a bundle that replaces functions where it seems to name them, or to run a module", async () => {
    await esbuildWith({ keepNames: true })(project, MAIN, "named");
    await rolldownWith({ strictExecutionOrder: true })(project, MAIN, "strict");
    const named = await project.read("named/main.js");
    const strict = await project.read("strict/main.js");
    const edits: Record<string, string> = {
      "names nothing": named.replace(/(var __name = \(target, value\) =>) .*/, "$1 () => target;"),
      "names another": named.replace(/(var __name = \(target, value\) => __defProp\()target/, "$1() => {}"),
      "defines otherwise": named.replace(/(var __defProp =) .*/, "$1 () => () => {};"),
      "defines later otherwise": named.replace(/(var __defProp =) .*/, "$&\n__defProp = () => () => {};"),
      "is another Object": named.replace(/var __defProp =/, "var Object = { defineProperty() {} };\n$&"),
      "describes otherwise": named.replace(/(\{ value, configurable: true) \}/, "$1, get: () => 1 }"),
      "never runs": strict.replace(/(function init_payments_importspy\(\) \{)/, "$1 return;"),
      "is a generator": strict.replace("function init_payments_importspy(", "function* init_payments_importspy("),
      "is asynchronous": strict.replace("function init_payments_importspy(", "async function init_payments_importspy("),
      "becomes another": strict.replace(
        /\(init_payments_importspy = __esm\w*\(/,
        "(init_payments_importspy = Boolean.bind(0, ",
      ),
      "runs the old one": strict.replace(
        /function init_payments_importspy\(\) \{\s*return \((init_payments_importspy = [\s\S]*?)\)\(\);\n\}/,
        "function init_payments_importspy() {\n\treturn (0, $1, () => {})();\n}",
      ),
    };
    await esbuildWith({})(project, { entries: ["lazy"], format: "esm" }, "wrapped");
    const wrapped = await project.read("wrapped/lazy.js");
    const wrappers: Readonly<Record<string, string>> = {
      "is called later by nobody": "Boolean.bind(0, ",
      "never runs its module": "((fn, res) => () => res)(",
      "never runs its module, under a constant":
        "((fn, res) => () => (fn && 0 && fn[Object.keys(fn)[0]](fn = 0), res))(",
      "runs its module under a condition":
        "((fn, res) => () => (process.argv[9] && fn[Object.keys(fn)[0]](fn = 0), res))(",
      "swallows what its module throws": "((fn) => () => { try { fn[Object.keys(fn)[0]](); } catch {} })(",
      "keeps what its module throws, and nobody throws it":
        "((fn, res, err) => () => { if (fn) try { res = fn[Object.keys(fn)[0]](fn = 0); } catch (e) { err = [e]; } return res; })(",
      "keeps nothing of what its module throws":
        "((fn, res, err) => () => { if (fn) try { res = fn[Object.keys(fn)[0]](fn = 0); } catch (e) { err = 0; } if (err) throw err[0]; return res; })(",
      "throws something else":
        "((fn, res, err) => () => { if (fn) try { res = fn[Object.keys(fn)[0]](fn = 0); } catch (e) { err = [e]; } if (res) throw err[0]; return res; })(",
      "runs its module later": "((fn) => () => { setTimeout(() => fn[Object.keys(fn)[0]]()); })(",
      "runs another member": '((fn) => () => fn["toString"]())(',
      "replaces its module": "((fn, res) => () => ((fn = { a() {} }), fn[Object.keys(fn)[0]](), res))(",
      "takes it for run": "((fn, res) => () => ((res = 1), res || fn[Object.keys(fn)[0]](), res))(",
      "is asynchronous": "((fn) => async () => fn[Object.keys(fn)[0]]())(",
      "is a generator": "((fn) => function* () { fn[Object.keys(fn)[0]](); })(",
    };
    for (const [title, wrapper] of Object.entries(wrappers)) {
      edits[`a wrapper that ${title}`] = wrapped.replace(/(var init_payments_importspy = )__esm\(/, `$1${wrapper}`);
      const name = "/* wrapper of its own */\nvar own = ";
      const outside = wrapped.replace(
        /var init_payments_importspy = __esm\(/,
        `${name}${wrapper.slice(0, -1)};\nvar init_payments_importspy = own(`,
      );
      if (!wrapper.endsWith(", ")) edits[`a wrapper with a name that ${title}`] = outside;
    }
    for (const [title, text] of Object.entries(edits)) {
      const isEdited = ![named, strict, wrapped].includes(text);
      assert.ok(isEdited, `${title}: the edit found nothing to edit in\n${wrapped.slice(-4000)}`);
      await assert.doesNotReject(transform(text), title);
      await project.write({ "replacing/main.js": text });
      const { code, stdout } = await verify("replacing");
      assert.match(stdout, /^[✗?] replacing/m, `${title}\n${stdout}`);
      assert.ok(code === 1 || code === 2, `${title}\n${stdout}`);
    }
  });

  it("finds a file that imports the output of the build", async () => {
    await write("scripts", { "run.js": 'import "../dist/payments.js";\n' });
    const { code, stdout } = await verify("scripts");
    assert.match(stdout, /✗ scripts\/run\.js:1\s+imports dist\/payments\.js without a guard/);
    assert.equal(code, 1);
  });
});
