/**
 * Sources that are nested more deeply than a stack is: where TypeScript compiles them, guards are put into them.
 *
 * @module
 */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import ts from "typescript";
import { compile } from "../compile.ts";

const CONTRACT = "/** @importspy { env: { TOKEN: string } } */\nexport const pay = 1;\n";
const IMPORT = 'import { pay } from "./pay.js";\n';
const LOAD = 'import("./pay.js")';
const chain = (operator: string, count: number, part = (index: number) => `"${index}"`) =>
  Array.from({ length: count }, (_, index) => part(index)).join(operator);
const nested = (open: string, inner: string, close: string, count: number) =>
  open.repeat(count) + inner + close.repeat(count);

/** Each of some properties may be each other one: `o.p0 = o.p1; o.p0 = o.p2; …` */
const tangled = (count: number, end = "") => {
  const names = Array.from({ length: count }, (_, index) => `p${index}`);
  return names.flatMap((to) => names.flatMap((from) => (to === from ? [] : `o.${to} = o.${from}${end};`))).join("\n");
};

interface Example {
  readonly text: string;
  /** Guarded calls. */
  readonly calls: number;
  readonly options?: ts.CompilerOptions;
  readonly name?: string;
}

const EXAMPLES: Readonly<Record<string, Example>> = {
  "2,500 operands after an import": { text: `${IMPORT}export const a = pay + ${chain(" + ", 2_500)};\n`, calls: 0 },
  "2,500 operands between two import()s": {
    text: `export const a = String(${LOAD}) + ${chain(" + ", 2_500)} + String(${LOAD});\n`,
    calls: 2,
  },
  "2,500 operands that are not checked": {
    text: `${IMPORT}export const a = String(${LOAD}) + ${chain(" + ", 2_500)} + pay;\n`,
    calls: 1,
    options: { noCheck: true },
  },
  "2,500 operands around a mention": {
    text: `${IMPORT}export const a = ${chain(" + ", 2_500)} + /* \`@importspy { os: "linux" }\` */ pay;\n`,
    calls: 0,
  },
  "2,500 operands in CommonJS": {
    text: `${IMPORT}export const a = ${chain(" + ", 2_500)} + pay;\n`,
    // The import itself, which is a call there.
    calls: 1,
    options: { module: ts.ModuleKind.CommonJS },
  },
  "lists in lists": { text: `export const a: unknown = ${nested("[", LOAD, "]", 60)};\n`, calls: 1 },
  "calls of calls": {
    text: `${IMPORT}const o: any = {};\nexport const a = o${".f(pay)".repeat(100)}.f(${LOAD});\n`,
    calls: 1,
  },
  "functions in functions": { text: `export const a = ${"() => ".repeat(100)}${LOAD};\n`, calls: 1 },
  "blocks in blocks": { text: `${nested("{", `await ${LOAD};`, "}", 200)}\nexport {};\n`, calls: 1 },
  "branch after branch": {
    text: `${IMPORT}let a: any = pay;\nif (a) a = ${LOAD};\n${chain("\n", 200, (index) => `else if (a === ${index}) a++;`)}\nelse a = ${LOAD};\n`,
    calls: 2,
  },
  "conditions in conditions": {
    text: `declare const a: any;\nexport const b = ${chain(" : ", 150, (index) => `a === ${index} ? ${index}`)} : ${LOAD};\n`,
    calls: 1,
  },
  "properties that get each other's values": {
    text: `import { createRequire } from "node:module";
function f(o: any) {
  o.p3 = createRequire(import.meta.url);
  ${tangled(12)}
  o.p0("./pay.js");
}
f({});\n`,
    calls: 1,
  },
  "properties that get what the others return": {
    text: `import { createRequire } from "node:module";
function f(o: any) {
  o.p3 = createRequire(import.meta.url);
  ${tangled(6, "()")}
  o.p3("./pay.js");
  o.p0.value();
}
f({});\n`,
    calls: 1,
  },
  "a function that walks a tree": {
    text: `import { createRequire } from "node:module";
const read = (n: any): any =>
  ${chain(" ?? ", 8, (index) => `(n.p${index} && read(n.p${index}))`)} ?? n.load;
read({ p0: { load: createRequire(import.meta.url) } })("./pay.js");\n`,
    calls: 1,
  },
  "elements in elements": {
    text: `declare const React: any;\nexport const a: any = ${nested("<>", `{${LOAD}}`, "</>", 60)};\n`,
    calls: 1,
    options: { jsx: ts.JsxEmit.React },
    name: "main.tsx",
  },
};

describe("a deep source is guarded", () => {
  for (const [title, { text, calls, options = {}, name = "main.ts" }] of Object.entries(EXAMPLES)) {
    it(title, () => {
      const files = { "pay.ts": CONTRACT, [name]: text };
      const plain = compile(files, options, false);
      const { errors, emitted } = compile(files, options);
      assert.deepEqual(errors, plain.errors);
      const found = emitted["dist/main.js"]?.match(/\.\$importspy\(\d/g) ?? [];
      assert.equal(found.length, calls);
      assert.match(emitted["dist/main.importspy.js"] ?? "", /"app\/pay\.ts"/);
    });
  }
});
