/**
 * Alternatives that others cover: an index finds the same ones as comparing each with each, with far less work. Work is
 * counted, not timed.
 *
 * @module
 */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { LockedAlternative, LockedImporter, Term, ValueMember } from "importspy/dist/artifacts.cjs";
import { containsAlternatives } from "../../../transformer/dist/compare/alternatives.js";
import { findCovered } from "../../../transformer/dist/compare/covering.js";

const member = (rest: Partial<ValueMember>): ValueMember => ({
  base: "string",
  steps: [],
  formats: [],
  patterns: [],
  own: [],
  ...rest,
});
const values = (path: string, members: readonly Partial<ValueMember>[], optional = false): Term => ({
  path,
  optional,
  type: { kind: "values", members: members.map(member) },
});
const range = (path: string, text: string, optional = false): Term => ({
  path,
  optional,
  type: { kind: "range", range: text },
});
const alternative = (terms: readonly Term[], importer?: LockedImporter): LockedAlternative => ({
  terms,
  importer,
  note: undefined,
});
const literals = (...texts: readonly string[]) => texts.map((literal) => ({ literal }));
const patterns = (...members: readonly Partial<ValueMember>[]) =>
  members.map((each) => ({ is: member(each), not: [] }));

/** `mulberry32`: the same numbers in each run. */
function createRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const OPTIONS: Readonly<Record<string, readonly ((optional: boolean) => Term)[]>> = {
  os: [literals("linux"), literals("linux", "darwin"), literals("win32")].map((each) => () => values("os", each)),
  "env.A": [
    literals("a"),
    literals("a", "b"),
    literals("true", "1"),
    literals("1", "2"),
    [{ template: ["a", 1] }],
    [{ base: "boolean" as const, literal: "true" }],
    [{ base: "boolean" as const }],
    [{ base: "number" as const, literal: "1" }],
    [{ base: "number" as const, least: { value: "1", isExclusive: false }, most: { value: "2", isExclusive: false } }],
    [{}],
    [{ minLength: 1 }],
    [{ isSecret: true }],
    literals("", "a"),
  ].map((each) => (optional: boolean) => values("env.A", each, optional)),
  "env.B": [literals("x"), [{}]].map((each) => (optional: boolean) => values("env.B", each, optional)),
  "packages.pg": ["^8.1", "^8", "*"].map((each) => (optional: boolean) => range("packages.pg", each, optional)),
  runtime: [
    () => range("runtime.node", ">=20"),
    () => range("runtime.node", ">=18"),
    () => ({
      path: "runtime",
      optional: false,
      type: {
        kind: "runtimes",
        members: [[{ name: "node", range: ">=20", optional: false }], [{ name: "bun", range: "*", optional: false }]],
      },
    }),
  ],
};
const IMPORTERS: readonly LockedImporter[] = [
  [{ module: patterns({ literal: "src/a.ts" }) }],
  [{ module: patterns({ literal: "src/a.ts" }, { literal: "src/b.ts" }) }],
  [{ module: patterns({ literal: "src/a.ts" }) }, { module: patterns({ literal: "src/b.ts" }) }],
  [{ module: patterns({ template: ["src/", 1] }) }],
  [{ package: patterns({ literal: "web" }) }],
  [{ package: patterns({ literal: "web" }), module: patterns({ literal: "src/a.ts" }) }],
  [{ legacy: "src/a.ts" }],
  [{ legacy: "src/a.ts", legacyPackage: "web" }],
  [{ module: patterns({ literal: "src/a.ts" }), exports: "{ a: string; }" }],
  { unknown: "somebody" },
];

function randomAlternative(random: (below: number) => number): LockedAlternative {
  const terms = Object.values(OPTIONS).flatMap((options) =>
    random(3) ? [] : [options[random(options.length)]!(!random(3))],
  );
  return alternative(terms, random(3) ? undefined : IMPORTERS[random(IMPORTERS.length)]);
}

/** The rule, without an index: each alternative is compared with all others that are left. */
function findByPairs(alternatives: readonly LockedAlternative[], isOrdered: boolean) {
  const left = new Set(alternatives.keys());
  return [...alternatives.keys()].reverse().flatMap((index) => {
    const others = [...left].filter((other) => other !== index && (!isOrdered || other < index));
    const isWithin = (outer: readonly number[]) =>
      outer.length > 0 &&
      containsAlternatives(
        [alternatives[index]!],
        outer.map((other) => alternatives[other]!),
      ) === "yes";
    if (!isWithin(others)) return [];
    left.delete(index);
    return [{ index, by: others.find((other) => isWithin([other])) }];
  });
}

/** How often the types of conditions are read. */
function workFor(alternatives: readonly LockedAlternative[]): number {
  let work = 0;
  const counted = alternatives.map((each) => ({
    ...each,
    terms: each.terms.map((term) => ({
      ...term,
      get type() {
        work++;
        return term.type;
      },
    })),
    get importer() {
      work++;
      return each.importer;
    },
  }));
  findCovered(counted, (each) => [each], false);
  return work;
}

const MANY: Readonly<Record<string, (index: number) => LockedAlternative>> = {
  "distinct variables": (index) => alternative([values(`env.V${index}`, literals("x"))]),
  "distinct optional variables": (index) => alternative([values(`env.V${index}`, literals("x"), true)]),
  "literals of one variable": (index) =>
    alternative([values("os", literals("linux")), values("env.REGION", literals(`r${index}`))]),
  "unions of literals": (index) => alternative([values("env.REGION", literals(`r${index}`, `s${index}`, "common"))]),
  "packages and literals": (index) =>
    alternative([values("env.REGION", literals(`r${index}`)), range("packages.pg", "^8")]),
  "distinct packages": (index) => alternative([range(`packages.p${index}`, "^1")]),
  importers: (index) => alternative([], [{ module: patterns({ literal: `src/${index}.ts` }) }]),
  "equal alternatives": () => alternative([values("env.REGION", literals("r"))]),
  "ranges of one package": (index) => alternative([range("packages.pg", `^${index}.1`)]),
  "templates of one variable": (index) => alternative([values("env.URL", [{ template: [`r${index}-`, 1] }])]),
};

describe("alternatives that others cover", () => {
  it("are the same with and without an index", () => {
    const random = createRandom(7);
    let covered = 0;
    for (let round = 0; round < 1500; round++) {
      const alternatives = Array.from({ length: 2 + random(6) }, () => randomAlternative(random));
      const isOrdered = !random(3);
      const found = findCovered(alternatives, (each) => [each], isOrdered);
      assert.deepEqual(found, findByPairs(alternatives, isOrdered), JSON.stringify(alternatives));
      covered += found.length;
    }
    assert.ok(covered > 500, `${covered} are covered`);
  });

  for (const [name, make] of Object.entries(MANY)) {
    it(`are found with work that grows with their number: ${name}`, () => {
      const [small, large] = [250, 1000].map((length) => workFor(Array.from({ length }, (_, index) => make(index))));
      assert.ok(small! >= 250, "something is counted");
      assert.ok(large! < 5 * small!, `${small} for 250, ${large} for 1000`);
    });
  }
});
