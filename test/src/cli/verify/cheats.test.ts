/**
 * `importspy verify` against those who want it to be wrong: every change below leaves the output unguarded somewhere,
 * and looks as little like it as possible.
 *
 * @module
 */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { cp, mkdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { after, describe, it } from "node:test";
import { transform } from "esbuild";
import { createProject, type Finished } from "../../project.ts";

const project = await createProject({
  "src/payments.ts":
    '/** @importspy { os: "linux" | "darwin" | "win32" } */\nimport { total } from "./plain.js";\nexport const charge = () => total;\n',
  "src/plain.ts": "export const total = 1;\n",
  "src/it's.ts": '/** @importspy { runtime: { node: ">=20" } } */\nexport const its = 1;\n',
  "src/main.ts":
    'import { charge } from "./payments.js";\nimport { its } from "./it\'s.js";\nconsole.log(charge(), its);\n',
  "src/lazy.ts": 'export const load = () => import("./payments.js");\n',
  "src/gate.cts": "/** @importspy { runtime: { node: true } } */\nexport const open = (name: string) => name;\n",
  "src/hall.cts":
    'import { open } from "./gate.cjs";\nexport const later = () => (console.log(1), require("./gate.cjs"));\nexport const opened = open("north");\n',
  "src/own.ts":
    'import { createRequire } from "node:module";\nconst load = createRequire(import.meta.url);\nexport const open = load("./gate.cjs").open;\nexport const again = () => createRequire(import.meta.url)("./gate.cjs");\n',
});
after(() => project.remove());

const importspy = (...args: string[]) => project.importspy([...args]);
assert.deepEqual(await importspy("build"), { code: 0, stdout: "", stderr: "" });

const HONEST = `✓ dist/gate.cjs     guards itself
✓ dist/hall.cjs:6   requires dist/gate.cjs
✓ dist/hall.cjs:7   requires dist/gate.cjs
✓ dist/it's.js      guards itself
✓ dist/lazy.js:3    import()s dist/payments.js
✓ dist/main.js:4    imports dist/payments.js
✓ dist/main.js:6    imports dist/it's.js
✓ dist/own.js:5     requires dist/gate.cjs
✓ dist/own.js:6     requires dist/gate.cjs
✓ dist/payments.js  guards itself

3 contracts, 7 places that load a contracted module: all guarded
`;

/** Makes the hash in a sidecar's first line fit again. */
function seal(text: string): string {
  const body = text.slice(text.indexOf("\n") + 1);
  return `// importspy 0.1.0 sha256:${createHash("sha256").update(body).digest("hex")}\n${body}`;
}

/** A file's text from what it was, `""` for one that was not there. */
type Change = (text: string) => string | Promise<string>;

async function verifyChanged(changes: Readonly<Record<string, Change>>): Promise<Finished> {
  const folder = `cheat-${Math.random().toString(36).slice(2)}`;
  await cp(project.at("dist"), project.at(folder), { recursive: true });
  for (const [name, change] of Object.entries(changes)) {
    const fileName = project.at(folder, name);
    const text = await readFile(fileName, "utf8").catch(() => "");
    const changed = await change(text);
    assert.notEqual(changed, text, "the change found nothing to change");
    await mkdir(path.dirname(fileName), { recursive: true });
    await writeFile(fileName, changed.replaceAll("<dist>", encodeURI(project.at(folder))));
  }
  const finished = await importspy("verify", folder);
  await rm(project.at(folder), { recursive: true });
  return { ...finished, stdout: finished.stdout.replaceAll(folder, "dist") };
}

const replace =
  (before: string | RegExp, replacement: string): Change =>
  (text) =>
    text.replace(before, replacement);
const add =
  (statement: string): Change =>
  (text) =>
    `${text}${statement}\n`;

const UNGUARDED_GATE = /✗ dist\/extra\.c?js:\d\s+requires dist\/gate\.cjs without a guard: there is no sidecar/;
const UNGUARDED_PAYMENTS = /✗ dist\/extra\.js:\d\s+imports dist\/payments\.js without a guard: there is no sidecar/;

const CHEATS: Record<string, [changes: Readonly<Record<string, Change>>, expected: RegExp]> = {
  "a guard that is called after the import": [
    { "main.js": (text) => `${text.replace(/^importspy_1\..*\n/m, "")}importspy_1.$importspy();\n` },
    /✗ dist\/main\.js:3\s+imports dist\/payments\.js but does not call the guard of its sidecar/,
  ],
  "a guard in a comment": [
    { "main.js": (text) => `/*\n${text.replace(/(\$importspy\(\);\n)/, "$1*/\n")}` },
    /✗ dist\/main\.js:6\s+imports dist\/payments\.js but does not import its sidecar/,
  ],
  "a guard in a string": [
    { "main.js": replace(/^(import \* .*)\n.*\n/, "`$1`;\n") },
    /✗ dist\/main\.js:3\s+imports dist\/payments\.js but does not import its sidecar/,
  ],
  "a guard that is never reached": [
    { "main.js": replace("importspy_1.$importspy();", "false && importspy_1.$importspy();") },
    /✗ dist\/main\.js:4\s+imports dist\/payments\.js but does not call the guard of its sidecar/,
  ],
  "a guard of a further import that is left out": [
    { "main.js": replace(/^import \* as importspy_2.*\n/m, "") },
    /✗ dist\/main\.js:5\s+imports dist\/it's\.js before its guard asks for it/,
  ],
  "a guard of an additional import that comes too late": [
    { "main.js": replace(/^(import \* as importspy_2.*\n)(import.*\n)/m, "$2$1") },
    /✗ dist\/main\.js:5\s+imports dist\/it's\.js before its guard asks for it/,
  ],
  "a further sidecar that asks for something else": [
    { "main.importspy-1.js": (text) => seal(text.replace("guard(1)", "guard(0)")) },
    /✗ dist\/main\.js:6\s+imports dist\/it's\.js before its guard asks for it/,
  ],
  "a further sidecar with a statement of its own": [
    { "main.importspy-1.js": (text) => seal(`${text}console.log(1);\n`) },
    /✗ dist\/main\.importspy-1\.js\s+is not written as this version writes sidecars/,
  ],
  "a guard that is replaced": [
    { "hall.cjs": replace("const later", "importspy_1.$importspy = () => {};\nconst later") },
    /✗ dist\/hall\.cjs:8\s+requires dist\/gate\.cjs but does something else with its guard in line 7/,
  ],
  "a guard that is passed to another function": [
    { "hall.cjs": add("Object.assign(importspy_1, { $importspy() {} });") },
    /✗ dist\/hall\.cjs:6\s+requires dist\/gate\.cjs but does something else with its guard in line 10/,
  ],
  "a variable of the guard's name": [
    {
      "lazy.js": replace(
        "() => importspy_1",
        "(importspy_1 = { $importspy: (number, load) => load() }) => importspy_1",
      ),
    },
    /✗ dist\/lazy\.js:3\s+import\(\)s dist\/payments\.js at a call that is not guarded/,
  ],
  "a require of the file's own": [
    { "gate.cjs": add("function require() { return { $importspy() {} }; }") },
    /✗ dist\/gate\.cjs\s+has a contract, but declares a require of its own/,
  ],
  "an import() that is evaluated before its guard": [
    { "lazy.js": replace("0, () => import(", "0, import(") },
    /✗ dist\/lazy\.js:3\s+import\(\)s dist\/payments\.js at a call that is not guarded/,
  ],
  "a module that is loaded as if TypeScript did": [
    { "gate.cjs": replace('"use strict";\n', '"use strict";\nvar __x = (this && this.__x) || require("node:fs");\n') },
    /✗ dist\/gate\.cjs\s+has a contract, but runs line 2 before its guard/,
  ],
  "something that is evaluated together with the sidecar": [
    { "gate.cjs": replace('importspy.cjs");', 'importspy.cjs"), early = console.log("early");') },
    /✗ dist\/gate\.cjs\s+has a contract, but does not import its sidecar/,
  ],
  "the sidecar of another module": [
    { "it's.importspy.js": async () => seal(await project.read("dist/payments.importspy.js")) },
    /✗ dist\/it's\.importspy\.js\s+is that of src\/payments\.ts; build again/,
  ],
  "a sidecar whose functions are others": [
    { "payments.importspy.js": (text) => seal(text.replace("importspy/dist/guard.mjs", "./fake.js")) },
    /✗ dist\/payments\.importspy\.js\s+is not written as this version writes sidecars/,
  ],
  "a sidecar whose functions have other names": [
    { "payments.importspy.js": (text) => seal(text.replace(/\benforce,/, "provide as enforce,")) },
    /✗ dist\/payments\.importspy\.js\s+is not written as this version writes sidecars/,
  ],
  "a sidecar with a statement of its own": [
    { "hall.importspy.cjs": (text) => seal(`${text}exports.$importspy = () => {};\n`) },
    /✗ dist\/hall\.importspy\.cjs\s+is not written as this version writes sidecars/,
  ],
  "an importer that was not compiled": [
    { "sub/extra.mjs": add('import "../payments.js";') },
    /✗ dist\/sub\/extra\.mjs:1/,
  ],
  "createRequire under another name": [
    {
      "extra.js": add(
        'import { createRequire } from "node:module";\nconst load = createRequire(import.meta.url);\nload("./gate.cjs");',
      ),
    },
    UNGUARDED_GATE,
  ],
  "createRequire without a name": [
    { "extra.js": add('import module from "node:module";\nmodule.createRequire(import.meta.url)("./gate.cjs");') },
    UNGUARDED_GATE,
  ],
  "require as a property": [{ "extra.cjs": add('module.require("./gate.cjs");') }, UNGUARDED_GATE],
  "require in parentheses": [{ "extra.cjs": add('(0, require)("./gate.cjs");') }, UNGUARDED_GATE],
  "require that is optional": [{ "extra.cjs": add('require?.("./gate.cjs");') }, UNGUARDED_GATE],
  "require by another name": [{ "extra.cjs": add('const load = require;\nload("./gate.cjs");') }, UNGUARDED_GATE],
  "a specifier with escapes": [{ "extra.js": add('import "./p\\u0061yments.js";') }, UNGUARDED_PAYMENTS],
  "a specifier on two lines": [{ "extra.js": add('import "./pay\\\nments.js";') }, UNGUARDED_PAYMENTS],
  "a specifier that is encoded": [{ "extra.js": add('import "./p%61yments.js?x";') }, UNGUARDED_PAYMENTS],
  "a specifier that is a URL": [{ "extra.js": add('import "file://<dist>/payments.js";') }, UNGUARDED_PAYMENTS],
  "a specifier with a quotation mark": [
    { "extra.js": add('import "./it\'s.js";') },
    /✗ dist\/extra\.js:1\s+imports dist\/it's\.js without a guard/,
  ],
};

describe("importspy verify", { concurrency: 2 }, () => {
  it("proves honest output", async () => {
    assert.deepEqual(await importspy("verify", "dist"), { code: 0, stdout: HONEST, stderr: "" });
  });

  it("follows links to folders, including a circular one", async () => {
    await cp(project.at("dist"), project.at("linking"), { recursive: true });
    await project.write({ "elsewhere/extra.js": 'import "../linking/payments.js";\n' });
    await symlink(project.at("elsewhere"), project.at("linking/linked"), "junction");
    await symlink(project.at("linking"), project.at("linking/self"), "junction");
    const { code, stdout } = await importspy("verify", "linking");
    // Node.js, too, goes by where a link leads.
    assert.match(stdout, /✗ elsewhere\/extra\.js:1\s+imports linking\/payments\.js without a guard/);
    assert.equal(code, 1);
    const checked = await importspy("check", "linking", "--format", "json");
    assert.equal(JSON.parse(checked.stdout).contracts.length, 3);
  });

  it("proves output whose files were minified separately", async () => {
    const minify: Change = async (text) => (await transform(text, { minify: true })).code;
    const names = ["gate.cjs", "hall.cjs", "lazy.js", "main.js", "own.js", "payments.js", "it's.js"];
    const { code, stdout } = await verifyChanged(Object.fromEntries(names.map((name) => [name, minify])));
    assert.match(stdout, /\n3 contracts, 7 places that load a contracted module: all guarded\n$/);
    assert.equal(code, 0);
  });
});

describe("importspy verify is not fooled by", { concurrency: 2 }, () => {
  for (const [name, [changes, expected]] of Object.entries(CHEATS)) {
    it(name, async () => {
      const { code, stdout, stderr } = await verifyChanged(changes);
      assert.match(stdout, expected);
      assert.deepEqual({ code, stderr }, { code: 1, stderr: "" });
    });
  }
});
