/**
 * A contract that nothing enforces is told: the module is not emitted by the program that sees the contract, and what is
 * loaded at run time in its place has no guard.
 *
 * @module
 */
import assert from "node:assert/strict";
import { mkdir, symlink } from "node:fs/promises";
import { describe, it } from "node:test";
import type ts from "typescript";
import { compile } from "../compile.ts";
import { createProject, type Files, tsconfig } from "../project.ts";

const CONTRACT = "/** @importspy { env: { TOKEN: string } } */\n";
const SOURCE = `${CONTRACT}export const pay: number = 1;\nexport interface Options { readonly cents: number }\n`;
const DECLARATIONS = `${CONTRACT}export declare const pay: number;\nexport interface Options { readonly cents: number }\n`;
const published = (module: string) => `${DECLARATIONS}//# importspy {"module":"${module}","line":1}\n`;
const PLAIN = "export const pay = 1;\n";
const IMPORT = 'import { pay } from "@acme/pay";\nexport const paid = pay;\n';

/** What a build of importspy leaves in a sidecar; `verify` is what proves more. */
const sidecarOf = (module: string, name = "@acme/pay") =>
  `// importspy\nenforce(\n{"key":"k","package":"${name}","module":"${module}","line":1,"alternatives":[]},\n{},\n[],\n);\n`;

/** The package `@acme/pay`, its files by their path in it. */
function packageOf(exports: unknown, files: Files, name = "@acme/pay"): Files {
  const folder = `node_modules/${name}`;
  const manifest = JSON.stringify({ name, version: "1.0.0", type: "module", exports });
  const all = Object.entries({ "package.json": manifest, ...files });
  return Object.fromEntries(all.map(([file, text]) => [`${folder}/${file}`, text]));
}

const SOURCES_FIRST = { types: "./src/index.ts", default: "./dist/index.js" };
const BUNDLE = `import{_ as e}from"importspy/dist/guard.mjs";e({key:"k",package:"@acme/pay",module:"src/index.ts",line:1});export const pay=1;`;

interface Example {
  readonly files: Files;
  readonly options?: ts.CompilerOptions;
  /** The numbers of the errors. */
  readonly errors: readonly string[];
  /** The module is imported through another file. */
  readonly isFar?: true;
}

const EXAMPLES: Readonly<Record<string, Example>> = {
  "TypeScript sources with JavaScript of another tool": {
    files: packageOf(SOURCES_FIRST, { "src/index.ts": SOURCE, "dist/index.js": PLAIN }),
    errors: ["TS87108"],
  },
  "TypeScript sources with guarded JavaScript": {
    files: packageOf(SOURCES_FIRST, {
      "src/index.ts": SOURCE,
      "dist/index.js": PLAIN,
      "dist/index.importspy.js": sidecarOf("src/index.ts"),
    }),
    errors: [],
  },
  "a sidecar of another module": {
    files: packageOf(SOURCES_FIRST, {
      "src/index.ts": SOURCE,
      "dist/index.js": PLAIN,
      "dist/index.importspy.js": sidecarOf("src/other.ts"),
    }),
    errors: ["TS87108"],
  },
  "a bundle that inlined the guard": {
    files: packageOf(SOURCES_FIRST, { "src/index.ts": SOURCE, "dist/index.js": BUNDLE }),
    errors: [],
  },
  "a bundle whose chunk inlined the guard": {
    files: packageOf(SOURCES_FIRST, {
      "src/index.ts": SOURCE,
      "dist/index.js": 'export*from"./chunk-1.js";\n',
      "dist/chunk-1.js": BUNDLE,
    }),
    errors: [],
  },
  "sources that Node.js loads itself": {
    files: packageOf("./src/index.ts", { "src/index.ts": SOURCE }),
    errors: ["TS87108"],
  },
  "JavaScript that is not built yet": {
    files: packageOf(SOURCES_FIRST, { "src/index.ts": SOURCE }),
    errors: ["TS87120"],
  },
  "JavaScript that is not built yet, when nothing is emitted": {
    files: packageOf(SOURCES_FIRST, { "src/index.ts": SOURCE }),
    options: { noEmit: true },
    errors: [],
  },
  "declarations that name a guard which is not there": {
    files: packageOf(
      { types: "./dist/index.d.ts", default: "./dist/index.js" },
      {
        "dist/index.d.ts": published("src/index.ts"),
        "dist/index.js": PLAIN,
      },
    ),
    errors: ["TS87108"],
  },
  "declarations in a separate folder, with guarded JavaScript": {
    files: packageOf(
      { types: "./types/index.d.ts", default: "./dist/index.js" },
      {
        "types/index.d.ts": 'export * from "./pay/pay.js";\n',
        "types/pay/pay.d.ts": published("src/pay/pay.ts"),
        "dist/index.js": 'export * from "./pay/pay.js";\n',
        "dist/pay/pay.js": PLAIN,
        "dist/pay/pay.importspy.js": sidecarOf("src/pay/pay.ts"),
      },
    ),
    errors: [],
  },
  "declarations written by hand": {
    files: packageOf(
      { types: "./index.d.ts", default: "./index.js" },
      {
        "index.d.ts": DECLARATIONS,
        "index.js": PLAIN,
        "index.importspy.js": sidecarOf("index.d.ts"),
      },
    ),
    errors: ["TS87108"],
  },
  "a module that is loaded through a source file": {
    files: packageOf(SOURCES_FIRST, {
      "src/index.ts": 'export { pay } from "./pay.js";\n',
      "src/pay.ts": SOURCE,
      "dist/index.js": 'export { pay } from "./pay.js";\n',
      "dist/pay.js": PLAIN,
    }),
    errors: ["TS87108"],
    isFar: true,
  },
  "a module that a file of sources uses for itself": {
    files: packageOf(SOURCES_FIRST, {
      "src/index.ts": 'import { pay as own } from "./own.js";\nexport const pay = own + 1;\n',
      "src/own.ts": SOURCE,
      "dist/index.js": PLAIN,
    }),
    errors: ["TS87108"],
    isFar: true,
  },
  "a module that is loaded through another package": {
    files: {
      ...packageOf("./index.js", {
        "index.d.ts": 'export * from "@acme/core";\n',
        "index.js": 'export * from "@acme/core";\n',
      }),
      ...packageOf("./index.js", { "index.d.ts": published("src/index.ts"), "index.js": PLAIN }, "@acme/core"),
    },
    errors: ["TS87108"],
    isFar: true,
  },
  "a guarded module that is loaded through another package": {
    files: {
      ...packageOf("./index.js", {
        "index.d.ts": 'export * from "@acme/core";\n',
        "index.js": 'export * from "@acme/core";\n',
      }),
      ...packageOf(
        "./index.js",
        {
          "index.d.ts": published("src/index.ts"),
          "index.js": PLAIN,
          "index.importspy.js": sidecarOf("src/index.ts", "@acme/core"),
        },
        "@acme/core",
      ),
    },
    errors: [],
  },
  "a module of which only types are exported again": {
    files: packageOf("./dist/index.js", {
      "dist/index.d.ts": 'export { Options } from "./pay.js";\nexport declare const pay: number;\n',
      "dist/pay.d.ts": published("src/pay.ts"),
      "dist/index.js": PLAIN,
      "dist/pay.js": PLAIN,
      "dist/pay.importspy.js": sidecarOf("src/pay.ts"),
    }),
    errors: [],
  },
  "an import of types alone, with the word or without it": {
    files: {
      ...packageOf(SOURCES_FIRST, { "src/index.ts": SOURCE, "dist/index.js": PLAIN }),
      "src/main.ts":
        'import { Options } from "@acme/pay";\nimport type { pay } from "@acme/pay";\nexport const o: Options = { cents: 1 };\nexport type Pay = typeof pay;\n',
    },
    errors: [],
  },
  "an ES module whose CommonJS build has no guard": {
    files: {
      ...packageOf(
        {
          import: { types: "./src/index.ts", default: "./esm/index.js" },
          require: { types: "./src/index.ts", default: "./cjs/index.cjs" },
        },
        {
          "src/index.ts": SOURCE,
          "esm/index.js": PLAIN,
          "esm/index.importspy.js": sidecarOf("src/index.ts"),
          "cjs/index.cjs": "exports.pay = 1;\n",
        },
      ),
    },
    errors: [],
  },
  "an import() of a module without a guard": {
    files: {
      ...packageOf(SOURCES_FIRST, { "src/index.ts": SOURCE, "dist/index.js": PLAIN }),
      "src/main.ts": 'export const loaded = import("@acme/pay");\n',
    },
    errors: ["TS87108"],
  },
  "a condition of tsconfig.json that only the compiler sets": {
    files: packageOf(
      { source: "./src/index.ts", default: "./dist/index.js" },
      { "src/index.ts": SOURCE, "dist/index.js": PLAIN, "dist/index.importspy.js": sidecarOf("src/index.ts") },
    ),
    options: { customConditions: ["source"] },
    errors: [],
  },
  "a condition of tsconfig.json that leads to JavaScript without a guard": {
    files: packageOf(
      {
        development: { types: "./src/index.ts", default: "./dev/index.js" },
        default: { types: "./src/index.ts", default: "./dist/index.js" },
      },
      {
        "src/index.ts": SOURCE,
        "dev/index.js": PLAIN,
        "dist/index.js": PLAIN,
        "dist/index.importspy.js": sidecarOf("src/index.ts"),
      },
    ),
    options: { customConditions: ["development"] },
    errors: ["TS87108"],
  },
  "a path alias to sources that Node.js finds elsewhere": {
    files: {
      "packages/pay/package.json": JSON.stringify({ name: "@acme/pay", type: "module" }),
      "packages/pay/src/index.ts": SOURCE,
      ...packageOf("./dist/index.js", { "dist/index.js": PLAIN }),
    },
    options: { paths: { "@acme/pay": ["./packages/pay/src/index.ts"] } },
    errors: ["TS87108"],
  },
  "a path alias that only bundlers know": {
    files: {
      "packages/pay/package.json": JSON.stringify({ name: "@acme/pay", type: "module" }),
      "packages/pay/src/index.ts": SOURCE,
    },
    options: { paths: { "@acme/pay": ["./packages/pay/src/index.ts"] } },
    errors: [],
  },
  "a name of package.json's imports that leads to JavaScript of another tool": {
    files: {
      "package.json": JSON.stringify({
        name: "app",
        type: "module",
        imports: { "#pay": { types: "./src/pay.ts", default: "./lib/pay.js" } },
      }),
      "src/pay.ts": SOURCE,
      "src/main.ts": 'import { pay } from "#pay";\nexport const paid = pay;\n',
      "lib/pay.js": PLAIN,
    },
    errors: ["TS87108"],
  },
  "a name of package.json's imports that leads to what this build emits": {
    files: {
      "package.json": JSON.stringify({
        name: "app",
        type: "module",
        imports: { "#pay": { types: "./src/pay.ts", default: "./dist/src/pay.js" } },
      }),
      "src/pay.ts": SOURCE,
      "src/main.ts": 'import { pay } from "#pay";\nexport const paid = pay;\n',
    },
    errors: [],
  },
};

describe("a contract that is not enforced", () => {
  for (const [name, { files, options, errors, isFar }] of Object.entries(EXAMPLES)) {
    it(`${errors.length ? errors.join() : "no error"}: ${name}`, () => {
      const { errors: found, emitted } = compile({ "src/main.ts": IMPORT, ...files }, options, true, ["src/main.ts"]);
      const codes = found.map((error) => `TS${/ (\d+) /.exec(error)?.[1]}`);
      assert.deepEqual(codes, errors, found.join("\n"));
      const refuses = emitted["dist/src/main.importspy.js"]?.includes("block(") ?? false;
      assert.equal(refuses, errors.includes("TS87108") && !isFar, "whether the importer is stopped");
    });
  }

  it("is reported for a symlinked workspace, and again after its JavaScript has lost its guards", async () => {
    const options = { rootDir: "src", declaration: false, types: [] };
    const project = await createProject({
      "packages/pay/package.json": JSON.stringify({ name: "@acme/pay", type: "module", exports: SOURCES_FIRST }),
      "packages/pay/tsconfig.json": tsconfig(options),
      "packages/pay/src/index.ts": SOURCE,
      "app/package.json": JSON.stringify({ name: "shop", type: "module", dependencies: { "@acme/pay": "*" } }),
      "app/tsconfig.json": tsconfig({
        types: ["node"],
        incremental: true,
        rootDir: "..",
        tsBuildInfoFile: "dist/info",
      }),
      "app/src/main.ts": 'import { pay } from "@acme/pay";\nconsole.log(pay);\n',
    });
    try {
      await mkdir(project.at("app/node_modules/@acme"), { recursive: true });
      await symlink(project.at("packages/pay"), project.at("app/node_modules/@acme/pay"), "dir");
      const build = async (compiler: "tsc" | "tspc") => {
        const built = await project[compiler](["-p", "packages/pay"]);
        assert.equal(built.code, 0, built.stdout);
        return project.tspc(["-p", "app"]);
      };
      const run = (env: Record<string, string>) => project.node(["app/dist/app/src/main.js"], { env });
      assert.deepEqual(await build("tspc"), { code: 0, stdout: "", stderr: "" });
      assert.equal((await run({})).code, 1);
      assert.deepEqual(await run({ TOKEN: "t" }), { code: 0, stdout: "1\n", stderr: "" });

      // tsc leaves the sidecar, which nothing imports any more.
      await project.write({ "packages/pay/dist/index.js": PLAIN });
      await project.node(["-e", 'require("fs").rmSync("packages/pay/dist/index.importspy.js")']);
      const unguarded = await project.tspc(["-p", "app"]);
      assert.match(unguarded.stdout, /^packages\/pay\/src\/index\.ts\(1,5\): error TS87108: /);
      assert.match(unguarded.stdout, /src\/main\.ts of shop imports it, and loads dist\/index\.js of @acme\/pay/);
      assert.match((await run({ TOKEN: "t" })).stderr, /may not be loaded/);
      assert.equal((await build("tspc")).code, 0);
      assert.equal((await run({ TOKEN: "t" })).code, 0);
    } finally {
      await project.remove();
    }
  });

  it("is reported for a referenced project whose JavaScript another tool creates", async () => {
    const project = await createProject({
      "core/tsconfig.json": tsconfig({ composite: true, emitDeclarationOnly: true, types: [] }),
      "core/src/pay.ts": SOURCE,
      "core/dist/pay.js": PLAIN,
      "app/tsconfig.json": tsconfig({ composite: true }, { references: [{ path: "../core" }] }),
      "app/src/main.ts": 'import { pay } from "../../core/src/pay.js";\nconsole.log(pay);\n',
    });
    try {
      const built = await project.tspc(["-b", "app"]);
      assert.equal(built.code, 2);
      assert.match(built.stdout, /error TS87108: /);
      await project.write({ "core/tsconfig.json": tsconfig({ composite: true, types: [] }) });
      assert.deepEqual(await project.tspc(["-b", "app"]), { code: 0, stdout: "", stderr: "" });
    } finally {
      await project.remove();
    }
  });
});
