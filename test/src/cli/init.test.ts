/**
 * `importspy init`, run as a process on projects that know nothing of importspy.
 *
 * @module
 */
import assert from "node:assert/strict";
import { chmod, lstat, mkdir, readFile, rm, stat, symlink } from "node:fs/promises";
import path from "node:path";
import { describe, it } from "node:test";
import { createProject, type Files, type Finished, type Project, root } from "../project.ts";

async function withProject(files: Files, use: (project: Project) => Promise<void>): Promise<void> {
  const project = await createProject(files);
  try {
    await use(project);
  } finally {
    await project.remove();
  }
}

const init = (project: Project, ...args: string[]) => project.importspy(["init", ...args]);

const PACKAGE = `{
\t"name": "shop",
\t"type": "module",
\t"scripts": {
\t\t"build": "npm run clean && npx tsc -p tsconfig.json && tsc -b other; echo tsc",
\t\t"check": "tsc --noEmit",
\t\t"clean": "rm -rf dist"
\t},
\t"devDependencies": {
\t\t"typescript": "^7.0.2"
\t}
}
`;
/** As {@link PACKAGE}, where the entry of plugins counts. */
const PLUGGED = PACKAGE.replace("npx tsc", "npx tspc");
const TSCONFIG = `{
  // How we compile.
  "compilerOptions": {
    "module": "nodenext", /* Node */
  },
  "include": ["src"],
}
`;
const FILES = { "package.json": PACKAGE, "tsconfig.json": TSCONFIG, "src/main.ts": "export {};\n" };

const SHOWN = `package.json
- \t\t"build": "npm run clean && npx tsc -p tsconfig.json && tsc -b other; echo tsc",
+ \t\t"build": "npm run clean && npx importspy build -p tsconfig.json && importspy build -b other; echo tsc",
- \t\t"typescript": "^7.0.2"
+ \t\t"typescript": "^7.0.2",
+ \t\t"@importspy/transformer": "^0.1.0"
+ \t},
+ \t"dependencies": {
+ \t\t"importspy": "^0.1.0"

`;

/** Runs init twice: the second time nothing may change. Gives what the first said. */
async function initTwice(project: Project): Promise<Finished> {
  const finished = await init(project);
  const files = await project.list();
  const read = () => Promise.all(files.map((name) => project.read(name)));
  const texts = await read();
  const { stdout } = await init(project);
  assert.match(stdout, /^Nothing to change/);
  assert.deepEqual(await read(), texts);
  return finished;
}

describe("importspy init", { concurrency: 2 }, () => {
  it("sets up a folder with only a package.json, which then builds and refuses", async () => {
    const files = {
      "package.json": '{\n  "name": "shop",\n  "type": "module",\n  "scripts": {}\n}\n',
      "src/pay.ts": "/** @importspy { env: { SHOP_KEY: Secret } } */\nexport const pay = 1;\n",
      "src/main.ts": 'import { pay } from "./pay.js";\nconsole.log(pay);\n',
    };
    await withProject(files, async (project) => {
      await rm(project.at("tsconfig.json"), { force: true });
      const shown = await init(project, "--dry-run");
      assert.match(shown.stdout, /^tsconfig\.json\n\+ \{\n/);
      assert.deepEqual((await project.list()).includes("tsconfig.json"), false);
      const made = await init(project);
      assert.match(made.stdout, /\+ {3}"scripts": \{\n\+ {5}"build": "importspy build"/);
      const built = await project.importspy(["build"]);
      assert.equal(built.code, 0, built.stdout + built.stderr);
      const run = await project.node(["dist/main.js"]);
      assert.match(run.stderr, /env\.SHOP_KEY {3}expected a secret {3}not set/);
    });
  });

  it("makes an example in an empty folder, whose import is refused", async () => {
    await withProject({}, async (project) => {
      for (const name of ["package.json", "tsconfig.json"]) await rm(project.at(name), { force: true });
      await init(project, "--example", "--dry-run");
      assert.deepEqual(await project.list(), []);
      const made = await init(project, "--example");
      assert.equal(made.code, 0, made.stdout + made.stderr);
      assert.match(made.stdout, /^package\.json\n\+ \{\n[\s\S]*^src\/payments\.ts\n[\s\S]*^src\/main\.ts\n/m);
      const { scripts, dependencies, devDependencies } = JSON.parse(await project.read("package.json")) as Record<
        string,
        Record<string, string>
      >;
      assert.deepEqual(scripts, { build: "importspy build", start: "importspy build && node dist/main.js" });
      assert.deepEqual(Object.keys({ ...dependencies, ...devDependencies }).sort(), [
        "@importspy/transformer",
        "importspy",
        "typescript",
      ]);
      assert.equal((await project.importspy(["build"])).code, 0);
      const { code, stdout, stderr } = await project.node(["dist/main.js"], { env: { PORT: "0x50" } });
      assert.deepEqual({ code, stdout }, { code: 1, stdout: "" });
      // As the README says.
      const [refusal] = /ContractViolationError: src\/main\.ts:1 [\s\S]*?contract: src\/payments\.ts:1/.exec(stderr)!;
      assert.ok((await readFile(path.join(root, "README.md"), "utf8")).includes(refusal), refusal);
      assert.equal((await project.importspy(["doctor"])).code, 0);
      const again = await init(project, "--example");
      assert.deepEqual(again, {
        code: 2,
        stdout: "",
        stderr: "importspy init: there is a folder src already; --example is for a folder without sources\n",
      });
    });
  });

  it("shows the changes, and changes nothing with --dry-run", () =>
    withProject(FILES, async (project) => {
      assert.deepEqual(await init(project, "--dry-run"), {
        code: 0,
        stdout: `${SHOWN}Nothing was changed (--dry-run)\n`,
        stderr: "",
      });
      assert.equal(await project.read("package.json"), PACKAGE);
      assert.equal(await project.read("tsconfig.json"), TSCONFIG);
    }));

  it("changes it, keeps comments, and finds nothing to do the second time", () =>
    withProject(FILES, async (project) => {
      assert.deepEqual(await init(project), { code: 0, stdout: SHOWN, stderr: "" });
      const tsconfig = await project.read("tsconfig.json");
      // importspy build runs no entry of plugins.
      assert.equal(tsconfig, TSCONFIG);
      const manifest = await project.read("package.json");
      assert.deepEqual(JSON.parse(manifest).dependencies, { importspy: "^0.1.0" });
      assert.deepEqual(await init(project), {
        code: 0,
        stdout: "Nothing to change: this project is ready\n",
        stderr: "",
      });
      assert.equal(await project.read("tsconfig.json"), tsconfig);
      assert.equal(await project.read("package.json"), manifest);
      assert.ok(!(await project.list()).some((name) => name.includes("importspy-init")));
    }));

  it("says how to install with the project's package manager", () =>
    withProject({ ...FILES, "pnpm-lock.yaml": "" }, async (project) => {
      await rm(project.at("node_modules/importspy"));
      const { stdout, code } = await init(project);
      assert.ok(stdout.endsWith("\nNext: pnpm install\n"), stdout);
      assert.equal(code, 0);
    }));

  it("corrects an entry without transformProgram, and moves a development dependency", () =>
    withProject(
      {
        "package.json":
          '{ "scripts": { "build": "tspc" }, "devDependencies": { "importspy": "^0.1.0", "@importspy/transformer": "*" } }',
        "tsconfig.json":
          '{ "compilerOptions": { "plugins": [{ "transform": "@importspy/transformer" /* ours */ }] } }\n',
      },
      async (project) => {
        assert.equal((await init(project)).code, 0);
        const { dependencies, devDependencies, scripts } = JSON.parse(await project.read("package.json"));
        assert.deepEqual(dependencies, { importspy: "^0.1.0" });
        assert.deepEqual(devDependencies, { "@importspy/transformer": "*" });
        assert.deepEqual(scripts, { build: "tspc" });
        const tsconfig = await project.read("tsconfig.json");
        assert.match(tsconfig, /"transformProgram": true/);
        assert.match(tsconfig, /\/\* ours \*\//);
      },
    ));

  it("keeps every comment in its place, in the file's own form", () =>
    withProject(
      {
        "package.json": '{ "name": "shop", "scripts": { "build": "tspc" } }',
        "src/main.ts": "export {};\n",
        "tsconfig.json":
          '\uFEFF// Ours.\r\n{\r\n\t"compilerOptions": {\r\n\t\t"strict": true, // always\r\n\t\t// The end.\r\n\t},\r\n}\r\n',
      },
      async (project) => {
        assert.equal((await init(project)).code, 0);
        const entry =
          '\t\t"plugins": [\r\n\t\t\t{\r\n\t\t\t\t"transform": "@importspy/transformer",\r\n\t\t\t\t"transformProgram": true\r\n\t\t\t}\r\n\t\t],\r\n';
        assert.equal(
          await project.read("tsconfig.json"),
          `\uFEFF// Ours.\r\n{\r\n\t"compilerOptions": {\r\n\t\t"strict": true, // always\r\n${entry}\t\t// The end.\r\n\t},\r\n}\r\n`,
        );
        assert.equal((await init(project)).stdout, "Nothing to change: this project is ready\n");
      },
    ));

  it("keeps comments in a list, and without compilerOptions", () =>
    withProject(
      {
        "package.json": '\uFEFF{ "name": "shop", "scripts": { "build": "tspc && tspc -p core" } }',
        "tsconfig.json":
          '{\n  "extends": "./base.json", // shared\n  "references": [{ "path": "core" }] // others\n}\n',
        "base.json": "{}",
        "core/tsconfig.json":
          '{\n  "compilerOptions": {\n    "plugins": [ // in order\n      // the first\n      { "name": "x" }\n    ]\n  }\n}\n',
        "core/main.ts": "export {};\n",
      },
      async (project) => {
        assert.equal((await init(project)).code, 0);
        const entry = (indent: string) =>
          `${indent}{\n${indent}  "transform": "@importspy/transformer",\n${indent}  "transformProgram": true\n${indent}}`;
        assert.equal(
          await project.read("tsconfig.json"),
          `{\n  "extends": "./base.json", // shared\n  "references": [{ "path": "core" }], // others\n  "compilerOptions": {\n    "plugins": [\n${entry("      ")}\n    ]\n  }\n}\n`,
        );
        assert.equal(
          await project.read("core/tsconfig.json"),
          `{\n  "compilerOptions": {\n    "plugins": [ // in order\n      { "transform": "@importspy/transformer", "transformProgram": true },\n      // the first\n      { "name": "x" }\n    ]\n  }\n}\n`,
        );
        const manifest = await project.read("package.json");
        assert.deepEqual(JSON.parse(manifest.replace("\uFEFF", "")).dependencies, { importspy: "^0.1.0" });
      },
    ));

  it("recognizes tsc in quotes, by its file, and after variables", () =>
    withProject(
      {
        ...FILES,
        "package.json": JSON.stringify({
          scripts: {
            both: "concurrently \"tsc -w\" 'node --watch src/main.js'",
            file: "node --stack-size=2000 ./node_modules/typescript/bin/tsc -p .",
            memory: 'NODE_OPTIONS="--max-old-space-size=8000 --stack-size=2000" tsc',
            named: 'tsc -p "tsconfig.json" && rm "dist"',
          },
        }),
      },
      async (project) => {
        assert.equal((await init(project)).code, 0);
        assert.deepEqual(JSON.parse(await project.read("package.json")).scripts, {
          both: "concurrently \"importspy build -w\" 'node --watch src/main.js'",
          file: "importspy build -p .",
          memory: 'NODE_OPTIONS="--max-old-space-size=8000 --stack-size=2000" importspy build',
          named: 'importspy build -p "tsconfig.json" && rm "dist"',
        });
      },
    ));

  it("sets up the packages of a workspace, each with its own dependency and scripts", () =>
    withProject(
      {
        "package.json": '{ "name": "root", "workspaces": ["packages/*"], "scripts": { "build": "tsc -b" } }',
        "tsconfig.json": '{ "files": [], "references": [{ "path": "packages/a" }, { "path": "packages/b" }] }',
        "packages/a/package.json": '{ "name": "a", "scripts": { "build": "tsc", "check": "tsc --noEmit" } }',
        "packages/a/tsconfig.json": '{ "compilerOptions": { "composite": true } }',
        "packages/a/src/main.ts": "export {};\n",
        "packages/b/package.json": '{ "name": "b", "dependencies": { "importspy": "*" } }',
        "packages/b/tsconfig.json": '{ "compilerOptions": { "composite": true } }',
        "packages/b/main.ts": "export {};\n",
      },
      async (project) => {
        assert.equal((await init(project)).code, 0);
        const read = async (name: string) => JSON.parse(await project.read(name));
        const { dependencies, devDependencies, scripts } = await read("package.json");
        assert.deepEqual(dependencies, { importspy: "^0.1.0" });
        assert.deepEqual(devDependencies, { "@importspy/transformer": "^0.1.0" });
        assert.deepEqual(scripts, { build: "importspy build -b" });
        assert.deepEqual(await read("packages/a/package.json"), {
          name: "a",
          scripts: { build: "importspy build", check: "tsc --noEmit" },
          dependencies: { importspy: "^0.1.0" },
        });
        assert.deepEqual(await read("packages/b/package.json"), { name: "b", dependencies: { importspy: "*" } });
        assert.equal((await init(project)).stdout, "Nothing to change: this project is ready\n");
      },
    ));

  it("adds the entry to the file with the inherited list, and builds all projects of a solution", () =>
    withProject(
      {
        "package.json": '{ "scripts": { "build": "tspc -b" } }',
        "tsconfig.json": '{ "files": [], "references": [{ "path": "core" }] }\n',
        "base.json": '{ "compilerOptions": { "composite": true, "plugins": [{ "name": "an-editor-plugin" }] } }',
        "core/tsconfig.json": '{ "extends": "../base.json" }',
        "core/main.ts": "export {};\n",
      },
      async (project) => {
        assert.equal((await initTwice(project)).code, 0);
        assert.equal(await project.read("tsconfig.json"), '{ "files": [], "references": [{ "path": "core" }] }\n');
        assert.equal(await project.read("core/tsconfig.json"), '{ "extends": "../base.json" }');
        assert.deepEqual(JSON.parse(await project.read("base.json")).compilerOptions.plugins, [
          { transform: "@importspy/transformer", transformProgram: true },
          { name: "an-editor-plugin" },
        ]);
      },
    ));
});

const ENTRY = '{ "transform": "@importspy/transformer", "transformProgram": true }';
const read = async (project: Project, name: string) => JSON.parse(await project.read(name));

describe("importspy init, in a project with other transformers,", { concurrency: 2 }, () => {
  const PATHS = '{ "transform": "typescript-transform-paths" }';
  const transformed = (scripts: Record<string, string>, more: Record<string, unknown> = {}) => ({
    "package.json": JSON.stringify({ name: "app", scripts, ...more }, null, 2),
    "tsconfig.json": `{\n  "compilerOptions": { "rootDir": "src", "outDir": "dist", "types": [], "plugins": [${PATHS}] },\n  "include": ["src"]\n}\n`,
    "src/main.ts": "export {};\n",
  });

  it("builds with tspc, which runs them, and adds ts-patch", () =>
    withProject(transformed({ build: "tsc -p . && cp a b", types: "tsc --noEmit" }), async (project) => {
      assert.equal((await initTwice(project)).code, 0);
      const { scripts, devDependencies } = await read(project, "package.json");
      assert.deepEqual(scripts, { build: "tspc -p . && cp a b", types: "tsc --noEmit" });
      assert.deepEqual(devDependencies, {
        "@importspy/transformer": "^0.1.0",
        "ts-patch": "^4.0.1",
        typescript: "~6.0.3",
      });
      assert.match(await project.read("tsconfig.json"), new RegExp(`"plugins": \\[${ENTRY}, ${PATHS}\\]`));
    }));

  it("replaces ttypescript", () =>
    withProject(transformed({ build: "ttsc" }), async (project) => {
      assert.equal((await initTwice(project)).code, 0);
      assert.equal((await read(project, "package.json")).scripts.build, "tspc");
    }));

  it("keeps tsc in the scripts when ts-patch changes it at each installation", () =>
    withProject(transformed({ build: "tsc -p .", prepare: "ts-patch install -s" }), async (project) => {
      const { code, stdout } = await initTwice(project);
      assert.equal(code, 0, stdout);
      const { scripts } = await read(project, "package.json");
      assert.deepEqual(scripts, { build: "tsc -p .", prepare: "ts-patch install -s" });
      assert.match(await project.read("tsconfig.json"), new RegExp(`\\[${ENTRY}, ${PATHS}\\]`));
    }));

  it("reports that tspc needs another TypeScript than package.json allows", () =>
    withProject(transformed({ build: "tsc" }, { devDependencies: { typescript: "^7.0.2" } }), async (project) => {
      const { code, stdout } = await initTwice(project);
      assert.match(
        stdout,
        /\nLeft to do:\n✗ tspc needs TypeScript 6\.0\.3, and package\.json asks for \^7\.0\.2\n {2}→ npm install --save-dev typescript@~6\.0\.3\n$/,
      );
      assert.equal(code, 1);
    }));

  it("adds a build with tspc when there is none", () =>
    withProject(transformed({ lint: "eslint ." }), async (project) => {
      assert.equal((await initTwice(project)).code, 0);
      assert.equal((await read(project, "package.json")).scripts.build, "tspc");
      assert.match(await project.read("tsconfig.json"), new RegExp(`\\[${ENTRY}, ${PATHS}\\]`));
    }));
});

describe("importspy init keeps the form of", { concurrency: 2 }, () => {
  /** The text of a file before and after, in a project that tspc builds. */
  const forms: Record<string, readonly [name: string, before: string, after: string]> = {
    "a tsconfig.json in one line": [
      "tsconfig.json",
      '{ "compilerOptions": { "outDir": "dist" }, "include": ["src"] }',
      `{ "compilerOptions": { "outDir": "dist", "plugins": [${ENTRY}] }, "include": ["src"] }`,
    ],
    "a tsconfig.json without spaces": [
      "tsconfig.json",
      '{"compilerOptions":{"outDir":"dist","plugins":[{"name":"x"}]},"include":["src"]}',
      '{"compilerOptions":{"outDir":"dist","plugins":[{"transform":"@importspy/transformer","transformProgram":true},{"name":"x"}]},"include":["src"]}',
    ],
    "a tsconfig.json with an empty list and empty options": [
      "tsconfig.json",
      '{"include":["src"],"compilerOptions":{"plugins":[]}}',
      '{"include":["src"],"compilerOptions":{"plugins":[{"transform":"@importspy/transformer","transformProgram":true}]}}',
    ],
    "a list in one line": [
      "tsconfig.json",
      '{\n    "include": ["src"],\n    "compilerOptions": {\n        "plugins": [ { "name": "x" } ], // theirs\n        "lib": ["es2022", "dom"]\n    }\n}\n',
      `{\n    "include": ["src"],\n    "compilerOptions": {\n        "plugins": [ ${ENTRY}, { "name": "x" } ], // theirs\n        "lib": ["es2022", "dom"]\n    }\n}\n`,
    ],
    "an object on one line with a trailing comma": [
      "tsconfig.json",
      '{\n  "compilerOptions": { "outDir": "dist", }, // out\n  "include": ["src"],\n}',
      `{\n  "compilerOptions": { "outDir": "dist", "plugins": [${ENTRY}], }, // out\n  "include": ["src"],\n}`,
    ],
    "lines that end as in Windows, with tabs, a mark, and no last line": [
      "tsconfig.json",
      '\uFEFF{\r\n\t"include": ["src"],\r\n\t"compilerOptions": {}\r\n}',
      '\uFEFF{\r\n\t"include": ["src"],\r\n\t"compilerOptions": {\r\n\t\t"plugins": [\r\n\t\t\t{\r\n\t\t\t\t"transform": "@importspy/transformer",\r\n\t\t\t\t"transformProgram": true\r\n\t\t\t}\r\n\t\t]\r\n\t}\r\n}',
    ],
    "a package.json in one line": [
      "package.json",
      '{ "name": "shop", "scripts": { "build": "tsc", "a": "tspc" }, "devDependencies": { "importspy": "*" } }\n',
      '{ "name": "shop", "scripts": { "build": "importspy build", "a": "tspc" }, "devDependencies": { "@importspy/transformer": "^0.1.0" }, "dependencies": { "importspy": "*" } }\n',
    ],
    "a package.json without spaces": [
      "package.json",
      '{"name":"shop","scripts":{"build":"tsc","a":"tspc"}}',
      '{"name":"shop","scripts":{"build":"importspy build","a":"tspc"},"dependencies":{"importspy":"^0.1.0"},"devDependencies":{"@importspy/transformer":"^0.1.0"}}',
    ],
    "a package.json with four spaces, and lists and objects in one line": [
      "package.json",
      '{\n    "scripts": { "build": "tspc" },\n    "files": ["dist", "src"],\n    "dependencies": { "pg": "^8" },\n    "devDependencies": {\n        "importspy": "*",\n        "ts-patch": "*", "typescript": "~6.0.3"\n    }\n}\n',
      '{\n    "scripts": { "build": "tspc" },\n    "files": ["dist", "src"],\n    "dependencies": { "pg": "^8", "importspy": "*" },\n    "devDependencies": {\n        "ts-patch": "*", "typescript": "~6.0.3",\n        "@importspy/transformer": "^0.1.0"\n    }\n}\n',
    ],
  };
  for (const [name, [file, before, after]] of Object.entries(forms)) {
    it(name, () =>
      withProject(
        {
          "package.json": '{ "scripts": { "build": "tspc" } }',
          "tsconfig.json": '{ "include": ["src"] }',
          "src/main.ts": "export {};\n",
          [file]: before,
        },
        async (project) => {
          assert.equal((await initTwice(project)).code, 0);
          assert.equal(await project.read(file), after);
        },
      ),
    );
  }

  it("links: their target is written", () =>
    withProject(
      {
        "shared/package.json": '{ "scripts": { "build": "tspc" } }',
        "shared/tsconfig.json": '{ "include": ["src"] }',
        "src/main.ts": "export {};\n",
      },
      async (project) => {
        for (const name of ["package.json", "tsconfig.json"]) {
          await rm(project.at(name));
          await symlink(path.join("shared", name), project.at(name));
        }
        assert.equal((await initTwice(project)).code, 0);
        for (const name of ["package.json", "tsconfig.json"]) {
          assert.ok((await lstat(project.at(name))).isSymbolicLink());
          assert.match(await project.read(`shared/${name}`), /@importspy\/transformer/);
        }
      },
    ));
});

describe("importspy init, in a workspace,", { concurrency: 2 }, () => {
  const member = (name: string, build: string) => ({
    [`packages/${name}/package.json`]: `{ "name": "${name}", "scripts": { "build": "${build}" } }`,
    [`packages/${name}/src/main.ts`]: "export {};\n",
  });

  it("adds the entry to the shared configuration, and not to the others", () =>
    withProject(
      {
        "package.json": '{ "workspaces": ["packages/*"], "scripts": { "build": "npm run build --workspaces" } }',
        "tsconfig.json": '{ "files": [], "references": [{ "path": "packages/a" }, { "path": "packages/b" }] }',
        "tsconfig.base.json": '{\n  "compilerOptions": { "composite": true }\n}\n',
        "tsconfig.lib.json": '{ "extends": "./tsconfig.base.json" }',
        "packages/a/tsconfig.json": '{ "extends": "../../tsconfig.lib.json", "include": ["src"] }',
        "packages/b/tsconfig.json": '{ "extends": ["../../tsconfig.base.json"], "include": ["src"] }',
        ...member("a", "tspc -p ."),
        ...member("b", "tspc -p . && echo b"),
      },
      async (project) => {
        const { code, stdout } = await initTwice(project);
        assert.equal(code, 0, stdout);
        assert.equal(
          await project.read("tsconfig.base.json"),
          `{\n  "compilerOptions": { "composite": true, "plugins": [${ENTRY}] }\n}\n`,
        );
        for (const name of ["tsconfig.lib.json", "packages/a/tsconfig.json", "packages/b/tsconfig.json"])
          assert.doesNotMatch(await project.read(name), /plugins/);
      },
    ));

  it("changes each package that tsc builds, even without a reference, and no other", () =>
    withProject(
      {
        "package.json": '{ "name": "root", "scripts": { "build": "pnpm -r build" } }',
        "pnpm-workspace.yaml":
          "packages:\n  - 'packages/*' # all\n  - \"!packages/old\"\nonlyBuiltDependencies:\n  - esbuild\n",
        "tsconfig.json": '{ "files": [], "references": [] }',
        "packages/a/tsconfig.json": '{ "include": ["src"] }',
        "packages/b/tsconfig.json": '{ "include": ["src"] }',
        ...member("a", "rimraf dist && tsc -p . && tsc -p . --outDir out"),
        ...member("b", "vitepress build docs"),
        ...member("old", "tsc"),
        "packages/b/docs/index.md": "# B\n",
      },
      async (project) => {
        const { code, stdout } = await initTwice(project);
        assert.equal(code, 0, stdout);
        assert.deepEqual(await read(project, "packages/a/package.json"), {
          name: "a",
          scripts: { build: "rimraf dist && importspy build -p . && importspy build -p . --outDir out" },
          dependencies: { importspy: "^0.1.0" },
        });
        for (const [name, build] of [
          ["b", "vitepress build docs"],
          ["old", "tsc"],
        ]) {
          assert.deepEqual(await read(project, `packages/${name}/package.json`), { name, scripts: { build } });
        }
      },
    ));
});

describe("importspy init does not say that a project is ready", { concurrency: 2 }, () => {
  const left: Record<string, readonly [files: Files, told: RegExp]> = {
    "with sources that a bundler uses": [
      {
        "package.json": '{ "scripts": { "build": "tsc && vite build" } }',
        "index.html": '<script type="module" src="/src/main.ts"></script>',
      },
      /✗ the script "build" bundles src\/main\.ts \(through index\.html\) with vite/,
    ],
    "whose build emits nothing": [
      {
        "package.json": '{ "scripts": { "start": "bun src/main.ts" } }',
        "tsconfig.json": '{ "compilerOptions": { "noEmit": true }, "include": ["src"] }',
      },
      /✗ the script "start" runs src\/main\.ts with bun/,
    ],
    "that a framework compiles": [
      { "package.json": '{ "scripts": { "build": "nest build" } }' },
      /✗ the script "build" builds with nest/,
    ],
    "whose scripts cannot be followed": [
      { "package.json": '{ "scripts": { "build": "make" } }' },
      /\? cannot tell what the script "build" runs/,
    ],
  };
  for (const [name, [files, told]] of Object.entries(left)) {
    it(name, () =>
      withProject(
        {
          "tsconfig.json": '{ "compilerOptions": { "outDir": "dist" }, "include": ["src"] }',
          "src/main.ts": "export {};\n",
          ...files,
        },
        async (project) => {
          const first = await initTwice(project);
          const again = await init(project);
          for (const { code, stdout } of [first, again]) {
            assert.match(stdout, told);
            assert.match(stdout, /^Left to do:$/m);
            assert.doesNotMatch(stdout, /ready/);
            assert.equal(code, 1);
          }
          assert.doesNotMatch(await project.read("tsconfig.json"), /plugins/);
          const doctor = await project.importspy(["doctor"]);
          assert.match(doctor.stdout, told);
          assert.equal(doctor.code, 1);
        },
      ),
    );
  }
});

describe("importspy init refuses, and changes nothing", { concurrency: 2 }, () => {
  const cases: Record<string, [files: Files, args: string[], stderr: string]> = {
    "a tsconfig.json that does not exist": [
      FILES,
      ["-p", "nowhere"],
      "nowhere does not exist; name a tsconfig.json or its folder",
    ],
    "a tsconfig.json that is not JSON": [
      { ...FILES, "tsconfig.json": '{\n  "compilerOptions": {\n' },
      [],
      "<project>/tsconfig.json:3 is not JSON (CloseBraceExpected); fix it",
    ],
  };
  for (const [name, [files, args, stderr]] of Object.entries(cases)) {
    it(name, () =>
      withProject(files, async (project) => {
        assert.deepEqual(await init(project, ...args), { code: 2, stdout: "", stderr: `importspy init: ${stderr}\n` });
        assert.equal(await project.read("package.json"), PACKAGE);
      }),
    );
  }

  it("a package.json that is not JSON", () =>
    withProject({ ...FILES, "package.json": "{" }, async (project) => {
      const { code, stderr } = await init(project);
      assert.match(stderr, /^importspy init: package\.json is not JSON \(.*\); fix it\n$/);
      assert.equal(code, 2);
    }));

  it("a file that cannot be written", () =>
    withProject({ ...FILES, "package.json": PLUGGED }, async (project) => {
      // In the way of the second file, also for a user who may write everywhere.
      await mkdir(project.at("tsconfig.json.importspy-init"));
      await chmod(project.at("package.json"), 0o600);
      const { code, stderr } = await init(project);
      assert.equal(stderr, "importspy init: tsconfig.json cannot be written (EISDIR); nothing was changed\n");
      assert.equal(code, 2);
      assert.equal(await project.read("package.json"), PLUGGED);
      assert.equal((await stat(project.at("package.json"))).mode & 0o777, 0o600);
    }));
});
