/**
 * `importspy init`, run as a process on projects that know nothing of importspy.
 *
 * @module
 */
import assert from "node:assert/strict";
import { chmod, mkdir, rm, stat } from "node:fs/promises";
import path from "node:path";
import { describe, it } from "node:test";
import { createProject, type Files, type Project, root } from "./project.ts";

async function withProject(files: Files, use: (project: Project) => Promise<void>): Promise<void> {
  const project = await createProject(files);
  try {
    await use(project);
  } finally {
    await project.remove();
  }
}

const init = (project: Project, ...args: string[]) =>
  project.node([path.join(root, "runtime/bin/importspy.cjs"), "init", ...args]);

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
const TSCONFIG = `{
  // How we compile.
  "compilerOptions": {
    "module": "nodenext", /* Node */
    "plugins": [
      { "transform": "typescript-transform-paths" } // rewrites paths
    ],
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

tsconfig.json
+       {
+         "transform": "@importspy/transformer",
+         "transformProgram": true
+       },

`;

describe("importspy init", { concurrency: 2 }, () => {
  it("shows what it would change, and changes nothing with --dry-run", () =>
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
      assert.equal(
        tsconfig,
        TSCONFIG.replace(
          '"plugins": [\n',
          '"plugins": [\n      {\n        "transform": "@importspy/transformer",\n        "transformProgram": true\n      },\n',
        ),
      );
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

  it("mends an entry without transformProgram, and moves a development dependency", () =>
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

  it("leaves every comment where it belongs, in the file's own form", () =>
    withProject(
      {
        "package.json": '{ "name": "shop" }',
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

  it("leaves comments where they belong in a list, and where there are no compilerOptions", () =>
    withProject(
      {
        "package.json": '\uFEFF{ "name": "shop" }',
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
          `{\n  "compilerOptions": {\n    "plugins": [ // in order\n${entry("      ")},\n      // the first\n      { "name": "x" }\n    ]\n  }\n}\n`,
        );
        const manifest = await project.read("package.json");
        assert.deepEqual(JSON.parse(manifest.replace("\uFEFF", "")).dependencies, { importspy: "^0.1.0" });
      },
    ));

  it("knows tsc in quotation marks, by its file, and behind variables", () =>
    withProject(
      {
        ...FILES,
        "package.json": JSON.stringify({
          scripts: {
            both: "concurrently \"tsc -w\" 'node --watch dist'",
            file: "node --stack-size=2000 ./node_modules/typescript/bin/tsc -p .",
            memory: 'NODE_OPTIONS="--max-old-space-size=8000 --stack-size=2000" tsc',
            named: 'tsc -p "tsconfig.json" && rm "dist"',
          },
        }),
      },
      async (project) => {
        assert.equal((await init(project)).code, 0);
        assert.deepEqual(JSON.parse(await project.read("package.json")).scripts, {
          both: "concurrently \"importspy build -w\" 'node --watch dist'",
          file: "importspy build -p .",
          memory: 'NODE_OPTIONS="--max-old-space-size=8000 --stack-size=2000" importspy build',
          named: 'importspy build -p "tsconfig.json" && rm "dist"',
        });
      },
    ));

  it("makes the packages of a workspace ready, each with its own dependency and scripts", () =>
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

  it("writes out the plugins that a tsconfig inherits, and visits references", () =>
    withProject(
      {
        "package.json": "{}",
        "tsconfig.json": '{ "files": [], "references": [{ "path": "core" }] }\n',
        "base.json": '{ "compilerOptions": { "plugins": [{ "name": "an-editor-plugin" }] } }',
        "core/tsconfig.json": '{ "extends": "../base.json" }',
        "core/main.ts": "export {};\n",
      },
      async (project) => {
        assert.equal((await init(project)).code, 0);
        assert.equal(await project.read("tsconfig.json"), '{ "files": [], "references": [{ "path": "core" }] }\n');
        assert.deepEqual(JSON.parse(await project.read("core/tsconfig.json")).compilerOptions.plugins, [
          { name: "an-editor-plugin" },
          { transform: "@importspy/transformer", transformProgram: true },
        ]);
      },
    ));
});

describe("importspy init refuses, and changes nothing", { concurrency: 2 }, () => {
  const cases: Record<string, [files: Files, args: string[], stderr: string]> = {
    "a tsconfig.json that does not exist": [
      FILES,
      ["-p", "nowhere"],
      "nowhere does not exist; name a tsconfig.json or its folder",
    ],
    "a tsconfig.json that is no JSON": [
      { ...FILES, "tsconfig.json": '{\n  "compilerOptions": {\n' },
      [],
      "<project>/tsconfig.json:3 is no JSON (CloseBraceExpected); mend it",
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

  it("a package.json that is no JSON", () =>
    withProject({ ...FILES, "package.json": "{" }, async (project) => {
      const { code, stderr } = await init(project);
      assert.match(stderr, /^importspy init: package\.json is no JSON \(.*\); mend it\n$/);
      assert.equal(code, 2);
    }));

  it("a file that cannot be written", () =>
    withProject(FILES, async (project) => {
      // In the way of the second file, also for a user who may write everywhere.
      await mkdir(project.at("tsconfig.json.importspy-init"));
      await chmod(project.at("package.json"), 0o600);
      const { code, stderr } = await init(project);
      assert.equal(stderr, "importspy init: tsconfig.json cannot be written (EISDIR); nothing was changed\n");
      assert.equal(code, 2);
      assert.equal(await project.read("package.json"), PACKAGE);
      assert.equal((await stat(project.at("package.json"))).mode & 0o777, 0o600);
    }));
});
