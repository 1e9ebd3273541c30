import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import { compile } from "../compile.ts";
import { root } from "../project.ts";

const page = readFileSync(path.join(root, "docs/contract.md"), "utf8");
const examples = [...page.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code = ""]) => code);

describe("docs/contract.md", () => {
  it("has examples that compile", () => {
    const files = Object.fromEntries(examples.map((code, index) => [`example${index + 1}.ts`, code]));
    const { errors, emitted } = compile(files);
    assert.deepEqual(errors, []);
    for (const name of Object.keys(files)) {
      assert.ok(emitted[`dist/${name.replace(".ts", ".importspy.js")}`], `${name} has a contract`);
    }
  });

  it("describes every tag and every format", () => {
    const vocabulary = readFileSync(path.join(root, "runtime/dist/vocabulary.d.cts"), "utf8");
    const names = [...vocabulary.matchAll(/^export type (\w+)/gm)].map(([, name]) => name!);
    const formats = [...vocabulary.match(/type Value = (.*);/)![1]!.matchAll(/"([\w-]+)"/g)].map(([format]) => format);
    assert.ok(names.includes("Sequence") && names.length > 20, names.join());
    assert.equal(formats.length, 22);
    const missing = [...names, ...formats].filter((name) => !new RegExp(`\`${name}[\`<]`).test(page));
    assert.deepEqual(missing, []);
  });

  it("describes every field and name of contracts", () => {
    const { errors } = compile({
      "m.ts":
        "/** @importspy { oss: 1; os: 'q'; arch: 'qqqqq'; libc: 'qqqqq'; runtime: { qqqqqqqq: true } } */\nexport {};",
    });
    const names = errors.flatMap((error) => [...error.matchAll(/'([a-z0-9-]+)'(?=, |\.$)/g)].map(([, name]) => name));
    assert.ok(names.length > 20, errors.join("\n"));
    for (const name of names) assert.match(page, new RegExp(`\`"?${name}"?\``), name);
  });
});
