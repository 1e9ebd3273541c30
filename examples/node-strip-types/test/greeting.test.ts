import assert from "node:assert/strict";
import { it } from "node:test";
import { judge, simulate } from "importspy/testing";

it("greets in the language that is set", async () => {
  for (const [language, greeting] of [
    ["it", "ciao"],
    ["en", "hello"],
  ]) {
    const machine = simulate({ env: { LANGUAGE: language } });
    const { greet } = await import("../src/greeting.ts");
    assert.equal(greet(), greeting);
    machine.restore();
  }
});

it("does not load without a language, or on an old Node.js", async () => {
  const machine = simulate({ env: { LANGUAGE: undefined }, runtime: { node: "20.11.0" } });
  await assert.rejects(import("../src/greeting.ts"), (error: { violations: readonly { path: string }[] }) => {
    assert.deepEqual(
      error.violations.map(({ path }) => path),
      ["env.LANGUAGE", "runtime.node"],
    );
    return true;
  });
  machine.restore();
});

it("would run on Windows", () => {
  assert.equal(judge("src/greeting.ts", { os: "win32", env: { LANGUAGE: "en" } }).admitted, true);
});
