/**
 * Two contracts along a chain of imports that never hold together: told wherever TypeScript runs, also when only a file
 * in between changed. What counts as such is in `test/cases/importer/chains-of-contracts`.
 *
 * @module
 */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { build, outputOf } from "../hosts/builds.ts";
import { createProject, type Files, tsconfig } from "../project.ts";
import { TsServer } from "../tsserver.ts";

const WINDOWS = '/** @importspy { os: "win32" } */\nexport const registry = 1;\n';
const files = {
  "src/windows.ts": WINDOWS,
  "src/between.ts": 'export * from "./windows.js";\n',
  "src/linux.ts":
    '/** @importspy { os: "linux" } */\nimport { registry } from "./between.js";\nexport const linux = registry;\n',
};
const MESSAGE =
  /src\/linux\.ts\(2,26\): error TS87310: src\/linux\.ts imports src\/windows\.ts through src\/between\.ts, but no environment meets/;

describe("chains of contracts", { concurrency: 2 }, () => {
  it("are judged again by an incremental build when any file in the chain changed", async () => {
    const project = await createProject({ ...files, "tsconfig.json": tsconfig({ incremental: true }) });
    const states: readonly (readonly [Files, RegExp])[] = [
      [{}, MESSAGE],
      [{}, MESSAGE],
      [{ "src/between.ts": "export const registry = 1;\n" }, /^$/],
      [{ "src/between.ts": 'export { registry } from "./windows.js";\n' }, MESSAGE],
      [{ "src/windows.ts": WINDOWS.replace('"win32"', '"win32" | "linux"') }, /^$/],
    ];
    for (const [change, expected] of states) {
      await project.write(change);
      assert.match((await project.tspc()).stdout, expected);
    }
    await project.remove();
  });

  it("pass through projects that re-export", async () => {
    const composite = (references: readonly string[]) =>
      tsconfig({ composite: true }, { references: references.map((name) => ({ path: `../${name}` })) });
    const project = await createProject({
      "tsconfig.json": '{ "files": [], "references": [{ "path": "./app" }] }',
      "base/tsconfig.json": composite([]),
      "base/src/windows.ts": WINDOWS,
      "mid/tsconfig.json": composite(["base"]),
      "mid/src/index.ts": 'export { registry } from "../../base/src/windows.js";\n',
      "app/tsconfig.json": composite(["mid", "base"]),
      "app/src/linux.ts": files["src/linux.ts"].replace("./between.js", "../../mid/src/index.js"),
    });
    const { stdout, code } = await project.tspc(["-b"]);
    assert.match(
      stdout,
      /app\/src\/linux\.ts\(2,26\): error TS87310: app\/src\/linux\.ts imports base\/src\/windows\.ts through mid\/src\/index\.ts/,
    );
    assert.equal(code, 2);
    await project.write({ "base/src/windows.ts": WINDOWS.replace('"win32"', '"linux"') });
    assert.equal((await project.tspc(["-b"])).stdout, "");
    await project.remove();
  });

  it("are errors in an editor and in a bundler", async () => {
    const project = await createProject({
      ...files,
      "tsconfig.json": tsconfig({
        plugins: [{ name: "@importspy/transformer", transform: "@importspy/transformer", transformProgram: true }],
      }),
    });
    const server = new TsServer(project);
    for (const name of Object.keys(files)) await server.open(name);
    const found = await server.diagnostics("src/linux.ts").finally(() => server.stop());
    assert.match(found.join(), /^"\.\/between\.js": src\/linux\.ts imports src\/windows\.ts through src\/between\.ts/);
    const [failure] = await build(project, "rolldown", [{ input: "src/linux.ts", output: outputOf("dist", "es") }]);
    assert.match(failure?.message ?? "", /src\/linux\.ts:2:26 - error TS87310/);
    await project.remove();
  });
});
