/**
 * `importspy verify`, run as a process on real output: as it was built, and tampered with.
 *
 * @module
 */
import assert from "node:assert/strict";
import { cp, rm, symlink, writeFile } from "node:fs/promises";
import { after, describe, it } from "node:test";
import { createProject, type Finished, tsconfig } from "../../project.ts";

const CONTRACT = `@importspy {
 *   os: "linux" | "darwin" | "win32";
 *   runtime: { node: ">=20" };
 *   env: { LEVEL?: "low" | "high"; PORT?: number & Type<"uint32">; SIZE?: number & Minimum<1> };
 * } Ask the owners.`;

// ES modules and CommonJS in one project, with every form in which a contracted module can be loaded.
const project = await createProject({
  "package.json": JSON.stringify({
    name: "app",
    version: "1.0.0",
    type: "module",
    imports: { "#payments": "./dist/payments.js" },
  }),
  "src/payments.ts": `/**\n * ${CONTRACT}\n */\nimport { total } from "./plain.js";\nexport const charge = () => total + 1;\n`,
  "src/plain.ts": "export const total = 1;\n",
  "src/index.ts": 'import "./payments.js";\nexport { charge } from "./payments.js";\nexport * from "./payments.js";\n',
  "src/lazy.ts": 'export const load = () => import("./payments.js");\n',
  "src/alias.ts": 'import { charge } from "#payments";\nexport const charged = charge();\n',
  // A module that somebody else wrote.
  "src/types.d.ts": `/**\n * ${CONTRACT}\n */\ndeclare module "tiny" {\n  export const tiny: number;\n}\n`,
  "src/foreign.ts": 'export { tiny } from "tiny";\n',
  "node_modules/tiny/package.json": '{ "name": "tiny", "version": "1.0.0", "type": "module", "exports": "./index.js" }',
  "node_modules/tiny/index.js": "export const tiny = 1;\n",
  "src/main.ts":
    'import { tiny } from "./foreign.js";\nimport { charge } from "./payments.js";\nimport { load } from "./lazy.js";\nconsole.log(tiny, charge(), (await load()).charge());\n',
  "src/old/gate.cts": `/**\n * ${CONTRACT}\n */\nexport const open = (name: string) => \`\${name} is open\`;\n`,
  "src/old/main.cts":
    'import { open } from "./gate.cjs";\nexport * from "./gate.cjs";\nexport const later = () => require("./gate.cjs");\nexport const opened = open("north");\n',
});
after(() => project.remove());

const importspy = (args: readonly string[]) => project.importspy([...args]);

{
  const { code, stdout, stderr } = await importspy(["build"]);
  assert.deepEqual({ code, stdout, stderr }, { code: 0, stdout: "", stderr: "" });
}

describe("importspy verify", { concurrency: 2 }, () => {
  it("lists every place that loads a contracted module, and exits 0 when all are guarded", async () => {
    const { code, stdout, stderr } = await importspy(["verify", "dist"]);
    assert.equal(
      stdout,
      `✓ dist/alias.js:3       imports dist/payments.js
✓ dist/foreign.js:3     exports from tiny
✓ dist/index.js:3       imports dist/payments.js
✓ dist/index.js:4       exports from dist/payments.js
✓ dist/index.js:5       exports from dist/payments.js
✓ dist/lazy.js:3        import()s dist/payments.js
✓ dist/main.js:6        imports dist/payments.js
✓ dist/old/gate.cjs     guards itself
✓ dist/old/main.cjs:20  requires dist/old/gate.cjs
✓ dist/old/main.cjs:21  requires dist/old/gate.cjs
✓ dist/old/main.cjs:22  requires dist/old/gate.cjs
✓ dist/payments.js      guards itself

3 contracts, 10 places that load a contracted module: all guarded
`,
    );
    assert.deepEqual({ code, stderr }, { code: 0, stderr: "" });
  });

  it("finds the sidecars next to a single file", async () => {
    const { code, stdout } = await importspy(["verify", "dist/main.js"]);
    assert.match(stdout, /✓ dist\/main\.js:6\s+imports dist\/payments\.js/);
    assert.equal(code, 0);
  });
});

/** Verifies a copy of the output in which one file was changed; `undefined` removes it. */
async function verifyChanged(changes: Record<string, (text: string) => string | undefined>): Promise<Finished> {
  const folder = `tampered-${Math.random().toString(36).slice(2)}`;
  await cp(project.at("dist"), project.at(folder), { recursive: true });
  for (const [name, change] of Object.entries(changes)) {
    const text = await project.read(`${folder}/${name}`);
    const changed = change(text);
    assert.notEqual(changed, text, "the change found nothing to change");
    if (changed === undefined) await rm(project.at(folder, name));
    else await writeFile(project.at(folder, name), changed);
  }
  const finished = await importspy(["verify", folder]);
  await rm(project.at(folder), { recursive: true });
  return { ...finished, stdout: finished.stdout.replaceAll(folder, "dist") };
}

const GUARD_CALL = /^importspy_1\.\$importspy\(\);\n/m;
const SIDECAR_IMPORT = /^(import \* as|const) importspy_1.*\n/m;

const TAMPERED: Record<string, [changes: Parameters<typeof verifyChanged>[0], expected: RegExp, code: number]> = {
  "a guard call that was removed": [
    { "main.js": (text) => text.replace(GUARD_CALL, "") },
    /✗ dist\/main\.js:5\s+imports dist\/payments\.js but does not call the guard of its sidecar/,
    1,
  ],
  "a guard of an external module": [
    { "foreign.js": (text) => text.replace(SIDECAR_IMPORT, "").replace(GUARD_CALL, "") },
    /✗ dist\/foreign\.js:1\s+exports from tiny but does not import its sidecar/,
    1,
  ],
  "a guard that was removed": [
    { "main.js": (text) => text.replace(SIDECAR_IMPORT, "").replace(GUARD_CALL, "") },
    /✗ dist\/main\.js:4\s+imports dist\/payments\.js but does not import its sidecar/,
    1,
  ],
  "a guard and a sidecar that were removed": [
    {
      "main.js": (text) => text.replace(SIDECAR_IMPORT, "").replace(GUARD_CALL, ""),
      "main.importspy.js": () => undefined,
    },
    /✗ dist\/main\.js:4\s+imports dist\/payments\.js without a guard: there is no sidecar/,
    1,
  ],
  "a guard after the import": [
    { "main.js": (text) => text.replace(/^((?:.*\n){5})(import .*\n)/, "$2$1") },
    /✗ dist\/main\.js:1\s+imports dist\/payments\.js but runs line 1 before its guard/,
    1,
  ],
  "a contracted module that does not guard itself": [
    { "payments.js": (text) => text.replace(SIDECAR_IMPORT, "").replace(GUARD_CALL, "") },
    /✗ dist\/payments\.js\s+has a contract, but does not import its sidecar/,
    1,
  ],
  "an import() that was unwrapped": [
    { "lazy.js": (text) => text.replace(/importspy_1\.\$importspy\(0, \(\) => (import\(.*?\))\)/, "$1") },
    /✗ dist\/lazy\.js:3\s+import\(\)s dist\/payments\.js at a call that is not guarded/,
    1,
  ],
  "a require() that was unwrapped": [
    { "old/main.cjs": (text) => text.replace(/importspy_1\.\$importspy\(0, \(\) => (require\(.*?\))\)/, "$1") },
    /✗ dist\/old\/main\.cjs:22\s+requires dist\/old\/gate\.cjs at a call that is not guarded/,
    1,
  ],
  "a statement before the guard of a contracted CommonJS module": [
    { "old/gate.cjs": (text) => text.replace('"use strict";\n', '"use strict";\nrequire("node:fs");\n') },
    /✗ dist\/old\/gate\.cjs\s+has a contract, but runs line 2 before its guard/,
    1,
  ],
  "a validator that was replaced": [
    { "payments.importspy.js": (text) => text.replace('"literals":["linux","darwin","win32"]', '"is":0') },
    /✗ dist\/payments\.importspy\.js\s+was changed after the build; build again/,
    1,
  ],
  "a sidecar of another version": [
    { "payments.importspy.js": (text) => text.replace(/^(\/\/ importspy )\S+/, "$10.0.1") },
    /✗ dist\/payments\.importspy\.js\s+was built by importspy 0\.0\.1, but this is \S+; build again/,
    1,
  ],
  "a half-written sidecar": [
    { "payments.importspy.js": (text) => text.slice(0, text.length / 2) },
    /✗ dist\/payments\.importspy\.js\s+was changed after the build; build again/,
    1,
  ],
  "an empty sidecar": [
    { "main.importspy.js": () => "" },
    /✗ dist\/main\.importspy\.js\s+is no complete sidecar; build again/,
    1,
  ],
  "a missing sidecar": [
    { "main.importspy.js": () => undefined },
    /✗ dist\/main\.js\s+imports \.\/main\.importspy\.js, which does not exist/,
    1,
  ],
  "a sidecar without its file": [
    { "lazy.js": () => undefined },
    /✗ dist\/lazy\.importspy\.js\s+has no file beside it; build again/,
    1,
  ],
  "a contract that is no longer enforced": [
    {
      "payments.js": (text) => text.replace(SIDECAR_IMPORT, "").replace(GUARD_CALL, ""),
      "payments.importspy.js": () => undefined,
      // Leads to the output that is not tampered with.
      "alias.js": () => undefined,
      "alias.importspy.js": () => undefined,
    },
    /\? dist\/main\.importspy\.js\s+announces app\/src\/payments\.ts, of which no sidecar was found here/,
    2,
  ],
  "an importer that is not JavaScript": [
    { "main.js": (text) => `${text}const = 1;\n` },
    /\? dist\/main\.js\s+is not JavaScript that can be read/,
    2,
  ],
};

describe("importspy verify finds", { concurrency: 2 }, () => {
  for (const [name, [changes, expected, code]] of Object.entries(TAMPERED)) {
    it(name, async () => {
      const finished = await verifyChanged(changes);
      assert.match(finished.stdout, expected);
      assert.deepEqual({ code: finished.code, stderr: finished.stderr }, { code, stderr: "" });
    });
  }
});

// A contract on `declare module` holds for more specifiers than its own name.
describe("importspy verify finds calls without a guard of external modules", () => {
  const LOADS: Record<string, [specifier: string, declared: string]> = {
    "that a pattern names": ["legacy/deep/a.js", "legacy/*"],
    "that a longer pattern names": ["legacy/typed/a.js", "legacy/typed/*"],
    "of Node.js, by the name with a scheme": ["node:dns", "dns"],
    "by another name of the same file": ["#small", "small"],
  };
  for (const [title, [specifier, declared]] of Object.entries(LOADS)) {
    it(title, async () => {
      const other = await createProject({
        "package.json": JSON.stringify({ name: "app", type: "module", imports: { "#small": "small" } }),
        "src/types.d.ts": `/** @importspy { env: { A?: string } } */\ndeclare module "${declared}" {}\nexport {};\n`,
        "src/main.ts": `// @ts-nocheck\nexport const load = (): Promise<unknown> => import("${specifier}");\n`,
        "src/own.ts": 'export const own = () => import("./main.js");\n',
        "node_modules/small/package.json": '{ "name": "small", "version": "1.0.0", "main": "index.js" }',
        "node_modules/small/index.js": "exports.small = 1;\n",
        "node_modules/small/index.d.ts": "export declare const small: number;\n",
        "node_modules/legacy/package.json": '{ "name": "legacy", "version": "1.0.0" }',
        "node_modules/legacy/deep/a.js": "exports.a = 1;\n",
        "node_modules/legacy/typed/a.js": "exports.a = 1;\n",
        "node_modules/legacy/typed/a.d.ts": "export declare const a: number;\n",
      });
      const built = await other.importspy(["build"]);
      const guarded = await other.importspy(["verify", "dist"]);
      const text = await other.read("dist/main.js");
      await other.write({
        "dist/main.js": text.replace(/importspy_1\.\$importspy\(0, \(\) => (import\(.*?\))\)/, "$1"),
      });
      const unguarded = await other.importspy(["verify", "dist"]);
      await other.remove();
      assert.deepEqual([built.code, built.stdout], [0, ""]);
      assert.match(guarded.stdout, new RegExp(`✓ dist/main\\.js:4  import\\(\\)s ${specifier}\n`));
      assert.match(
        unguarded.stdout,
        new RegExp(`✗ dist/main\\.js:4  import\\(\\)s ${specifier} at a call that is not guarded`),
      );
      assert.equal(unguarded.code, 1);
    });
  }
});

describe("importspy verify cannot tell", { concurrency: 2 }, () => {
  const cases: [args: string[], stderr: string][] = [
    [[], "importspy verify: nothing to verify; name the folder of the build: importspy verify dist\n"],
    [["nowhere"], "importspy verify: nowhere does not exist\n"],
    [["tsconfig.json"], "importspy verify: tsconfig.json is no JavaScript; name what the build emitted\n"],
    [["src"], "importspy verify: there is no JavaScript in src; name the folder of the build\n"],
    [
      ["dist/plain.js"],
      "importspy verify: no contract was found, so there is nothing to prove; was this built with importspy build, and are its sidecars (*.importspy.js), or the manifest of a bundler's plugin (importspy-manifest.json), there?\n",
    ],
  ];
  for (const [args, stderr] of cases) {
    it(`importspy verify ${args.join(" ")}`, async () => {
      assert.deepEqual(await importspy(["verify", ...args]), { code: 2, stdout: "", stderr });
    });
  }
});

// A link that leads nowhere stands for every file that cannot be read: root may read all others.
describe("a file that cannot be read", { skip: process.platform === "win32" }, () => {
  it("is reported in one line by verify and doctor", async () => {
    await cp(project.at("dist"), project.at("unreadable"), { recursive: true });
    await symlink("nowhere", project.at("unreadable/link.js"));
    const stderr = "unreadable/link.js cannot be read: there is no such file, or its link leads nowhere\n";
    const verified = await importspy(["verify", "unreadable"]);
    assert.deepEqual(verified, { code: 2, stdout: "", stderr: `importspy verify: ${stderr}` });
    await project.write({ "other.json": tsconfig({ outDir: "unreadable" }) });
    const examined = await importspy(["doctor", "-p", "other.json"]);
    assert.deepEqual(examined, { code: 2, stdout: "", stderr: `importspy doctor: ${stderr}` });
  });
});
