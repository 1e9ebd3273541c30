/** What `importspy lock` writes of the exports of packages, and how `diff` compares it, beside what the runtime admits. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { exportsType, parseExports } from "importspy/dist/artifacts.cjs";
import type { ModuleMember, ModuleShape } from "importspy/dist/contract.cjs";
import { load } from "importspy/dist/load.cjs";
import { containsExportTypes } from "../../../transformer/dist/compare/exports.js";

const member = (shape: fc.Arbitrary<ModuleShape>): fc.Arbitrary<ModuleMember> =>
  fc.record(
    { name: fc.constantFrom("a", "b"), shape, optional: fc.constant(true as const) },
    { requiredKeys: ["name", "shape"] },
  );
const members = (shape: fc.Arbitrary<ModuleShape>) =>
  fc.uniqueArray(member(shape), { selector: ({ name }) => name, maxLength: 2 });
const parameters = fc.constantFrom<readonly [number, number | null]>([0, 0], [0, 1], [1, 1], [1, 2], [0, null]);

const { shape } = fc.letrec<{ shape: ModuleShape }>((tie) => ({
  shape: fc.oneof(
    { maxDepth: 3, depthSize: "small" },
    fc.constantFrom<ModuleShape>(
      { kind: "any" },
      { kind: "something" },
      { kind: "undefined" },
      { kind: "symbol" },
      { kind: "bigint" },
      { kind: "bigint", values: ["1"] },
      { kind: "string", expected: "a string" },
      { kind: "number", expected: "a number" },
      { kind: "boolean", expected: "a boolean" },
      { kind: "literal", values: ["a"] },
      { kind: "literal", values: [1, null, true] },
      { kind: "literal", values: [] },
      { kind: "instance", of: "Date" },
      { kind: "instance", of: "Error" },
      { kind: "instance", of: "RangeError" },
      // The type itself.
      { kind: "ref", to: 0 },
    ),
    fc.record({ kind: fc.constant("list" as const), of: tie("shape") }),
    fc.record(
      {
        kind: fc.constant("tuple" as const),
        of: fc.array(tie("shape"), { minLength: 1, maxLength: 2 }),
        least: fc.constant(1),
        rest: tie("shape"),
      },
      { requiredKeys: ["kind", "of"] },
    ),
    fc.record({ kind: fc.constant("union" as const), of: fc.array(tie("shape"), { minLength: 2, maxLength: 2 }) }),
    fc.record(
      { kind: fc.constant("object" as const), members: members(tie("shape")), rest: tie("shape") },
      { requiredKeys: ["kind", "members"] },
    ),
    fc.record(
      { kind: fc.constant("function" as const), parameters, members: members(tie("shape")) },
      { requiredKeys: ["kind"] },
    ),
    fc.record(
      {
        kind: fc.constant("class" as const),
        parameters,
        members: members(tie("shape")),
        prototype: members(tie("shape")),
        base: fc.constantFrom(
          { of: "globals" as const, name: "Error" },
          { of: "globals" as const, name: "RangeError" },
          { of: "exports" as const, name: "a" },
        ),
      },
      { requiredKeys: ["kind"] },
    ),
  ),
}));
/** The exports of a package: an object, or what CommonJS exports in its place. */
const root = fc.oneof(
  fc.record(
    { kind: fc.constant("object" as const), members: members(shape), rest: shape },
    { requiredKeys: ["kind", "members"] },
  ),
  fc.record({ kind: fc.constant("function" as const), parameters, members: members(shape) }),
);

/** Values of every kind, without the names that all functions have. */
const LEAVES: readonly unknown[] = [
  ...[
    "a",
    "b",
    1,
    2,
    true,
    false,
    null,
    undefined,
    1n,
    2n,
    Symbol("a"),
    new Date(0),
    new RangeError("a"),
    new Error("b"),
  ],
  ...[() => 1, (a: unknown) => a, (a: unknown, b: unknown) => [a, b], Object.assign(() => 1, { a: "a" })],
  ...[class {}, class extends Error {}, class extends RangeError {}],
  class {
    static a = 1;
    a() {
      return 1;
    }
    b(b: unknown) {
      return b;
    }
  },
  ...[[], ["a"], [1, "a"], [1, 2, 3]],
];
const VALUES: readonly unknown[] = [
  ...LEAVES,
  ...LEAVES.flatMap((value) => [{ a: value }, { b: value }, { a: value, b: "a" }, { a: { a: value } }, { c: value }]),
  ...LEAVES.map((value) => Object.assign((a: unknown) => a, { a: value })),
  {},
];

/** Whether the runtime admits each of the values as a module. */
async function admits(shapes: readonly ModuleShape[]): Promise<readonly boolean[]> {
  let given: unknown;
  const file = { module: "src/main.ts", package: "app" };
  const loaded = load(file, [{ line: 1, shapes }], [], async () => given, undefined, false);
  const admitted: boolean[] = [];
  for (const value of VALUES) {
    // A namespace with a default may stand for what CommonJS exports.
    given = value;
    admitted.push(
      await loaded(0, "a").then(
        () => true,
        () => false,
      ),
    );
  }
  return admitted;
}

describe("the exports of packages", () => {
  it("are read as they are written", () => {
    fc.assert(
      fc.property(root, (shape) => {
        const text = exportsType([shape], []);
        if (text !== undefined) assert.ok(parseExports(text), text);
      }),
      { seed: 1, numRuns: 2000 },
    );
  });

  it("are contained only where every value of one type has the other", async () => {
    let contained = 0;
    let refused = 0;
    await fc.assert(
      fc.asyncProperty(root, root, fc.boolean(), async (first, second, isAlike) => {
        // Types that differ a little contain each other more often.
        const other: ModuleShape =
          isAlike && first.kind === "object" ? { ...first, members: first.members.slice(0, 1) } : second;
        const [inner, outer] = [exportsType([first], []), exportsType([other], [])];
        if (inner === undefined || outer === undefined) return;
        const { answer } = containsExportTypes(inner, outer);
        if (answer === "no") refused++;
        if (answer !== "yes") return;
        contained++;
        const [own, others] = [await admits([first]), await admits([other])];
        const wrong = VALUES.filter((_, index) => own[index] && !others[index]);
        assert.deepEqual(wrong, [], `${inner} in ${outer}`);
      }),
      { seed: 2, numRuns: 700 },
    );
    assert.ok(contained > 60, `${contained} contained`);
    assert.ok(refused > 60, `${refused} refused`);
  });
});
