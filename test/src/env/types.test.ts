import assert from "node:assert/strict";
import path from "node:path";
import { describe, it } from "node:test";
import { root, run } from "../project.ts";

const STRICTER = ["--exactOptionalPropertyTypes", "--noUncheckedIndexedAccess"];

/** The types of `env<C>()` are plain TypeScript: test/types has the assertions. */
describe("types of values", { concurrency: 2 }, () => {
  for (const version of ["typescript-5.9", "typescript", "typescript-7"]) {
    for (const options of [[], STRICTER]) {
      it([version, ...options].join(" "), async () => {
        const compiler = path.join(root, "node_modules", version, "bin/tsc");
        const { code, stdout, stderr } = await run(process.execPath, [compiler, "-p", "test/types", ...options], {
          cwd: root,
        });
        assert.equal(stdout + stderr, "");
        assert.equal(code, 0);
      });
    }
  }
});
