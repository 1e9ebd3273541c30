/** Validators that are read, against the same validators as JavaScript runs them. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { UnknownCode } from "importspy/dist/artifacts.cjs";
import { compare, evaluate, PROBES, read } from "../reading.ts";

/** Reads code and runs it. Returns on how many probes the two could be compared. */
const compareText = (text: string): number => compare(text, read(text), evaluate(text));

/** What contracts are compiled to, and what authors write into tags of their own. */
const VALIDATORS = [
  "_isFormatUri",
  "(input) => true",
  "(input) => 0 < input.length",
  '(input) => "string" === typeof input && _isFormatUri(input) || "none" === input',
  '(input, text) => !_modulo(text, "1") && _minus(text, "1") >= 0 && _minus(text, "65535") <= 0 || !_minus(text, "-3")',
  '(input) => "bigint" === typeof input || _holds(() => input.length % 2 === 0) || _holds(() => JSON.parse(input))',
  "(input) => BigInt(0) <= input && 5n >= input",
  "(input) => -3 === input || 1e21 === input || 0x10 === input || .5 === input || 1.5 === input",
  '(input) => "\\uD83C\\uDF89" === input || "\\x61\\u{62}\\n\\"" === input || \'5\' === input',
  "(input) => /^v[+-]?\\d+(?:\\.\\d+)?$/.test(input)",
  "(input) => /[/\\]]|^[^]*b$/iu.test(input)",
  "(input) => /a/g.test(input) && /a/g.test(input)",
  '(input) => RegExp("^[a-z\\\\-]+$", "u").test(input) || new RegExp("(").test(input)',
  '(input) => ((text) => text.split("").every((letter, index = 0) => (index === 0) === (letter === "v")))(input)',
  '(importer) => (importer.package === "app" && ((input) => /^src\\/[^]*$/.test(input))(importer.module))',
  "(input) => [...input].filter((c) => c > `a`).length % 2 === 0",
  "(input) => { const n = Number(input); const m = n * 2; return Number.isInteger(m) ? m / 2 === n : !n; }",
  '(input) => JSON.parse(input) === null || JSON.parse(input)["length"]',
  '(input) => input.replace(/[ab]/g, "").length === `${input}`.trim().length - 2',
  "(input) => (input[0] ?? 1) === 1",
  "x => x - -1 > +x == !x",
  "(input) => /(a)(b)?/.exec(input)[2] === undefined",
  '(input) => ["a", "b"].includes(input) || [..."xyz", input].indexOf(input) < 3',
  "(input) => input ? input : input === 0 ? 1 / input : 5",
  "(input) => input.slice(1).slice(1).at(-1) + 1",
  "() => undefined",
];

describe("an interpreted validator", () => {
  it("gives the same result as when it is run", () => {
    for (const text of VALIDATORS) {
      if (text.includes("??")) assert.throws(() => read(text), UnknownCode);
      else assert.equal(compareText(text), PROBES.length, text);
    }
  });

  it("gives the same result for random code", () => {
    const names = ["input", "a", "b"];
    const literal = fc.constantFrom(
      ...['"a"', "'b\\n'", "`c`", "0", "1.5", "0x1f", "3n", "true", "null", "undefined", "NaN", "[]", '["a", 1]'],
      ...names,
    );
    const binary = fc.constantFrom(..."|| && === !== == != < <= > >= + - * / %".split(" "));
    const method = fc.constantFrom("includes", "slice", "indexOf", "at", "split", "concat", "charCodeAt", "toString");
    const { value } = fc.letrec<{ value: string }>((tie) => {
      const sub = tie("value");
      return {
        value: fc.oneof(
          { maxDepth: 4, withCrossShrink: true },
          literal,
          fc.tuple(sub, binary, sub).map(([left, operator, right]) => `(${left} ${operator} ${right})`),
          fc.tuple(sub, binary, sub, binary, sub).map((parts) => parts.join(" ")),
          fc
            .tuple(fc.constantFrom("!", "-", "+", "typeof "), sub)
            .map(([operator, operand]) => `${operator}(${operand})`),
          fc.tuple(sub, sub, sub).map(([test, yes, no]) => `(${test} ? ${yes} : ${no})`),
          fc.tuple(sub, method, sub).map(([owner, name, argument]) => `(${owner}).${name}(${argument})`),
          fc.tuple(sub, sub).map(([owner, key]) => `(${owner})[${key}]`),
          fc.tuple(sub, fc.constantFrom("length", "module", "constructor")).map(([owner, key]) => `(${owner}).${key}`),
          fc.tuple(fc.constantFrom("String", "Number", "Boolean", "_isFormatEmail"), sub).map(([f, x]) => `${f}(${x})`),
          fc.tuple(sub, sub).map(([body, argument]) => `((a, b = 1) => ${body})(${argument})`),
          fc.tuple(sub, sub).map(([owner, body]) => `(${owner}).some((a, b) => ${body})`),
          fc.tuple(sub, sub).map(([first, second]) => `[${first}, ...${second}]`),
          fc.tuple(sub, sub).map(([first, second]) => `\`\${${first}}-\${${second}}\``),
          sub.map((argument) => `/^[a-c]*$/.test(${argument})`),
        ),
      };
    });
    let compared = 0;
    fc.assert(
      fc.property(value, (body) => {
        // Names that no function around declares are an error in JavaScript when it comes there.
        const text = `(input, a = "ab", b = [1, 2]) => ${body}`;
        compared += compareText(text);
      }),
      { numRuns: 1000 },
    );
    assert.ok(compared > 1000 * PROBES.length * 0.9, `${compared}`);
  });

  it("refuses what JavaScript refuses", () => {
    const pieces = VALIDATORS.flatMap((text) => text.split(/\b|(?=[^\w\s])/));
    let taken = 0;
    fc.assert(
      fc.property(
        fc.constantFrom(...VALIDATORS),
        fc.array(fc.tuple(fc.nat(), fc.nat(2), fc.constantFrom(...pieces)), { minLength: 1, maxLength: 3 }),
        (text, edits) => {
          const parts = text.split(/\b|(?=[^\w\s])/);
          for (const [place, removed, inserted] of edits) parts.splice(place % parts.length, removed, inserted);
          const edited = parts.join("");
          try {
            read(edited);
          } catch (error) {
            assert.ok(error instanceof UnknownCode, edited);
            return;
          }
          taken++;
          compareText(edited);
        },
      ),
      // `_isFormatUri.parse(input)` is no call of `_isFormatUri`.
      { numRuns: 5000, examples: [[VALIDATORS[17]!, [[141007269, 1, "_isFormatUri"]]]] },
    );
    assert.ok(taken > 100, `${taken}`);
  });

  it("has no side effects", () => {
    const attacks = [
      "(input) => process.exit(0)",
      "(input) => input.constructor.constructor('return process')().exit(0)",
      "(input) => input['constructor']['constructor']",
      "(input) => [].map.constructor('return 1')()",
      "(input) => (() => {}).constructor",
      "(input) => { while (true) {} return true; }",
      "(input) => (Object.prototype.optional = true)",
      "(input) => { input.__proto__.optional = true; return true; }",
      "(input) => import('node:fs').catch((e) => e.constructor)",
      "(input) => eval(input)",
      "(input) => Function(input)()",
      "(input) => this",
      "(input) => globalThis",
      "(input) => arguments",
      "(input) => new Proxy({}, {})",
      "(input) => ({ get length() { return 1; } }).length",
      "(input) => ((f) => f(f))((f) => f(f))",
      "(input) => [1].map(read)",
      "(input) => input.toString.call(1)",
      "(input) => `${{}}`",
      "(input) => RegExp.prototype.test = 1",
      "(input) => String.raw`a`",
      "(input) => input`a`",
      "function (input) { return true; }",
      "async (input) => true",
      "true",
      "(input) => true, (input) => false",
      "(input) => true // comment",
      "",
      "_isFormatNothing",
      "constructor",
      "Number",
      `(input) => ${"(".repeat(5000)}input${")".repeat(5000)}`,
      `(input) => ${"!".repeat(5000)}input`,
      `(input) => ${"input ? 1 : ".repeat(5000)}1`,
    ];
    for (const text of attacks) {
      const judged = () => read(text)("text");
      // A function of JavaScript that cannot do anything is no attack.
      if (text === "Number") assert.ok(Number.isNaN(judged()));
      else assert.throws(judged, UnknownCode, text);
    }
  });

  it("creates no more than the limit", () => {
    const doubled = (call: string) => `((a) => ${call})(`.repeat(40);
    for (const text of [
      `(input) => ${doubled("a + a")}input${")".repeat(40)}.length`,
      `(input) => ${doubled("[...a, ...a]")}[1, 2]${")".repeat(40)}.length`,
      `(input) => ${doubled('a.replaceAll("", a)')}input${")".repeat(40)}.length`,
      `(input) => ${doubled('a.replace(/./g, "$&$&$&")')}input${")".repeat(40)}.length`,
      `(input) => ${doubled("`${a}${a}`")}input${")".repeat(40)}.length`,
      `(input) => ${doubled("a.concat(a, a)")}input${")".repeat(40)}.length`,
      `(input) => ${doubled("[a, a].flatMap((x) => x)")}[input]${")".repeat(40)}.length`,
      `(input) => ${'.split("").map(() => input.split(""))'.repeat(1)}`,
    ]) {
      assert.throws(() => read(text)("text"), UnknownCode, text);
    }
    const wide = '(input) => input.split("").map(() => input.split("").map(() => input.split(""))).length';
    assert.throws(() => read(wide)("x".repeat(2000)), UnknownCode);
  });

  it("may be long: a union of thousands of members, a text of several megabytes", () => {
    const members = Array.from({ length: 20_000 }, (_, index) => `${index} === input`).join(" || ");
    assert.equal(read(`(input) => ${members}`)(19_999), true);
    const long = "x".repeat(15_000_000);
    assert.equal(read(`(input) => "${long}" === input || \`${long}\` === input`)(long), true);
    assert.throws(() => read(`(input) => /${long}/.test(input)`), UnknownCode);
  });
});
