/**
 * Comments that are far longer, and types that are nested far deeper, than anybody writes: the work grows with the
 * length alone, which is counted and not timed, and depth is a mistake at its place.
 *
 * @module
 */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import transformer from "@importspy/transformer";
import ts from "typescript";
import { compile } from "../compile.ts";

const LIBRARY = `interface Array<T> { length: number } interface Boolean {} interface Function {} interface CallableFunction {}
interface NewableFunction {} interface IArguments {} interface Number {} interface Object {} interface RegExp {} interface String {}`;

const compileModule = (module: string) =>
  compile({ "library.d.ts": LIBRARY, "m.ts": module }, { noLib: true }, true, ["library.d.ts", "m.ts"]);

/** A compiler that counts what it is given to read: characters to parse, and tokens to scan. */
function createCounted(): { readonly typescript: typeof ts; readonly work: () => number } {
  let work = 0;
  const counted: Partial<typeof ts> = {
    createSourceFile: (name, text, ...rest) => {
      work += text.length;
      return ts.createSourceFile(name, text, ...rest);
    },
    createScanner: (...parameters) => {
      const scanner = ts.createScanner(...parameters);
      const { scan } = scanner;
      scanner.scan = () => {
        work++;
        return scan();
      };
      return scanner;
    },
  };
  const typescript = new Proxy(ts, {
    get: (target, name) => counted[name as keyof typeof ts] ?? target[name as keyof typeof ts],
  });
  return { typescript, work: () => work };
}

/** How much the plugin reads of a module. */
function workOf(module: string): number {
  const { typescript, work } = createCounted();
  const files = new Map([
    ["/library.d.ts", LIBRARY],
    ["/m.ts", module],
  ]);
  const host = ts.createCompilerHost({});
  const own: ts.CompilerHost = {
    ...host,
    fileExists: (name) => files.has(name),
    readFile: (name) => files.get(name),
    writeFile: () => {},
    getCurrentDirectory: () => "/",
    getSourceFile: (name, version) => ts.createSourceFile(name, files.get(name) ?? "", version, true),
  };
  const created = ts.createProgram([...files.keys()], { noLib: true, noEmit: true }, own);
  const program = transformer.default(created, own, { transformProgram: true }, { ts: typescript });
  ts.getPreEmitDiagnostics(program);
  return work();
}

const tags = (count: number) =>
  `/**\n${Array.from({ length: count }, (_, index) => ` * @importspy { env: { V${index}: "x" } }\n`).join("")} */\nexport const a = 1;\n`;
const pairs = (count: number) =>
  `/** @importspy ${Array.from({ length: count }, (_, index) => `{ env: { V${index}: "x" } }`).join(" | ")} */\nexport const a = 1;\n`;

describe("the time for a comment", () => {
  for (const [name, make] of Object.entries({ tags, pairs })) {
    it(`grows with its length: ${name}`, () => {
      const [small, large] = [workOf(make(50)), workOf(make(200))];
      assert.ok(small > 100, "something is counted");
      assert.ok(large < 5 * small, `${small} for 50, ${large} for 200`);
    });
  }
});

const CONTRACT = "@importspy { env: { TOKEN: string } }";

describe("a comment can be read with", () => {
  const comments: Readonly<Record<string, string>> = {
    "100,000 stars before its end": `/** ${CONTRACT}\n ${"*".repeat(100_000)}*/`,
    "100,000 stars in a line": `/** ${CONTRACT} ${"*".repeat(100_000)} */`,
    "100,000 lines of stars": `/**\n${" *\n".repeat(100_000)} * ${CONTRACT}\n */`,
    "100,000 stars in the opening": `/**${"*".repeat(100_000)}\n * ${CONTRACT}\n */`,
    "a line of a million characters": `/** ${CONTRACT} ${"note ".repeat(200_000)}*/`,
    "a line of a million spaces": `/**${" ".repeat(1_000_000)}${CONTRACT}${" ".repeat(1_000_000)}*/`,
    "100,000 pairs of braces in its note": `/** ${CONTRACT} ${"{}".repeat(100_000)} */`,
    "100,000 fences that are not closed": `/**\n * ${CONTRACT}\n${" * ```\n * ~~~\n".repeat(50_000)} * ~~~\n */`,
    "100,000 other tags": `/**\n * ${CONTRACT}\n${" * @param a - A.\n".repeat(100_000)} */`,
  };
  for (const [name, comment] of Object.entries(comments)) {
    it(name, () => {
      const { errors, emitted } = compileModule(`${comment}\nexport const a = 1;\n`);
      assert.deepEqual(errors, []);
      assert.ok(emitted["dist/m.importspy.js"]?.includes('"env.TOKEN"'));
    });
  }

  it("2,000 tags", () => {
    const { errors, emitted } = compileModule(tags(2000));
    assert.deepEqual(errors, []);
    assert.ok(emitted["dist/m.importspy.js"]?.includes('"env.V1999"'));
  });
});

describe("a file can be read with", () => {
  it("5,000 misplaced tags, in one comment and in 5,000 comments", () => {
    const lines = " * @importspy { }\n".repeat(5000);
    const { errors } = compileModule(
      `/*\n${lines} */\n${"f(/* @importspy { } */);\n".repeat(5000)}export declare const f: Function;\n`,
    );
    assert.equal(errors.filter((error) => error.includes(" 87111 ")).length, 10_000);
  });
});

describe("TS87123: a type that is nested too deeply", () => {
  const nested = (open: string, inner: string, close: string, count: number) =>
    open.repeat(count) + inner + close.repeat(count);
  const types: Readonly<Record<string, string>> = {
    parentheses: `{ os: ${nested("(", '"linux"', ")", 20_000)} }`,
    "parentheses, at the limit of what is read": `{ os: ${nested("(", '"linux"', ")", 120)} }`,
    objects: nested("{ env: ", "string", " }", 20_000),
    "type arguments": `{ env: { A: ${nested("Secret<", "string", ">", 20_000)} } }`,
    tuples: `{ env: { A: ${nested("[", "string", "]", 20_000)} } }`,
    templates: `{ env: { A: ${nested("`${", "string", "}`", 20_000)} } }`,
    "braces that are not closed": "{".repeat(20_000),
    lists: `{ env: { A: string${"[]".repeat(20_000)} } }`,
    operators: `{ env: { A: ${"keyof ".repeat(20_000)}string } }`,
    conditions: `{ os: ${Array.from({ length: 20_000 }, () => '"a" extends "b" ? "linux" : ').join("")}"darwin" }`,
    functions: `{ os: ${"() => ".repeat(20_000)}"linux" }`,
  };
  for (const [name, type] of Object.entries(types)) {
    it(name, () => {
      const { errors, emitted } = compileModule(`/**\n * Words.\n * @importspy ${type}\n */\nexport const a = 1;\n`);
      assert.ok(
        errors.every((error) => error.startsWith("m.ts:3:") && error.includes(" 87123 ")),
        errors[0],
      );
      assert.equal(errors.length, 1);
      assert.ok(emitted["dist/m.importspy.js"]?.includes("block("));
    });
  }

  it("is not raised for a wide type, or for usual nesting", () => {
    const wide = Array.from({ length: 2_000 }, (_, index) => index).join(" | ");
    const { errors } = compileModule(
      `/** @importspy { env: { A: ${wide}; B: ${nested("(", "string", ")", 40)} } } */\nexport const a = 1;\n`,
    );
    assert.deepEqual(errors, []);
  });
});
