/** How the runtime reads environment variables, through the guard's entry. */
import assert from "node:assert/strict";
import path from "node:path";
import { describe, it } from "node:test";
import { inspect } from "node:util";
import fc from "fast-check";
import { Reading } from "importspy/dist/contract.mjs";
import * as rareFormats from "importspy/dist/formats.mjs";
import * as guard from "importspy/dist/guard.mjs";
import { type Condition, contractOf, enforceContract, refusalOf, violationsOf, withVariables } from "../contracts.ts";
import { createProject, root, run } from "../project.ts";

const READINGS = Object.values(Reading);

/** The checks behind `Format<…>`, by name. */
const formats = (Object.entries({ ...guard, ...rareFormats }) as [string, (text: unknown) => boolean][]).filter(
  ([name]) => name.startsWith("_isFormat"),
);

/** A condition on `NAME` that holds for values of these types. */
function variable(readings: number, is: (value: unknown) => boolean = () => true, rest: Partial<Condition> = {}) {
  return { path: "env.NAME", expected: "a value", readings, is, ...rest };
}

/** Whether a condition on `NAME` holds for a text. */
function admits(condition: Condition, text: string): boolean {
  return withVariables({ NAME: text }, () => violationsOf(condition).length === 0);
}

/** The rules of SPEC §3, said once more and otherwise: which values a text stands for. */
function valuesOf(text: string, readings: number): unknown[] {
  const values: unknown[] = [];
  const unsigned = text.startsWith("-") ? text.slice(1) : text;
  const isDigits = (part: string) => part !== "" && [...part].every((character) => "0123456789".includes(character));
  const [whole = "", fraction, ...others] = unsigned.split(".");
  const isDecimal = isDigits(whole) && (fraction === undefined || isDigits(fraction)) && !others.length;
  if (readings & Reading.string) values.push(text);
  if (readings & Reading.number && isDecimal && Number.isFinite(Number(text))) values.push(Number(text));
  if (readings & Reading.bigint && isDigits(unsigned)) values.push(BigInt(text));
  if (readings & Reading.boolean && ["true", "1"].includes(text)) values.push(true);
  if (readings & Reading.boolean && ["false", "0"].includes(text)) values.push(false);
  return values;
}

/** Texts near the rules' edges. A variable cannot hold NUL. */
const texts = fc.oneof(
  fc.string({ unit: "grapheme" }).filter((text) => !text.includes("\0")),
  fc.stringMatching(/^[-+]?[0-9]{0,20}(\.[0-9]{0,5})?([eE][0-9]{1,3})?$/),
  fc.bigInt().map(String),
  fc.double().map(String),
  fc.constantFrom("", " ", "true", "TRUE", "false", "1", "0", "00", "-0", "0x50", "1_000", "1e3", "Infinity", "NaN"),
  fc.constantFrom("null", "undefined", "٣", "1\n", "\n1", " 1", "1 ", "--1", "-", ".", "1.", ".5", "1.2.3", "1n"),
  fc.constantFrom("9".repeat(308), "9".repeat(309), `-${"9".repeat(309)}`, `0.${"0".repeat(400)}1`),
);

describe("reading a variable", () => {
  it("passes exactly the values to the validator that the rules define", () => {
    fc.assert(
      fc.property(texts, fc.subarray(READINGS, { minLength: 1 }), (text, flags) => {
        const readings = flags.reduce((sum, flag) => sum | flag, 0);
        const seen: unknown[] = [];
        const collect = (value: unknown) => {
          seen.push(value);
          return false;
        };
        assert.equal(admits(variable(readings, collect), text), false);
        assert.deepEqual(seen, valuesOf(text, readings));
        assert.equal(admits(variable(readings), text), seen.length > 0);
      }),
      { numRuns: 1000 },
    );
  });

  it("says what was wrong, without the value", () => {
    const hintOf = (condition: Condition, text: string) =>
      withVariables({ NAME: text }, () => violationsOf(condition).map(({ kind, hint }) => `${kind}: ${hint}`));
    const none = () => false;
    assert.deepEqual(hintOf(variable(Reading.number), "0x50"), ["invalid: set, but not a decimal number"]);
    assert.deepEqual(hintOf(variable(Reading.number, none), "80"), ["invalid: set, but not a value"]);
    assert.deepEqual(hintOf(variable(Reading.bigint), "1.5"), ["invalid: set, but not an integer"]);
    assert.deepEqual(hintOf(variable(Reading.boolean), "yes"), ["invalid: set, but not a value"]);
    assert.deepEqual(hintOf(variable(Reading.string | Reading.number, none), "x"), ["invalid: set, but not a value"]);
    assert.deepEqual(hintOf(variable(Reading.number), ""), ["invalid: set, but empty"]);
    assert.deepEqual(hintOf(variable(Reading.string), ""), []);
  });

  it("distinguishes absent from invalid", () => {
    const { NAME, ...rest } = process.env;
    assert.equal(NAME, undefined, `the test needs NAME unset among ${Object.keys(rest).length} variables`);
    assert.deepEqual(violationsOf(variable(Reading.string)), [
      { path: "env.NAME", expected: "a value", kind: "missing", hint: "not set", alternative: 0 },
    ]);
    assert.deepEqual(violationsOf(variable(Reading.number, undefined, { optional: true })), []);
    assert.equal(admits(variable(Reading.number, undefined, { optional: true }), "many"), false);
  });

  it("says so when the sidecar is damaged", () => {
    const damaged = { message: "src/payments.ts: its sidecar is damaged; build again" };
    const unjudged: Condition = { path: "env.NAME", expected: "a value", readings: Reading.string };
    withVariables({ NAME: "x" }, () => assert.throws(() => enforceContract(contractOf([unjudged])), damaged));
    const unknown: Condition = { path: "memory", expected: "4 GB", optional: true, is: () => true };
    assert.throws(() => enforceContract(contractOf([unknown])), damaged);
  });
});

describe("unusual values", () => {
  it("reads a text of one megabyte", () => {
    const million = 1 << 20;
    assert.equal(
      admits(
        variable(Reading.string, (value) => (value as string).length === million),
        "x".repeat(million),
      ),
      true,
    );
    assert.equal(admits(variable(Reading.number), "9".repeat(million)), false);
    assert.equal(
      admits(
        variable(Reading.number, (value) => value === 0),
        "0".repeat(million),
      ),
      true,
    );
    assert.equal(
      admits(
        variable(Reading.bigint, (value) => value === 10n ** 99_999n),
        `1${"0".repeat(99_999)}`,
      ),
      true,
    );
    assert.equal(admits(variable(Reading.boolean), "1".repeat(million)), false);
  });

  it("judges a megabyte in every format", () => {
    const units = ["a", "a.", "1", ":", "/", "a@", "%20", "é", "-", "ab:"];
    const repeated = units.map((unit) => unit.repeat((1 << 20) / unit.length));
    for (const text of [...repeated, `http://${"a:".repeat(1 << 19)}@x`]) {
      for (const [name, is] of formats) {
        assert.equal(admits(variable(Reading.string, is), text), is(text), `${name} of ${text.slice(0, 4)}…`);
      }
    }
  });

  it("handles a validator that throws, without showing the error", () => {
    const throwing = variable(Reading.string, (value) => {
      throw new Error(`cannot judge ${String(value)}`);
    });
    const error = withVariables({ NAME: "t0psecret" }, () => refusalOf(contractOf([throwing])));
    assert.equal(error?.violations[0]?.kind, "invalid");
    assert.doesNotMatch(inspect(error, { showHidden: true, depth: null }), /t0psecret/);
  });

  it("reads bytes that are not UTF-8", async () => {
    const project = await createProject({
      "main.mjs": `
        import { enforce, env } from "importspy/dist/guard.mjs";
        const condition = (readings) => ({ path: "env.NAME", expected: "a value", readings, is: 0 });
        const judge = (readings) => {
          try {
            enforce({ key: "x", package: "", module: "x.ts", line: 1, alternatives: [{ conditions: [condition(readings)] }] }, { env }, [() => true]);
            return "admitted";
          } catch (error) {
            return error.violations.map(({ hint }) => hint).join();
          }
        };
        console.log([1, 2, 4, 8].map(judge).join("; "));`,
    });
    try {
      const script = "NAME=$(printf '1\\377\\376\\200') exec \"$0\" main.mjs";
      const { stdout, stderr } = await run("sh", ["-c", script, process.execPath], { cwd: project.folder });
      assert.equal(
        stdout,
        "admitted; set, but not a decimal number; set, but not an integer; set, but not a value\n",
        stderr,
      );
    } finally {
      await project.remove();
    }
  });
});

describe("names that objects inherit", () => {
  const NAMES = ["__proto__", "constructor", "toString", "hasOwnProperty", "valueOf", "__defineGetter__"];
  const main = `
    import { enforce, env } from "importspy/dist/guard.mjs";
    const conditions = ${JSON.stringify(NAMES)}.map((name) => ({
      path: "env." + name, expected: "set", readings: 1, is: 0,
    }));
    try {
      enforce({ key: "x", package: "", module: "x.ts", line: 1, alternatives: [{ conditions }] }, { env }, [(value) => value === "set"]);
      console.log("admitted");
    } catch (error) {
      console.log(error.violations.map(({ path, hint }) => path + " " + hint).join("\\n"));
    }`;

  it("are variables like others, set or not", async () => {
    const project = await createProject({ "main.mjs": main });
    try {
      const set = NAMES.map((name) => `${name}=set`);
      const execute = (variables: readonly string[]) =>
        run("env", [...variables, process.execPath, path.join(project.folder, "main.mjs")], { cwd: root });
      const [without, withAll] = await Promise.all([execute([]), execute(set)]);
      assert.equal(without.stdout, `${NAMES.map((name) => `env.${name} not set`).join("\n")}\n`, without.stderr);
      assert.equal(withAll.stdout, "admitted\n", withAll.stderr);
    } finally {
      await project.remove();
    }
  });
});

describe("a contract with 500 variables", () => {
  it("reports all broken ones in the order of the contract", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(499), { maxLength: 500 }), (broken) => {
        const conditions = Array.from({ length: 500 }, (_, index) => ({
          path: `env.V${index}`,
          expected: "a decimal number",
          readings: Reading.number,
          is: () => true,
        }));
        const wrong = new Set(broken);
        const variables = conditions.map((_, index) => [`V${index}`, wrong.has(index) ? "no" : "1"]);
        const violations = withVariables(Object.fromEntries(variables), () => violationsOf(...conditions));
        assert.deepEqual(
          violations.map((violation) => violation.path),
          [...wrong].sort((a, b) => a - b).map((index) => `env.V${index}`),
        );
      }),
      { numRuns: 10 },
    );
  });
});

describe("secrecy", () => {
  /** Everything that a program can make of an error. */
  function outputsOf(error: Error): string {
    const shown = [error.message, error.stack, String(error), JSON.stringify(error), inspect(error), error.cause];
    const hidden = inspect(error, { showHidden: true, depth: null, getters: true });
    return [...shown, hidden, JSON.stringify(Object.getOwnPropertyDescriptors(error))].join("\n");
  }

  it("shows no value of a variable, nor a part, a length or a hash of one", () => {
    const secrets = fc.stringMatching(/^[G-Z]{4}[g-z]{4}[G-Z0-9]{2,90}$/);
    const readings = fc.subarray(READINGS, { minLength: 1 }).map((flags) => flags.reduce((sum, flag) => sum | flag, 0));
    fc.assert(
      fc.property(fc.array(fc.tuple(secrets, readings), { minLength: 1, maxLength: 5 }), (entries) => {
        const conditions = entries.map(([, flags], index) => ({
          path: `env.SECRET_${index}`,
          expected: "a secret",
          readings: flags,
          is: () => false,
        }));
        const variables = Object.fromEntries(entries.map(([secret], index) => [`SECRET_${index}`, secret]));
        const judge = () => refusalOf(contractOf(conditions, { note: "Ask for the secrets." }));
        const error = withVariables(variables, judge);
        assert(error);
        // Other values, other lengths, the same words: the error is a function of the verdicts alone.
        const others = Object.fromEntries(Object.keys(variables).map((name) => [name, "not the same secret at all"]));
        const other = withVariables(others, judge);
        assert.equal(JSON.stringify(error), JSON.stringify(other));
        const output = outputsOf(error);
        for (const [secret] of entries) {
          for (let start = 0; start + 6 <= secret.length; start++) {
            assert(!output.includes(secret.slice(start, start + 6)), "a part of a secret is shown");
          }
        }
      }),
    );
  });
});
