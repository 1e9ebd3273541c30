import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { compile } from "../compile.ts";

/** Pieces of which comments and contracts are made, so that random text comes near to them. */
const PIECES = [
  ..."{}()[]<>|&:;,=?.*/@#`'\"\\$ \t\n\r\0é🎉",
  "@importspy",
  "@importspy {",
  "\n * @importspy {",
  "\n * @importspy",
  "@importspy/x",
  "```",
  "~~~",
  "\r\n",
  "\u2028",
  "\n * ",
  "${",
  "//",
  "/*",
  "/**",
  "\\u{1",
  'os: "linux"',
  'arch: "x64" | "arm64";',
  "env: { A: string }",
  "env: { B?: number & Maximum<3> }",
  'packages: { pg: "^8" }',
  'runtime: { node: ">=20" }',
  "importer: { module: `src/${string}` }",
  "importer: { package: 'billing' }",
  "Secret",
  "Format<",
  "never",
  "any",
  "typeof",
  "import(",
  "keyof",
  "extends",
  "infer X",
  "=>",
  "unique symbol",
  "Billing",
];
const piece = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...PIECES) },
  { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 8 }) },
);
const text = fc
  .array(piece, { maxLength: 20 })
  .map((pieces) => pieces.join("").replaceAll("*/", "* /").replace(/^\//, " /"));

/** A library of a few lines makes a compilation a hundred times faster than TypeScript's own. */
const LIBRARY = `interface Array<T> { length: number; [index: number]: T } interface Boolean {} interface Function {}
interface CallableFunction {} interface NewableFunction {} interface IArguments {} interface Number {} interface Object {}
interface RegExp {} interface String {} interface Symbol {} interface SymbolConstructor {}
type Partial<T> = { [P in keyof T]?: T[P] }; type Record<K extends keyof any, T> = { [P in K]: T };
type Uppercase<S extends string> = intrinsic; type Lowercase<S extends string> = intrinsic;
type Capitalize<S extends string> = intrinsic; type Uncapitalize<S extends string> = intrinsic;`;

const compileModule = (module: string, plugin = true) =>
  compile({ "library.d.ts": LIBRARY, "m.ts": module }, { noLib: true }, plugin);

/** A line of the comment that starts with the tag, by the letter of the documentation. */
const TAG_LINE = /^[^\S\r\n]*\**[^\S\r\n]*@importspy(?![\w/-])/m;

/** The same behind signs that begin a line of text, as those of a list: a mistake wherever it stands. */
const SIGNED_LINE = /^[\s*/@{>#+.-]*@importspy(?![\w/-])/m;

const textIn = (comment: string) => comment.replace(/^\/\*\*+/, "").replaceAll("\u2028", "\n");
const isContract = (comment: string) => TAG_LINE.test(textIn(comment));

describe("the comment scanner", () => {
  it("changes no file without a contract", () => {
    const property = fc.property(text, fc.boolean(), (content, inFunction) => {
      const comment = `/**${content}*/`;
      fc.pre(inFunction || !isContract(comment));
      const module = inFunction
        ? `export function f() {\n${comment}\nreturn 1;\n${comment}}\nexport const s = ${JSON.stringify(comment)};\n`
        : `${comment}\nexport const a = 1;\n${comment} export function f() {}\n${comment}`;
      const [ours, plain] = [compileModule(module), compileModule(module, false)];
      assert.deepEqual(ours.emitted, plain.emitted);
      // A contract that stands in a function, or behind a sign, is a mistake, but changes nothing.
      const isMisplaced = (error: string) => SIGNED_LINE.test(textIn(comment)) && error.includes(" 87111 ");
      assert.deepEqual(
        ours.errors.filter((error) => !isMisplaced(error)),
        plain.errors,
      );
    });
    fc.assert(property, { numRuns: 150 });
  });

  it("handles any comment, and reads every tag at the start of a line as a contract", () => {
    const property = fc.property(text, text, (before, after) => {
      const { errors, emitted } = compileModule(`/**${before}\n * @importspy${after}*/\nexport const a = 1;\n`);
      const isFenced = /```|~~~/.test(before);
      const isOtherTag = /^[\w/-]/.test(after);
      if (!isFenced && !isOtherTag) assert.ok(emitted["dist/m.importspy.js"], errors.join("\n"));
    });
    fc.assert(property, { numRuns: 150 });
  });
});

describe("the pipeline", () => {
  it("creates a sidecar or a diagnostic for any type", () => {
    const property = fc.property(text, (type) => {
      const { errors, emitted } = compileModule(
        `/** @importspy {${type}} */\nexport interface Billing { os: "linux" }\n`,
      );
      const sidecar = emitted["dist/m.importspy.js"];
      assert.ok(sidecar);
      // What is wrong about who may import leaves the contract as it is: it admits nobody.
      const isWrong = errors.some((error) => !/ 87(?:218|3\d\d) /.test(error));
      assert.equal(sidecar.includes("block("), isWrong, errors.join("\n"));
    });
    fc.assert(property, { numRuns: 250 });
  });

  it("creates a validator for any valid contract", () => {
    const name = fc.stringMatching(/^[A-Z_]{1,6}$/);
    const variable = fc.constantFrom(
      "string",
      "number & Type<'int32'>",
      "boolean",
      "bigint",
      "'a' | 1 | 2n | true",
      "`a${number}\\n${string}`",
      "Secret",
      "Secret<number>",
      "string & MinLength<2>",
    );
    const env = fc.dictionary(name, variable, { minKeys: 1, maxKeys: 5 });
    const property = fc.property(
      env,
      fc.constantFrom('os: "linux";', 'runtime: { node: "20 || >=22" };', ""),
      (members, field) => {
        const list = Object.entries(members).map(([key, type]) => `${key}: ${type};`);
        const { errors, emitted } = compileModule(
          `/** @importspy { ${field} env: { ${list.join(" ")} } } */\nexport {};\n`,
        );
        assert.deepEqual(errors, []);
        for (const key of Object.keys(members)) assert.ok(emitted["dist/m.importspy.js"]?.includes(`"env.${key}"`));
      },
    );
    fc.assert(property, { numRuns: 50 });
  });
});
