/**
 * A project on a drive of Windows and on a share (UNC) is the same project as elsewhere: TypeScript has such paths with
 * `/`, so it is compiled in memory here, wherever tests run.
 *
 * @module
 */
import assert from "node:assert/strict";
import path from "node:path";
import { describe, it } from "node:test";
import transformer from "@importspy/transformer";
import ts from "typescript";
import { fileOf } from "../../transformer/dist/hosts/bundler/ids.js";
import { root } from "./project.ts";

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
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    strict: true,
    skipLibCheck: true,
    types: [],
    lib: ["lib.es2022.d.ts"],
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
