/** `importspy/testing`: facts of any machine, in the tests of a user. */
import assert from "node:assert/strict";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { build } from "esbuild";
import { createProject, machineNode, type Project, root, run, tsconfig } from "../project.ts";
import { NODE_PROJECT } from "./node.ts";

describe("importspy/testing", () => {
  let modules: Project;
  let common: Project;
  before(async () => {
    [modules, common] = await Promise.all([
      createProject(NODE_PROJECT, undefined, "whole"),
      createProject(
        {
          ...NODE_PROJECT,
          "package.json": '{ "name": "shop", "type": "commonjs" }',
          "tsconfig.json": tsconfig({ module: "node16", moduleResolution: "node16" }),
        },
        undefined,
        "whole",
      ),
    ]);
    const builds = await Promise.all([modules, common].map((project) => project.tspc(["-p", "."])));
    for (const { code, stdout } of builds) assert.equal(code, 0, stdout);
    // The types are found by each kind of resolution, without skipLibCheck and without lib "esnext".
    const options = [
      "--noEmit",
      "--skipLibCheck",
      "false",
      "--target",
      "es2022",
      "--lib",
      "es2022",
      "--types",
      "node",
      "--strict",
    ];
    const resolutions = [
      ["esnext", "bundler"],
      ["nodenext", "nodenext"],
    ];
    const checks = resolutions.map(([module = "", resolution = ""]) =>
      modules.node([
        path.join(root, "node_modules/typescript/bin/tsc"),
        ...options,
        ...["--ignoreConfig", "--module", module, "--moduleResolution", resolution, "src/using.test.ts"],
      ]),
    );
    for (const { code, stdout } of await Promise.all(checks)) assert.equal(code, 0, stdout);
  });
  after(() => Promise.all([modules?.remove(), common?.remove()]));

  it("is found by verify outside of tests", async () => {
    const verify = () => modules.importspy(["verify", "dist"]);
    const clean = await verify();
    assert.equal(clean.code, 0, clean.stdout);
    const bundle = await build({
      entryPoints: [modules.at("dist/using.test.js")],
      bundle: true,
      write: false,
      platform: "node",
      loader: { "": "js" },
    });
    await modules.write({
      "dist/plain.js": 'import { simulate } from "importspy/testing";\nexport const plain = simulate;\n',
      "dist/bundled.js": bundle.outputFiles[0]!.text,
    });
    const { code, stdout } = await verify();
    assert.equal(code, 1, stdout);
    assert.match(stdout, /✗ dist\/plain\.js:1 +imports importspy\/testing, which lays other facts over the real ones/);
    assert.match(stdout, /✗ dist\/bundled\.js:1 +imports importspy\/testing/);
  });

  const nodes = [...new Set([process.execPath, machineNode()])];
  for (const node of nodes) {
    it(`simulates facts under node --test of ${node === process.execPath ? "this" : "the machine's"} Node.js`, async () => {
      const runs = [modules, common].flatMap(({ folder }) =>
        ["payments", "open", "using"].map((name) => run(node, ["--test", `dist/${name}.test.js`], { cwd: folder })),
      );
      for (const [index, { code, stdout, stderr }] of (await Promise.all(runs)).entries()) {
        assert.doesNotMatch(stdout + stderr, /t0psecret/);
        if (index % 3 !== 1) {
          assert.equal(code, 0, stdout + stderr);
          continue;
        }
        assert.equal(code, 1, stdout + stderr);
        assert.match(
          stdout,
          /importspy\/testing: what simulate\(\) returned at .*open\.test\.js:\d+:\d+ was never restored; write "using machine = simulate\(…\)", or call restore\(\)/,
        );
      }
    });
  }
});
