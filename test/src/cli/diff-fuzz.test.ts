/** A part of `npm run fuzz -- --diff`, the same each time. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { fuzzDiff } from "../../fuzz/diff.ts";

describe("importspy diff on random contracts", () => {
  it("never calls a change minor or patch that refuses something admitted", () => {
    const { pairs, green, unknown, judged, failures } = fuzzDiff({ seed: 5, contracts: 80, environments: 120 });
    assert.deepEqual(failures, []);
    assert(pairs > 3000, `${pairs} pairs`);
    assert(green > pairs / 50, `${green} of ${pairs} are green`);
    assert(judged > 3000, `${judged} environments`);
    assert(unknown <= pairs / 20, `${unknown} of ${pairs} cannot be told`);
  });
});
