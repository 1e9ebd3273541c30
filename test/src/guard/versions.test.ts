/** Ranges compiled by the transformer and judged by the runtime, against npm's semver. */
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { describe, it } from "node:test";
import fc from "fast-check";
import type { CompiledRange } from "importspy/dist/contract.mjs";
import semver from "semver";
import { contractOf, enforceContract, refusalOf } from "../contracts.ts";
import { root } from "../project.ts";

const { compileRange } = createRequire(import.meta.url)(`${root}/transformer/dist/check/versions.js`) as {
  compileRange(text: string, prereleases: boolean): CompiledRange | undefined;
};

// From the build: facts are collected once a process, so the version of this runtime is always the same.
const { satisfies } = (await import(`${root}/runtime/build/guard/range.js`)) as {
  satisfies(text: string, range: CompiledRange): boolean;
};

/** Whether the runtime takes a version of package `pg` for one of the range. */
function admits(version: string, text: string): boolean {
  const range = compileRange(text, false);
  assert(range, `semver refuses ${text}`);
  const packages = [{ path: "packages.pg", expected: text, range }];
  return !refusalOf(contractOf([], { packages, packageVersion: () => version }));
}

/** npm's semver, but `*` is any version of a package: a prerelease, too, and what is not a version. */
function takes(version: string, text: string): boolean {
  const isAny = new semver.Range(text).set.some((all) => all.every(({ value }) => value === ""));
  return isAny || semver.satisfies(version, text);
}

const number = fc.oneof(fc.nat(3), fc.constantFrom(9, 10, 11, 99, 100));
const identifier = fc.oneof(
  number.map(String),
  fc.constantFrom("alpha", "beta", "rc", "a", "A", "x-1", "-", "--", "0a", "10a", "9007199254740991"),
);
const identifiers = fc.array(identifier, { minLength: 1, maxLength: 3 }).map((list) => list.join("."));
const suffix = fc
  .tuple(fc.option(identifiers), fc.option(identifiers))
  .map(([prerelease, build]) => `${prerelease ? `-${prerelease}` : ""}${build ? `+${build}` : ""}`);
const release = fc.tuple(number, number, number).map((numbers) => numbers.join("."));
const version = fc.tuple(fc.constantFrom("", "", "", "v"), release, suffix).map((parts) => parts.join(""));

const partial = fc.oneof(
  version,
  release,
  fc.tuple(number, number).map((numbers) => numbers.join(".")),
  number.map(String),
  fc.tuple(number, fc.constantFrom("x", "X", "*")).map((parts) => parts.join(".")),
  fc.tuple(number, number, fc.constantFrom("x", "*")).map((parts) => parts.join(".")),
  fc.constantFrom("*", "x", ""),
);
const operator = fc.constantFrom("", "=", ">", ">=", "<", "<=", "^", "~", "~>", ">= ", "^ ");
const comparator = fc.tuple(operator, partial).map((parts) => parts.join(""));
const hyphen = fc.tuple(partial, partial).map(([from, to]) => `${from || "0"} - ${to || "9"}`);
const set = fc.oneof(
  fc.array(comparator, { minLength: 1, maxLength: 3 }).map((all) => all.join(" ")),
  hyphen,
);
const range = fc.array(set, { minLength: 1, maxLength: 3 }).map((all) => all.join(" || "));
const valid = range.filter((text) => semver.validRange(text) !== null);

describe("ranges", () => {
  it("agree with semver for packages", () => {
    fc.assert(
      fc.property(version, valid, (found, text) => {
        assert.equal(admits(found, text), takes(found, text), `${found} in ${text}`);
      }),
      { numRuns: 5000 },
    );
  });

  it("agree with semver for versions near the range", () => {
    const near = fc.tuple(version, operator).chain(([bound, sign]) => {
      const { major, minor, patch } = semver.parse(bound)!;
      const others = fc.tuple(fc.constantFrom(`${major}.${minor}.${patch}`), suffix).map((parts) => parts.join(""));
      return fc.tuple(others, fc.constant(`${sign}${bound}`));
    });
    fc.assert(
      fc.property(near, ([found, text]) => {
        assert.equal(admits(found, text), takes(found, text), `${found} in ${text}`);
      }),
      { numRuns: 5000 },
    );
  });

  it("order versions as semver does", () => {
    fc.assert(
      fc.property(version, version, (a, b) => {
        const isBelow = [[`< ${semver.parse(b)!.version}`]];
        // A range with a prerelease of every release, so that prereleases are compared and not left out.
        const range = isBelow.map((bounds) => [...bounds, `>= ${semver.parse(a)!.major}.0.0-0`]);
        const expected = semver.compare(a, b) < 0;
        const admitted = satisfies(a, range);
        assert.equal(admitted, expected, `${a} < ${b}`);
      }),
      { numRuns: 3000 },
    );
  });

  it("agree with semver on texts that are not versions", () => {
    const texts = fc.oneof(
      fc.constantFrom("", "1", "1.2", "1.2.3.4", "1.2.3foo", "one", "latest", ">=1.2.3", "=1.2.3", "1.2.3-", "1.2.3+"),
      fc.constantFrom("^1.2.3", "1.2.x", "1.2.3 4.5.6", "1.2.3-a_b", "-1.2.3", "1.2.-3", "workspace:*", "__proto__"),
      fc.stringMatching(/^[a-z.+-]{0,12}$/),
    );
    fc.assert(
      fc.property(texts, fc.constantFrom("*", ">=0.0.0-0", "1.2.3", "^1", "<9"), (found, text) => {
        assert.equal(admits(found, text), takes(found, text), `${JSON.stringify(found)} in ${text}`);
      }),
    );
  });

  it("refuse every version when their data is invalid", () => {
    for (const comparator of [">=1.0.0", ">=", ">= ", "1.2.3", "= one", " "]) {
      assert.equal(Boolean(satisfies("1.2.3", [[comparator]])), false, comparator);
    }
  });

  it("are refused by the compiler when they are invalid", () => {
    for (const text of ["one", ">=", "1.2.3.4", "latest", "workspace:*", "^"]) {
      assert.equal(compileRange(text, false), undefined, text);
      assert.equal(semver.validRange(text), null, text);
    }
  });
});

describe("versions of a runtime", () => {
  it("count prereleases as semver does with includePrerelease", () => {
    fc.assert(
      fc.property(version, valid, (found, text) => {
        const compiled = compileRange(text, true);
        assert(compiled);
        const expected = semver.satisfies(found, text, { includePrerelease: true });
        assert.equal(satisfies(found, compiled), expected, `${found} in ${text}`);
      }),
      { numRuns: 3000 },
    );
  });

  it("are judged against this process", () => {
    const range = compileRange(`>=${process.versions.node}`, true)!;
    enforceContract(contractOf([{ path: "runtime.node", expected: "this version", range }]));
    const later = compileRange(`>${process.versions.node}`, true)!;
    const [violation] = refusalOf(contractOf([{ path: "runtime.node", expected: "later", range: later }]))!.violations;
    assert.deepEqual(violation, {
      path: "runtime.node",
      expected: "later",
      kind: "mismatch",
      found: process.versions.node,
      hint: `found ${process.versions.node}`,
      alternative: 0,
    });
  });
});
