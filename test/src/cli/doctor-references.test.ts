/**
 * What `importspy doctor` says of imports between projects that no reference leads to.
 *
 * @module
 */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Files } from "../project.ts";
import { asks, createSolution, plain, SHAPES, UNSEEN } from "../shapes.ts";
import { build } from "../solution.ts";

/** What doctor says of references, after a build. */
async function examine(files: Files): Promise<string[]> {
  const project = await createSolution(files);
  try {
    await build(project, "importspy build", ["-b", "base"]);
    const { stdout } = await project.importspy(["doctor"]);
    return stdout.split("\n").filter((line, index, lines) => `${lines[index - 1]}${line}`.includes("no reference"));
  } finally {
    await project.remove();
  }
}

const unseen = (line: number) => [
  `! app/main.ts:${line} imports from base/tsconfig.json, to which no reference of app/tsconfig.json leads: tspc -b may not see that a contract there changes`,
  '  → add {"path":"../base"} to "references" in app/tsconfig.json',
];

describe("importspy doctor", { concurrency: 2 }, () => {
  for (const name of ["a container", "node_modules", "a path alias to what was built"]) {
    it(`names an import past ${name}`, async () => {
      assert.deepEqual(await examine({ ...UNSEEN[name]!, "base/mod.ts": asks("debug") }), unseen(1));
    });
  }

  it("names no import without a contract", async () => {
    assert.deepEqual(await examine({ ...UNSEEN.node_modules!, "base/mod.ts": plain }), []);
  });

  for (const [name, files] of Object.entries(SHAPES).filter(([each]) => /^a (?:diamond|reference)/.test(each))) {
    it(`does not name an import past ${name}`, async () => {
      assert.deepEqual(await examine({ ...files, "base/mod.ts": asks("debug") }), []);
    });
  }
});
