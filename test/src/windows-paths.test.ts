/**
 * A project on a drive of Windows and on a share (UNC) is the same project as elsewhere, wherever tests run. TypeScript
 * has such paths with `/`, so it is compiled in memory; commands run with Windows' own paths, by windows.cjs.
 *
 * @module
 */
import assert from "node:assert/strict";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import transformer from "@importspy/transformer";
import ts from "typescript";
import { fileOf } from "../../transformer/dist/hosts/bundler/ids.js";
import { bundleWithEsbuild } from "./bundles.ts";
import { OPTIONS } from "./compile.ts";
import { createProject, type Project, root } from "./project.ts";

/** Everything that takes a path: names, patterns, aliases, packages in folders, lists of modules, and values that are places. */
const FILES: Readonly<Record<string, string>> = {
  "package.json": '{ "name": "app", "version": "1.0.0", "type": "module", "imports": { "#pay": "./dist/pay.js" } }',
  "src/pay.ts":
    '/** @importspy { importer: { module: `src/admin/${string}` | "src/alias.ts" } } For admins. */\nexport const pay = 1;\n',
  "src/admin/page.ts": 'import { pay } from "../pay.js";\nconsole.log(pay);\n',
  "src/alias.ts": 'import { pay } from "@/pay.js";\nconsole.log(pay);\n',
  "src/intruder.ts": 'import { pay } from "@/pay.js";\nconsole.log(pay);\n',
  "src/own.ts": 'import { pay } from "#pay";\nconsole.log(pay);\n',
  "src/worker.ts":
    'export const started = new Worker(new URL("./pay.js", import.meta.url));\ndeclare class Worker {\n  constructor(url: URL);\n}\ndeclare class URL {\n  constructor(path: string, base: string);\n}\ndeclare global {\n  interface ImportMeta {\n    url: string;\n  }\n}\n',
  "src/required.cts":
    'import path = require("node:path");\nexport const loaded = require(path.join(__dirname, "pay.js"));\ndeclare const __dirname: string;\n',
  "src/node.d.ts":
    'declare const console: { log(...values: unknown[]): void };\ndeclare module "node:path" {\n  export function join(...parts: string[]): string;\n}\ndeclare const require: (name: string) => unknown;\n',
  "src/legacy.ts":
    '/** @importspy { importer: { module: "src/nobody.ts" } | Legacy<"src/old.ts" | "src/gone.ts"> } */\nexport const legacy = 1;\n',
  "src/nobody.ts": 'import { legacy } from "./legacy.js";\nconsole.log(legacy);\n',
  "src/old.ts": 'import { legacy } from "./legacy.js";\nconsole.log(legacy);\n',
  "src/nested/package.json": '{ "type": "module" }',
  "src/nested/a.ts": '/** @importspy { env: { A: string }; importer: { module: "b.ts" } } */\nexport const a = 1;\n',
  "src/nested/b.ts": 'import { a } from "./a.js";\nconsole.log(a);\n',
  "src/nested/c.ts": 'import { a } from "./a.js";\nconsole.log(a);\n',
  "src/windows.ts":
    '/** @importspy { importer: { module: "src\\\\admin\\\\page.ts" } } */\nexport const windows = 1;\n',
};

interface Compiled {
  readonly errors: readonly string[];
  readonly emitted: Readonly<Record<string, string>>;
}

const RUNTIME = path.join(root, "runtime");

/** Compiles the files below a folder that exists nowhere. */
function compile(folder: string): Compiled {
  const options: ts.CompilerOptions = {
    ...OPTIONS,
    rootDir: `${folder}/src`,
    outDir: `${folder}/dist`,
    paths: { "@/*": [`${folder}/src/*`] },
    configFilePath: `${folder}/tsconfig.json`,
  };
  const real = ts.createCompilerHost(options, true);
  const installed = `${folder}/node_modules/importspy`;
  const inside = new Map(Object.entries(FILES).map(([name, text]) => [`${folder}/${name}`, text]));
  /** Where a file really is: TypeScript's libraries and this repository's runtime are read as they are. */
  const place = (name: string) => (name.startsWith(installed) ? RUNTIME + name.slice(installed.length) : name);
  const isOurs = (name: string) => name.startsWith(folder) && !name.startsWith(installed);
  const emitted: Record<string, string> = {};
  const host: ts.CompilerHost = {
    ...real,
    getCurrentDirectory: () => folder,
    realpath: (name) => name,
    directoryExists: (name) =>
      isOurs(name)
        ? [...inside.keys(), installed].some((file) => file.startsWith(`${name}/`))
        : ts.sys.directoryExists(place(name)),
    getDirectories: (name) => [
      ...new Set(
        [...inside.keys()]
          .filter((file) => file.startsWith(`${name}/`))
          .map((file) => file.slice(name.length + 1))
          .filter((rest) => rest.includes("/"))
          .map((rest) => rest.split("/")[0]!),
      ),
    ],
    fileExists: (name) => (isOurs(name) ? inside.has(name) : ts.sys.fileExists(place(name))),
    readFile: (name) => inside.get(name) ?? (isOurs(name) ? undefined : ts.sys.readFile(place(name))),
    writeFile: (name, text) => {
      emitted[name.replace(`${folder}/`, "")] = text;
    },
    getSourceFile: (name, version) => {
      const text = inside.get(name) ?? (isOurs(name) ? undefined : ts.sys.readFile(place(name)));
      return text === undefined ? undefined : ts.createSourceFile(name, text, version, true);
    },
  };
  const roots = [...inside.keys()].filter((name) => /\.c?ts$/.test(name));
  const program = transformer.default(ts.createProgram(roots, options, host), host, { transformProgram: true }, { ts });
  const errors = ts.getPreEmitDiagnostics(program).map(({ file, start, code, messageText }) => {
    const line = file && file.getLineAndCharacterOfPosition(start!).line + 1;
    return `${file?.fileName.replace(`${folder}/`, "")}:${line} ${code} ${ts.flattenDiagnosticMessageText(messageText, " ")}`;
  });
  program.emit();
  return { errors, emitted };
}

describe("Windows paths", () => {
  const elsewhere = compile("/home/app");

  it("are tested with a project that uses all features", () => {
    const found = elsewhere.errors.map((error) => error.replace(/^(\S+ \d+).*$/s, "$1"));
    assert.deepEqual(found.sort(), [
      "src/intruder.ts:1 87301",
      "src/legacy.ts:1 87541",
      "src/nested/c.ts:1 87301",
      "src/own.ts:1 87301",
      "src/required.cts:2 87301",
      "src/windows.ts:1 87230",
      "src/worker.ts:1 87301",
    ]);
    assert.match(elsewhere.errors.join("\n"), /"src\/admin\/page\.ts"/);
    assert.match(elsewhere.emitted["dist/pay.importspy.js"]!, /"key":"app\/src\/pay\.ts#/);
  });

  for (const folder of ["C:/app", "d:/Work/app", "//server/share/app"]) {
    it(`make no difference: ${folder}`, () => {
      const compiled = compile(folder);
      assert.deepEqual(compiled.errors, elsewhere.errors);
      assert.deepEqual(compiled.emitted, elsewhere.emitted);
    });
  }

  it("are accepted in the form of bundlers", () => {
    const ids = {
      "C:\\app\\src\\pay.ts?v=1": "C:/app/src/pay.ts",
      "\\\\server\\share\\src\\pay.ts": "//server/share/src/pay.ts",
      "file:///C:/app/src/pay.ts": "C:/app/src/pay.ts",
      "file://server/share/src/pay.ts": "//server/share/src/pay.ts",
      "/C:/app/src/pay.ts": "C:/app/src/pay.ts",
      "file:///app/src/pay.ts": "/app/src/pay.ts",
      "pay.ts": undefined,
    };
    for (const [id, file] of Object.entries(ids)) assert.equal(fileOf(id), file, id);
  });
});

describe("commands with paths of Windows", { concurrency: 2 }, () => {
  const COMMAND = path.join(root, "runtime/bin/importspy.cjs");
  const WINDOWS = ["--require", path.join(root, "test/src/windows.cjs")];
  let project: Project;
  before(async () => {
    project = await createProject({
      "tells.cjs": 'console.log(require("node:path").resolve("dist"));\n',
      "node_modules/far/package.json": '{ "name": "far", "version": "1.0.0", "type": "module", "exports": "./a.js" }',
      "node_modules/far/a.js": "export const far = 1;\n",
      "node_modules/far/a.d.ts": "export declare const far: number;\n",
      "src/far.d.ts": 'export {};\n/** @importspy { env: { FAR: string } } */\ndeclare module "far" {}\n',
      "src/pay.ts":
        '/** @importspy { env: { TOKEN: Secret }; importer: { module: `src/admin/${string}` } } Ask. */\nexport const pay = "the text of the module";\n',
      "src/admin/page.ts": 'import { far } from "far";\nimport { pay } from "../pay.js";\nconsole.log(far, pay);\n',
      "src/admin/lazy.ts": 'export const { pay } = await import("../pay.js");\nconsole.log(pay);\n',
      "src/admin/old.cts":
        'export const later = () => require("../" + "pay.js");\ndeclare const require: (name: string) => unknown;\n',
    });
    assert.deepEqual(await project.tspc(), { code: 0, stdout: "", stderr: "" });
    const job = { entries: ["admin/page", "admin/lazy"], format: "esm", split: true } as const;
    await bundleWithEsbuild(project, job, "bundles");
  });
  after(() => project.remove());

  const onWindows = (args: readonly string[]) => project.node([...WINDOWS, COMMAND, ...args]);

  it("see drives", async () => {
    const { stdout } = await project.node([...WINDOWS, "tells.cjs"]);
    assert.match(stdout, /^C:\\.*\\dist\n$/);
  });

  for (const args of [
    ["verify", "dist"],
    ["verify", "dist/admin/page.js"],
    ["verify", "dist", "bundles"],
    ["graph", "--format", "json", "dist"],
    ["check", "dist"],
    ["explain", "dist", "--format", "json"],
  ]) {
    it(`say the same: importspy ${args.join(" ")}`, async () => {
      const elsewhere = await project.node([COMMAND, ...args]);
      assert.notEqual(elsewhere.stdout, "", elsewhere.stderr);
      assert.deepEqual(await onWindows(args), elsewhere);
    });
  }

  it("write the same: importspy lock", async () => {
    const [there, here] = ["there.lock.md", "here.lock.md"];
    assert.equal((await onWindows(["lock", "dist", "--file", there])).code, 0);
    assert.equal((await project.node([COMMAND, "lock", "dist", "--file", here])).code, 0);
    assert.equal(await project.read(there), await project.read(here));
    assert.match(await project.read(there), /src\/admin\//);
    const checked = await onWindows(["lock", "--check", "dist", "--file", here]);
    assert.deepEqual(checked, await project.node([COMMAND, "lock", "--check", "dist", "--file", here]));
    assert.equal(checked.code, 0);
  });
});
