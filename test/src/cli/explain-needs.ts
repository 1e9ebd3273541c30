import assert from "node:assert/strict";
import { rm } from "node:fs/promises";
import { it } from "node:test";
import { createProject, type Files, type Project, tsconfig } from "../project.ts";
import { importspy, seal } from "./fixture.ts";

const contract = (name: string) =>
  `/** @importspy { env: { ${name}: Secret } } */\nexport const ${name.toLowerCase()} = 1;\n`;

/** A package with a contract, which can be imported and not required. */
const SIDECAR_OF_PACKAGE = seal(`import { enforce, env, guard } from "importspy/dist/guard.mjs";
enforce(
{"key":"lib/src/index.ts","package":"lib","module":"src/index.ts","line":1,"alternatives":[{"conditions":[{"path":"env.LIB","expected":"a secret","is":0}]}]},
{ env },
[
(input) => 0 < input.length,
],
);
export const $importspy = guard();
`);

const FILES: Files = {
  "package.json": JSON.stringify({
    name: "app",
    version: "1.0.0",
    type: "module",
    imports: { "#own": "./dist/own.js" },
    dependencies: { lib: "1.0.0", other: "1.0.0", pg: "*" },
  }),
  "tsconfig.json": tsconfig({ paths: { "@app/*": ["./src/*"] }, allowJs: true, skipLibCheck: true }),
  "node_modules/lib/package.json": JSON.stringify({
    name: "lib",
    exports: { ".": { types: "./index.d.ts", import: "./dist/index.js" } },
    type: "module",
    dependencies: { importspy: "^0.1.0" },
  }),
  "node_modules/lib/index.d.ts": "export const lib: number;\n",
  "node_modules/lib/dist/index.js": 'import "./index.importspy.js";\nexport const lib = 1;\n',
  "node_modules/lib/dist/index.importspy.js": SIDECAR_OF_PACKAGE,
  "node_modules/other/package.json": JSON.stringify({ name: "other", main: "index.js", types: "index.d.ts" }),
  "node_modules/other/index.d.ts": "export const other: number;\n",
  "node_modules/other/index.js": 'require("./" + process.argv[2]);\n',
  "node_modules/pg/package.json": JSON.stringify({ name: "pg", version: "8.0.0", main: "index.js" }),
  "node_modules/pg/index.js": "exports.pg = 1;\n",
  "src/pg.d.ts": `/** @importspy { env: { PGHOST: string } } */\ndeclare module "pg" {\n  export const pg: number;\n}\n`,
  "src/pay.ts": contract("PAY"),
  "src/later.ts": contract("LATER"),
  "src/old.cts": contract("OLD"),
  "src/own.ts": contract("OWN"),
  "src/alias.ts": contract("ALIAS"),
  "src/unused.ts": contract("UNUSED"),
  "src/barrel/index.ts": 'export * from "../pay.js";\nexport const later = () => import("../later.js");\n',
  "src/tricky.ts": `// import "./unused.js"
/* require("./unused.js") */
export const text = 'import "./unused.js"' + "\\"import('./unused.js')" + \`import "./unused.js" \${\`\${1}\`} from "./unused.js"\`;
export const pattern = /import "\\/unused.js"['"\`]/.test(text) ? 4 / 2 / 1 : [1][0]! / 2;
export const object = { import: 1, from: "./unused.js", require: (name: string) => name };
object.require("./unused.js");
`,
  "src/main.ts": `import { pay, later } from "./barrel/index.js";
import { own } from "#own";
import { alias } from "@app/alias.js";
import { lib } from "lib";
import { other } from "other";
import { pg } from "pg";
import { old } from "./old.cjs";
import { text } from "./tricky.js";
import { readFileSync } from "node:fs";
console.log(pay, later, own, alias, lib, other, pg, old, text, readFileSync);
`,
  "src/second.ts":
    'import "./pay.js";\nimport "./main.js";\nimport * as self from "./second.js";\nexport const again = () => self;\n',
};

/** Which contracts a file needs. */
export function explainNeeds(): void {
  const needs = (project: Project, file: string, ...options: string[]) =>
    importspy(project, ["explain", "--needs", file, ...options]);

  const withProject = async (files: Files, use: (project: Project) => Promise<void>) => {
    const project = await createProject(files);
    try {
      const { code, stdout } = await project.tspc();
      assert.equal(code, 0, stdout);
      await use(project);
    } finally {
      await project.remove();
    }
  };

  it("shows the contracts that a file needs, and the import chains", async () => {
    await withProject(FILES, async (project) => {
      const { code, stdout, stderr } = await needs(project, "src/main.ts", "--format", "json");
      // Node.js does not know the path of the alias; the sidecar of main.js tells what it is, and its line in the source.
      assert.equal(
        stderr,
        'importspy explain: dist/main.js:11 was not followed: "@app/alias.js" leads to no file here\n',
      );
      assert.equal(code, 0);
      const { contracts } = JSON.parse(stdout) as { contracts: { source: string; ways: object[][] }[] };
      const emitted = new Map<string, string[]>();
      for (const file of ["dist/main.js", "dist/barrel/index.js"])
        emitted.set(file, (await project.read(file)).split("\n"));
      /** The import of a module in an emitted file: the guards before it do not count. */
      const step = (file: string, specifier: string, form = "import") => ({
        file,
        line: 1 + emitted.get(file)!.findIndex((line) => line.includes(specifier)),
        form,
      });
      const ways = Object.fromEntries(contracts.map((each) => [each.source, each.ways]));
      const barrel = step("dist/main.js", '"./barrel/index.js"');
      assert.deepEqual(ways, {
        "src/pay.ts": [[barrel, step("dist/barrel/index.js", '"../pay.js"')]],
        "src/later.ts": [[barrel, step("dist/barrel/index.js", 'import("../later.js")', "import()")]],
        "src/own.ts": [[step("dist/main.js", '"#own"')]],
        "src/alias.ts": [[{ file: "src/main.ts", line: 3, form: "import" }]],
        "node_modules/lib/src/index.ts": [[step("dist/main.js", '"lib"')]],
        "src/old.cts": [[step("dist/main.js", '"./old.cjs"')]],
        "src/pg.d.ts": [[{ file: "src/main.ts", line: 6, form: "import" }]],
      });

      const text = await needs(project, "dist/second.js");
      assert.match(
        text.stdout,
        /^src\/pay\.ts:1 \(app\)\n {2}Needed through dist\/second\.js:\d+\n {2}Needed through dist\/second\.js:\d+ → dist\/main\.js:\d+ → dist\/barrel\/index\.js:\d+\n/,
      );
      assert.equal((await needs(project, "dist/pay.js")).stdout.split("\n")[1], "  Needed by the file itself");
      assert.deepEqual(await needs(project, "src/tricky.ts"), {
        code: 0,
        stdout: "dist/tricky.js needs no contract\n",
        stderr: "",
      });
      const example = await needs(project, "src/barrel/index.ts", "--format", "env");
      assert.deepEqual(example.stdout.match(/^[A-Z]+=/gm), ["PAY=", "LATER="]);
    });
  });

  it("reports what cannot be followed", async () => {
    const files = {
      "src/main.ts": `import { createRequire } from "node:module";
import { Worker } from "node:worker_threads";
const load = createRequire(import.meta.url);
export const later = (name: string) => import(name);
load("./plain.cjs");
load("./gone.cjs");
new Worker(new URL("./worker.js", import.meta.url));
new Worker(process.argv[2]!);
`,
      "src/plain.cts": "export const plain = require(process.argv[2]!);\n",
      "src/worker.ts": 'import "./pay.js";\n',
      "src/pay.ts": contract("PAY"),
    };
    await withProject(files, async (project) => {
      const { code, stdout, stderr } = await needs(project, "src/main.ts");
      const line = (place: string, reason: string) => `importspy explain: dist/${place} was not followed: ${reason}\n`;
      assert.equal(
        stderr,
        line("main.js:4", "what import() loads is computed") +
          line("main.js:6", '"./gone.cjs" leads to no file here') +
          line("main.js:8", "what Worker loads is computed") +
          line("plain.cjs:4", "what require() loads is computed"),
      );
      assert.equal(code, 0);
      assert.match(stdout, /Needed through dist\/main\.js:7 Worker → dist\/worker\.js:\d+\n/);

      await rm(project.at("dist/pay.js"));
      await rm(project.at("dist/pay.importspy.js"));
      const stale = await needs(project, "dist/worker.js");
      assert.equal(stale.stdout, "dist/worker.js needs no contract\n");
      assert.match(
        stale.stderr,
        /"\.\/pay\.js" leads to no file here\n.*the contract of app\/src\/pay\.ts is in no output here\n$/,
      );
    });
  });

  it("refuses a file without output", async () => {
    const project = await createProject({ "src/main.ts": "export {};\n", "notes.txt": "" });
    try {
      for (const [args, message] of [
        [["src/main.ts"], "there is no output of src/main.ts here; build first, or name the emitted file"],
        [["dist/main.js"], "there is no file dist/main.js; build first"],
        [["src"], "--needs takes a file, and src is a folder"],
        [["notes.txt"], "--needs takes an emitted file or a TypeScript module, and notes.txt is neither"],
        [["src/main.ts", "dist"], "--needs takes one file; what is dist for?"],
      ] as const) {
        const { code, stdout, stderr } = await needs(project, ...(args as unknown as [string]));
        assert.deepEqual({ code, stdout, stderr }, { code: 2, stdout: "", stderr: `importspy explain: ${message}\n` });
      }
    } finally {
      await project.remove();
    }
  });
}
