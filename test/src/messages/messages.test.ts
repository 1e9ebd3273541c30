import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { describe, it } from "node:test";
import { root } from "../project.ts";

interface Message {
  readonly code: number;
  readonly text: string;
  readonly help: string;
}

const { messages } = createRequire(import.meta.url)(path.join(root, "transformer/dist/messages/catalogue.js")) as {
  readonly messages: Readonly<Record<string, Message>>;
};
const read = (pattern: string) =>
  globSync(pattern, { cwd: root }).map((name) => readFileSync(path.join(root, name), "utf8"));
const outputs = read("test/cases/**/expected/output.txt");
// What a build says of how it is installed depends on where it runs, and is tested without a case folder.
const tests = read("test/src/**/*.test.ts");

/** The text with any values: where a message has no file to point at, or is a part of another, it has no number. */
function patternOf({ text }: Message): RegExp {
  const parts = text.split(/\{\d\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(parts.join("[^\\n]*"));
}

function isRaised(message: Message): boolean {
  const isIn = (output: string) => output.includes(`TS${message.code}`) || patternOf(message).test(output);
  return outputs.some(isIn) || tests.some((test) => test.includes(`TS${message.code}`));
}

describe("messages", () => {
  it("are each raised by a case", () => {
    const unraised = Object.entries(messages).filter(([, message]) => !isRaised(message));
    assert.deepEqual(
      unraised.map(([key]) => key),
      [],
    );
  });

  it("have numbers of their own", () => {
    const codes = Object.values(messages).map(({ code }) => code);
    assert.equal(new Set(codes).size, codes.length);
    assert.ok(codes.every((code) => code > 87000 && code < 88000));
  });

  it("are sentences", () => {
    for (const { text, help } of Object.values(messages)) {
      assert.match(text, /([.?]|\{\d\})$/, text);
      assert.match(help, /[.?]$/, help);
    }
  });
});
