/**
 * What others wrote is shown and does nothing: names of files, packages and variables, notes and versions may hold
 * control sequences for terminals and commands for the runners of CI.
 *
 * @module
 */
import assert from "node:assert/strict";
import { after, describe, it } from "node:test";
import fc from "fast-check";
import { printable, printableLine, printableOutput } from "../../runtime/src/printable.ts";
import { importspy } from "./cli/fixture.ts";
import { createProject } from "./project.ts";

const ESC = "\u001b";
/** Clears the screen, sets a terminal's title, hides what follows, turns a line around, and talks to CI. */
const HOSTILE = `${ESC}[2J${ESC}]0;x\u0007\u009b8m\u202e`;

/** No control character but line breaks, and no line that CI takes for a command. */
function assertHarmless(text: string, where: string): void {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
  assert.doesNotMatch(text, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/, where);
  assert.doesNotMatch(text, /^\s*::[a-z-]+|##\[/m, where);
}

describe("texts of others", {
  concurrency: 2,
  skip: process.platform === "win32" && "names of files cannot hold them",
}, () => {
  it("are shown by refusals, diagnostics and commands, and not obeyed", async () => {
    const file = `a${HOSTILE}\n::error::b.ts`;
    const emitted = file.replace(/ts$/, "js");
    const project = await createProject({
      "package.json": JSON.stringify({
        name: `app${ESC}[31m`,
        version: "1.0.0",
        type: "module",
        dependencies: { pg: "*" },
        scripts: { build: "importspy build", [`x${HOSTILE}`]: "vite build" },
      }),
      "node_modules/pg/package.json": JSON.stringify({ name: "pg", version: `7.0.0${HOSTILE}\n::error::c` }),
      [`src/${file}`]: `/** @importspy { packages: { pg: "^8" } } Ask${HOSTILE}\n * ::error::ask\n * ##[error]ask */\nexport const a = 1;\n`,
      "src/main.ts": `import { a } from ${JSON.stringify(`./${encodeURIComponent(emitted)}`)};\nconsole.log(a);\n`,
    });
    after(() => project.remove());
    const built = await project.tspc();
    assertHarmless(built.stdout.replace(/^src\/.*?: error TS2307.*$/gms, ""), "tspc");
    const run = await project.node([`dist/${emitted}`]);
    assert.equal(run.code, 1);
    const [, message] = run.stderr.split(/(?=ContractViolationError: )/);
    assertHarmless(message!.split("\n    at ")[0]!, "the refusal");
    assert.match(message!, /found 7\.0\.0\?/);
    assert.match(message!, /: :error::ask/);
    for (const args of [
      ["check", "dist"],
      ["explain", "dist"],
      ["doctor"],
      ["verify", "dist"],
      ["check", `src/${file}`],
    ]) {
      const { stdout, stderr } = await importspy(project, args);
      assertHarmless(stdout + stderr, args.join(" "));
      assert.ok((stdout + stderr).length, args.join(" "));
    }
  });

  it("stay as they are where they do nothing, and are shown once", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const shown = printable(text);
        assertHarmless(shown.replaceAll("\t", " ").replaceAll("\r\n", "\n"), JSON.stringify(text));
        assert.equal(printable(shown), shown);
        const line = printableLine(text);
        assert.equal(printableLine(line), line);
        assert.doesNotMatch(line, /[\r\n\t]/);
      }),
    );
    assert.equal(printable("a: b::c ## [x]"), "a: b::c ## [x]");
    assert.equal(printableOutput(`${ESC}[31mred${ESC}[39m${ESC}[8mhidden`), `${ESC}[31mred${ESC}[39m\\u001b[8mhidden`);
  });
});
