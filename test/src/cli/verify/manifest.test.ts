/**
 * `importspy verify` on bundles that a bundler's plugin made of sources: there is a manifest beside them, and no output of
 * a build. What it says must be what the files say.
 *
 * @module
 */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { after, before, describe, it } from "node:test";
import { createManifest, MANIFEST_NAME, type Output } from "importspy/dist/artifacts.cjs";
import { createBuilt, readSidecars } from "../../built.ts";
import { type Bundle, bundleWithEsbuild, bundleWithRolldown, bundleWithWebpack, type Job } from "../../bundles.ts";
import type { Project } from "../../project.ts";
import { verifyIn } from "../../verify.ts";

const SOURCES = {
  "package.json":
    '{ "name": "app", "version": "1.0.0", "type": "module", "dependencies": { "importspy": "0.1.0", "tiny": "1" } }',
  "node_modules/tiny/package.json": '{ "name": "tiny", "version": "1.0.0", "type": "module", "exports": "./index.js" }',
  "node_modules/tiny/index.js": "export const tiny = 1;\n",
  "node_modules/tiny/index.d.ts": "export declare const tiny: number;\n",
  "src/pay.ts": `/** @importspy { env: { TOKEN: Secret; PORT?: number & Maximum<65535> } } */
import { tiny } from "tiny";
console.log("payments: evaluated", tiny);
export const pay = 1;
`,
  "src/bill.ts":
    '/** @importspy { env: { BILL: string } } */\nconsole.log("bill: evaluated");\nexport const bill = 2;\n',
  "src/main.ts": 'import { pay } from "./pay.js";\nconsole.log("main: evaluated", pay);\n',
  "src/first.ts": 'import { tiny } from "tiny";\nimport { pay } from "./pay.js";\nconsole.log(pay, tiny);\n',
  "src/both.ts": 'import { pay } from "./pay.js";\nconsole.log(pay);\nconsole.log((await import("./bill.js")).bill);\n',
};

const TEXTS: Readonly<Record<string, string>> = {
  "src/pay.ts": "payments: evaluated",
  "src/bill.ts": "bill: evaluated",
};

describe("importspy verify by a manifest", () => {
  let project: Project;
  let sidecars: string[];
  let version: string;
  before(async () => {
    project = await createBuilt(SOURCES);
    ({ sidecars, version } = await readSidecars(project));
  });
  after(() => project.remove());

  interface Options {
    readonly before?: readonly string[];
    readonly hasTexts?: boolean;
    /** Changes what the manifest says of a file. */
    readonly claim?: (output: Output) => Output;
  }

  /** Writes the manifest of a folder, as a plugin would that knows what it put into each file. */
  async function writeManifest(folder: string, { before = [], hasTexts = true, claim }: Options = {}) {
    const keys = sidecars.flatMap((text) => /"key":"(app\/src\/\w+\.ts#\w+)"/.exec(text)?.[1] ?? []);
    const outputs = readdirSync(project.at(folder), { recursive: true, encoding: "utf8" })
      .filter((name) => /\.m?js$/.test(name))
      .map((name): Output => {
        const code = readFileSync(project.at(folder, name), "utf8");
        const has = (key: string) => code.includes(TEXTS[key.replace(/^app\/|#.*/g, "")]!);
        const output = { name, code, contracts: keys.filter(has), before };
        return claim ? claim(output) : output;
      });
    const textsOf = ({ module }: { readonly module: string }) => (hasTexts ? [TEXTS[module]!] : []);
    await project.write({
      [`${folder}/${MANIFEST_NAME}`]: createManifest("esbuild", version, sidecars, outputs, { textsOf }),
    });
  }

  const bundle = async (make: Bundle, job: Partial<Job>, folder: string, options: Options = {}) => {
    await make(project, { entries: ["main"], format: "esm", ...job }, folder);
    await writeManifest(folder, options);
  };
  const verify = (...operands: string[]) => verifyIn(project.folder, operands);

  const honest = {
    "esbuild, minified": [bundleWithEsbuild, { minify: true }],
    "esbuild, chunks": [bundleWithEsbuild, { entries: ["both", "main"], split: true }],
    rolldown: [bundleWithRolldown, { entries: ["both"] }],
    "webpack, CommonJS, minified": [bundleWithWebpack(), { entries: ["both"], format: "cjs", minify: true }],
  } as const;
  for (const [name, [make, job]] of Object.entries(honest)) {
    it(`proves bundles of ${name}`, async () => {
      const folder = `honest/${name.replaceAll(/\W+/g, "-")}`;
      await bundle(make, job, folder);
      const { code, stdout } = await verify(folder);
      assert.match(stdout, /✓ \S+\s+enforces the contract of app\/src\/pay\.ts/);
      assert.equal(code, 0, stdout);
    });
  }

  it("reports an external module that is loaded first, unless the importer loads it first", async () => {
    const external = ["tiny"];
    await bundle(bundleWithEsbuild, { external }, "early");
    const early = await verify("early");
    assert.match(
      early.stdout,
      /✗ early\/main\.js\s+the contract of app\/src\/pay\.ts is enforced after "tiny" is loaded, .*\(early\/main\.js:\d+\)/,
    );
    assert.equal(early.code, 1);
    await bundle(bundleWithEsbuild, { entries: ["first"], external }, "first", { before: external });
    const first = await verify("first");
    assert.equal(first.code, 0, first.stdout);
    await bundle(bundleWithEsbuild, { external, format: "cjs" }, "late");
    const late = await verify("late");
    assert.equal(late.code, 0, late.stdout);
  });

  const requires = {
    "createRequire, renamed": 'import{createRequire as e}from"node:module";const r=e(import.meta.url);r("tiny");',
    "createRequire, of a namespace":
      'import*as m from"node:module";const e=m.createRequire,r=e(import.meta.url);r("tiny");',
    "createRequire, destructured":
      'import m from"node:module";const{createRequire:e}=m,r=e(import.meta.url);r("tiny");',
    "another name of it": 'import{createRequire as e}from"node:module";const r=e(import.meta.url),q=r;q("tiny");',
    "behind a test": 'var r=typeof require<"u"?require:()=>{};r("tiny");',
  };
  for (const [name, text] of Object.entries(requires)) {
    it(`reports an external module that is required first: ${name}`, async () => {
      const folder = `required/${name.replaceAll(/\W+/g, "-")}`;
      await bundle(bundleWithEsbuild, {}, folder);
      await project.write({ [`${folder}/main.js`]: `${text}\n${await project.read(`${folder}/main.js`)}` });
      await writeManifest(folder);
      const { code, stdout } = await verify(folder);
      assert.match(stdout, /✗ \S+\s+the contract of app\/src\/pay\.ts is enforced after "tiny" is loaded/);
      assert.equal(code, 1);
    });
  }

  it("does not take a call with a text for an external module", async () => {
    await bundle(bundleWithEsbuild, {}, "called");
    const text = await project.read("called/main.js");
    await project.write({ "called/main.js": `import path from "node:path";const d=path.join;d("tiny");\n${text}` });
    await writeManifest("called");
    const { code, stdout } = await verify("called");
    assert.equal(code, 0, stdout);
  });

  it("does not trust it: a file must enforce the contracts that it lists", async () => {
    await bundle(bundleWithEsbuild, { minify: true }, "edited");
    const text = await project.read("edited/main.js");
    const unguarded = text.replace(
      /[\w$]+\(\{key:"app\/src\/pay\.ts#\w+"/,
      'console.debug({key:"app/src/pay.ts#000000"',
    );
    assert.notEqual(unguarded, text);
    await project.write({ "edited/main.js": unguarded });
    // Also where the manifest was written after the edit.
    await writeManifest("edited");
    const { code, stdout } = await verify("edited");
    assert.match(stdout, /✗ edited\/main\.js\s+has the module of app\/src\/pay\.ts, and does not enforce its contract/);
    assert.equal(code, 1);
    await writeManifest("edited", { claim: (output) => ({ ...output, contracts: [] }) });
    const silent = await verify("edited");
    assert.match(silent.stdout, /✗ edited\/main\.js\s+holds code of src\/pay\.ts/);
    assert.equal(silent.code, 1);
  });

  it("reports the files that differ from it", async () => {
    await bundle(bundleWithEsbuild, { entries: ["both", "main"], split: true }, "moved");
    await project.write({ "moved/main.js": `${await project.read("moved/main.js")}//\n` });
    const changed = await verify("moved");
    assert.match(changed.stdout, /\? moved\/main\.js\s+was changed after its manifest was written/);
    assert.equal(changed.code, 2);
    await bundle(bundleWithEsbuild, {}, "renamed", { claim: (output) => ({ ...output, name: `a/${output.name}` }) });
    const missing = await verify("renamed");
    assert.match(missing.stdout, /\? renamed\/a\/main\.js\s+is in the manifest, but was not found/);
    assert.equal(missing.code, 2);
  });

  it("ignores unrelated files, and finds files with code of a contracted module", async () => {
    await bundle(bundleWithEsbuild, {}, "public");
    await project.write({ "public/polyfill.js": "globalThis.a ??= () => 1;\n" });
    const clean = await verify("public");
    assert.equal(clean.code, 0, clean.stdout);
    await project.write({ "public/copy.js": 'console.log("payments: evaluated");\n' });
    const found = await verify("public");
    assert.match(found.stdout, /✗ public\/copy\.js\s+holds code of src\/pay\.ts \("payments: evaluated"\)/);
    assert.equal(found.code, 1);
    await bundle(bundleWithEsbuild, {}, "mute", { hasTexts: false });
    await project.write({ "mute/polyfill.js": "globalThis.a ??= () => 1;\n" });
    const mute = await verify("mute");
    assert.match(mute.stdout, /\? mute\/polyfill\.js\s+holds no guard, and whether it holds code of .* cannot be told/);
    assert.equal(mute.code, 2);
  });

  it("uses one for each of several folders", async () => {
    await bundle(bundleWithEsbuild, { minify: true }, "all/server");
    await bundle(bundleWithEsbuild, { external: ["tiny"] }, "all/client");
    const { code, stdout } = await verify("all");
    assert.match(stdout, /✓ all\/server\/main\.js\s+enforces/);
    assert.match(stdout, /✗ all\/client\/main\.js\s+the contract of app\/src\/pay\.ts is enforced after "tiny"/);
    assert.equal(code, 1);
    const one = await verify("all/server/main.js");
    assert.equal(one.code, 0, one.stdout);
  });

  it("finds a bundle beside the folder of a manifest, which no manifest is about", async () => {
    await bundle(bundleWithEsbuild, {}, "beside/guarded");
    await project.write({
      "beside/bundled/main.js": 'console.log("payments: evaluated");\nconsole.log("main: evaluated");\n',
    });
    const { code, stdout } = await verify("beside");
    assert.match(stdout, /✓ beside\/guarded\/main\.js\s+enforces the contract of app\/src\/pay\.ts/);
    assert.match(stdout, /✗ beside\/bundled\/main\.js\s+holds code of src\/pay\.ts/);
    assert.equal(code, 1);
    const each = await verify("beside/guarded", "beside/bundled");
    assert.equal(each.code, 1, each.stdout);
  });

  it("cannot use one of another version or one that was edited", async () => {
    await bundle(bundleWithEsbuild, {}, "old");
    const text = await project.read(`old/${MANIFEST_NAME}`);
    await project.write({
      [`old/${MANIFEST_NAME}`]: text.replace(`"importspy": "${version}"`, '"importspy": "0.0.1"'),
    });
    const { code, stdout } = await verify("old");
    assert.match(
      stdout,
      /\? old\/importspy-manifest\.json\s+cannot be relied on: it was written by importspy "0\.0\.1"/,
    );
    assert.equal(code, 2);
  });

  it("compares with the output of the build if it is named too", async () => {
    await bundle(bundleWithEsbuild, { external: ["tiny"] }, "both", { before: ["tiny"] });
    const { code, stdout } = await verify("dist", "both");
    assert.match(stdout, /✗ both\/main\.js\s+the contract of app\/src\/pay\.ts is enforced after "tiny" is loaded/);
    assert.equal(code, 1);
  });
});
