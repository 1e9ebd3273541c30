/** A part of `npm run fuzz`, the same each time. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { fuzz } from "../fuzz/run.ts";

describe("random contracts", () => {
  it("admit exactly the texts that docs/contract.md defines", () => {
    const { judgements, refused, disagreements } = fuzz({ seed: 13, judgements: 15_000 });
    assert.deepEqual(disagreements, []);
    assert(judgements >= 15_000);
    // Both happen often, so that neither is agreed on for want of the other.
    assert(refused > judgements / 4 && refused < (judgements * 3) / 4, `${refused} of ${judgements} refused`);
  });
});
