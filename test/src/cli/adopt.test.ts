/** `importspy adopt`: a restricted contract comes into a project with importers that it refuses. */
import assert from "node:assert/strict";
import { mkdir, rm } from "node:fs/promises";
import { after, before, describe, it } from "node:test";
import { createProject, type Project, tsconfig } from "../project.ts";
import { importspy } from "./fixture.ts";

const COUNT = 300;
const pages = Array.from({ length: COUNT }, (_, index) => `src/web/page${index}.ts`);
const page = `import { pay } from "../pay.js";\nconsole.log("paid", pay);\n`;

describe("importspy adopt", () => {
  let project: Project;
  before(async () => {
    project = await createProject({
      "package.json": JSON.stringify({ name: "shop", version: "1.0.0", type: "module" }),
      "tsconfig.json": tsconfig({}, { exclude: ["src/admin"] }),
      "src/pay.ts": `/**\n * Payments.\n *\n * @importspy {\n *   importer: { module: \`src/billing/\${string}\` };\n * } Ask first.\n */\nconsole.log("evaluated");\nexport const pay = 1;\n`,
      "src/one.ts": `/** @importspy { importer: { module: "src/billing/charge.ts" } } Use billing. */\r\nexport const one = 1;\r\n`,
      "src/shape.ts": `import type { Secret } from 'importspy'\n/** @importspy */\nexport interface Contract {\n\tenv: { SHAPE_KEY?: Secret };\n\timporter: { module: "src/billing/charge.ts"; exports: { plugin: true } };\n}\nexport const shape = 1;\n`,
      "src/billing/charge.ts": `import { one } from "../one.js";\nimport { pay } from "../pay.js";\nimport { shape } from "../shape.js";\nexport const plugin = true;\nconsole.log(one, pay, shape);\n`,
      "src/web/cart.ts": `import { one } from "../one.js";\nimport { shape } from "../shape.js";\nimport type { pay } from "../pay.js";\nexport type Pay = typeof pay;\nconsole.log(one, shape);\n`,
      ...Object.fromEntries(pages.map((name) => [name, page])),
    });
  });
  after(() => project.remove());

  const adopt = (...args: string[]) => importspy(project, ["adopt", ...args]);
  const build = () => importspy(project, ["build"]);

  it("lists 300 importers, in the style of each contract, and changes only the list", async () => {
    const texts = await Promise.all(["src/pay.ts", "src/one.ts", "src/shape.ts"].map((name) => project.read(name)));
    const [shown, refused] = await Promise.all([adopt("--dry-run"), build()]);
    assert.equal(shown.code, 0, shown.stderr);
    assert.match(shown.stdout, /src\/pay\.ts: 300 importers are listed as legacy\n/);
    assert.match(shown.stdout, /Nothing was changed \(--dry-run\)\n$/);
    assert.equal(refused.stdout.match(/TS87301/g)?.length, COUNT + 2);
    assert.equal(refused.stdout.match(/TS87303/g), null);
    assert.deepEqual(
      await Promise.all(["src/pay.ts", "src/one.ts", "src/shape.ts"].map((name) => project.read(name))),
      texts,
    );
    const adopted = await adopt();
    assert.equal(adopted.code, 0, adopted.stderr);
    assert.equal(adopted.stdout, shown.stdout.replace("Nothing was changed (--dry-run)\n", ""));
    const [pay, one, shape] = await Promise.all(
      ["src/pay.ts", "src/one.ts", "src/shape.ts"].map((name) => project.read(name)),
    );
    const list = [...pages].sort().map((name) => ` *     | "${name}"\n`);
    assert.equal(pay, texts[0]!.replace("` };", `\` } | Legacy<\n${list.join("")} *   >;`));
    assert.equal(one, texts[1]!.replace('" } }', '" } | Legacy<"src/web/cart.ts"> }'));
    assert.equal(
      shape,
      texts[2]!
        .replace("{ Secret }", "{ Secret, Legacy }")
        .replace("true } };", 'true } } | Legacy<"src/web/cart.ts">;'),
    );
    const again = await adopt();
    assert.deepEqual([again.code, again.stdout], [0, "Nothing to change\n"]);
  });

  it("builds, loads listed modules, and refuses new ones", async () => {
    const built = await build();
    assert.equal(built.code, 0, built.stdout);
    const listed = await project.node(["dist/web/page7.js"]);
    assert.deepEqual([listed.code, listed.stdout], [0, "evaluated\npaid 1\n"]);
    await project.write({
      "dist/web/plain.js": `import { pay } from "../pay.js";\nconsole.log(pay);\n`,
      "src/web/new.ts": page,
    });
    const [plain, refused, told, lock, explained] = await Promise.all([
      project.node(["dist/web/plain.js"]),
      build(),
      adopt(),
      importspy(project, ["lock", "dist"]).then(() => project.read("importspy.lock.md")),
      importspy(project, ["explain", "--why", "dist/web/page7.js", "dist/pay.js"]),
    ]);
    assert.equal(plain.code, 1);
    assert.match(plain.stderr, /expected module `src\/billing\/\$\{string\}` \| 300 legacy modules/);
    assert.doesNotMatch(plain.stdout, /evaluated/);
    assert.match(refused.stdout, /^src\/web\/new\.ts\(1,21\): error TS87301.* \| 300 legacy modules\. Ask first\.\n$/);
    assert.equal(told.code, 1);
    assert.match(told.stderr, /src\/web\/new\.ts may not import src\/pay\.ts, and is not on its list\n.*only shrinks/);
    assert.equal(told.stdout, "Nothing was changed\n");
    assert.equal(lock.match(/^- importer: `Legacy<"src\/web\/page\d+\.ts">`$/gm)?.length, COUNT);
    assert.match(explained.stdout, /✓ importer .*300 legacy modules/);
  });

  it("only shrinks: an unnecessary entry is an error, also in an incremental build, and adopt removes it", async () => {
    await project.write({
      "tsconfig.json": tsconfig({ incremental: true }, { exclude: ["src/admin"] }),
      "src/admin/tool.ts": page,
    });
    const added = await adopt("--add");
    assert.deepEqual([added.code, added.stderr], [0, ""]);
    assert.match(added.stdout, /1 importer is listed as legacy, 301 left\n/);
    const first = await build();
    assert.equal(first.code, 0, first.stdout);
    await rm(project.at("src/web/page0.ts"));
    await project.write({
      "src/web/page1.ts": "export {};\n",
      "src/one.ts": (await project.read("src/one.ts")).replace(
        'module: "src/billing/charge.ts"',
        'module: "src/billing/charge.ts" | "src/web/cart.ts"',
      ),
    });
    const second = await build();
    assert.equal(second.code, 2);
    assert.match(second.stdout, /TS87541: 'src\/web\/page0\.ts' is listed .* there is no such file/);
    assert.match(second.stdout, /TS87541: 'src\/web\/page1\.ts' is listed .* it does not import this module/);
    assert.match(second.stdout, /TS87541: 'src\/web\/cart\.ts' is listed .* it is admitted anyway/);
    const shrunk = await adopt();
    assert.equal(shrunk.code, 0, shrunk.stderr);
    assert.match(shrunk.stdout, /src\/pay\.ts: 2 modules are off the list, 299 left\n/);
    assert.match(await project.read("src/one.ts"), /\| "src\/web\/cart\.ts" \} \} Use billing/);
    const third = await build();
    assert.equal(third.code, 0, third.stdout);
    const compared = await importspy(project, ["diff", "importspy.lock.md", "dist"]);
    assert.match(
      compared.stdout,
      /minor .*`Legacy<"src\/web\/page0\.ts">` and 1 legacy module more are not admitted any more, `Legacy<"src\/web\/new\.ts">` is admitted: more is admitted/,
    );
  });
});

const member = "src/user.ts";
const user = (from: string) => `import { a } from "./${from}.js";\nconsole.log(a);\n`;

/** Contracts that are not edited, and what is said of each. */
const REFUSED: readonly (readonly [name: string, files: Readonly<Record<string, string>>, says: RegExp])[] = [
  [
    "several alternatives",
    {
      "src/a.ts": `/** @importspy { importer: { module: "src/x.ts" } } | { os: "linux"; importer: { module: "src/y.ts" } } */\nexport const a = 1;\n`,
    },
    /src\/a\.ts cannot be edited: it has several alternatives; write \| Legacy<"…"> into the importer that is meant/,
  ],
  [
    "a generated file",
    {
      "src/a.ts": `// @generated by codegen\n/** @importspy { importer: { module: "src/x.ts" } } */\nexport const a = 1;\n`,
    },
    /its file is generated; change what it is generated from/,
  ],
  [
    "an importer of another file",
    {
      "src/a.ts": `import type { Own } from "./own.js";\n/** @importspy { Own } */\nexport const a = 1;\n`,
      "src/own.ts": `export interface Own { importer: { module: "src/x.ts" } }\n`,
    },
    /its importer is not written in a\.ts; write it there, or edit it by hand/,
  ],
  [
    "another package",
    {
      "src/user.ts": `import { a } from "other";\nconsole.log(a);\n`,
      "node_modules/other/package.json": `{ "name": "other", "version": "1.0.0", "type": "module", "main": "a.js", "types": "a.d.ts" }`,
      "node_modules/other/a.js": "export const a = 1;\n",
      "node_modules/other/a.d.ts": `/** @importspy { importer: { module: "src/x.ts" } } */\nexport declare const a = 1;\n//# importspy other src/a.ts:1\n`,
    },
    /it is in a declaration file that comes with its package; change it where it is built/,
  ],
  [
    "a contract with an error",
    { "src/a.ts": `/** @importspy { importer: { modul: "src/x.ts" } } */\nexport const a = 1;\n` },
    /the contract of src\/a\.ts has an error; correct it first: .*'modul'/,
  ],
  [
    "a contract without importer",
    { "src/a.ts": `/** @importspy { os: "linux" } */\nexport const a = 1;\n` },
    /the contract of src\/a\.ts lets anybody import it; write its importer first/,
  ],
  ["no contract", { "src/a.ts": "export const a = 1;\n" }, /src\/a\.ts has no contract in this project/],
  [
    "a name of its own that hides Legacy",
    {
      "src/a.ts": `/** @importspy { importer: { module: "src/x.ts" } } */\nexport const a = 1;\nexport type Legacy<T> = T;\n`,
    },
    /src\/a\.ts cannot be edited.*; write \| Legacy<"…"> into its importer by hand/,
  ],
];

describe("importspy adopt, when it writes nothing", () => {
  it("exits with 2, one line with the fix, and unchanged files", async () => {
    await Promise.all(
      REFUSED.map(async ([name, files, says]) => {
        const project = await createProject({
          "package.json": JSON.stringify({ name: "shop", version: "1.0.0", type: "module" }),
          "tsconfig.json": tsconfig(),
          "src/x.ts": "export {};\n",
          "src/y.ts": "export {};\n",
          [member]: user("a"),
          ...files,
        });
        try {
          const isInstalled = Object.keys(files).some((file) => file.startsWith("node_modules/"));
          const { code, stdout, stderr } = await importspy(project, ["adopt", ...(isInstalled ? [] : ["src/a.ts"])]);
          assert.deepEqual([code, stdout], [2, ""], `${name}: ${stderr}`);
          assert.match(stderr, says, name);
          assert.match(stderr, /^[^\n]+\n$/, name);
          for (const [file, text] of Object.entries(files)) assert.equal(await project.read(file), text, name);
        } finally {
          await project.remove();
        }
      }),
    );
  });

  it("reports a missing project, and a folder that may not be written", async () => {
    const project = await createProject({
      "package.json": JSON.stringify({ name: "shop", version: "1.0.0", type: "module" }),
      "src/x.ts": "export {};\n",
      "src/a.ts": `/** @importspy { importer: { module: "src/x.ts" } } */\nexport const a = 1;\n`,
      "src/user.ts": user("a"),
    });
    try {
      await rm(project.at("tsconfig.json"));
      const none = await importspy(project, ["adopt"]);
      assert.deepEqual([none.code, none.stdout], [2, ""]);
      assert.match(none.stderr, /there is no tsconfig\.json here; name it with -p/);
      await project.write({ "tsconfig.json": tsconfig() });
      await mkdir(project.at("src/a.ts.importspy-adopt"));
      const unwritable = await importspy(project, ["adopt"]);
      assert.equal(unwritable.code, 2);
      assert.match(unwritable.stderr, /src\/a\.ts cannot be written \(EISDIR\); nothing was changed/);
      assert.match(
        await project.read("src/a.ts"),
        /^\/\*\* @importspy \{ importer: \{ module: "src\/x\.ts" \} \} \*\/\n/,
      );
    } finally {
      await project.remove();
    }
  });
});
