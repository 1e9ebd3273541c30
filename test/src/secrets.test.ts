import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { start } from "./hosts/started.ts";
import { run } from "./project.ts";

const TELLS = ["-e", "console.log('the key is', process.env.KEY.slice(0, -1))"];
const env = { KEY: "t0psecret-1" };

describe("secrets of tests", () => {
  it("are found in the output of programs, also in part", async () => {
    await assert.rejects(run(process.execPath, TELLS, { env }), /the output has a secret, the value of KEY/);
    await using program = start(process.execPath, TELLS, { env });
    await assert.rejects(program.printed("the key is"), /the output has a secret, the value of KEY/);
  });

  it("do not match other texts", async () => {
    const { stdout } = await run(process.execPath, TELLS, { env: { KEY: "open", OTHER: "t0psecret" } });
    assert.equal(stdout, "the key is ope\n");
  });
});
