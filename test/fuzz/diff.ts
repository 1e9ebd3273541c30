/**
 * Whether `importspy diff` is right about random contracts: where it says minor or patch, no environment that the old
 * contract admits may be refused by the new one. What admits is written here from docs/contract.md alone.
 *
 * @module
 */
import fc from "fast-check";
import { type LockedContract, lockContract, readSidecar } from "importspy/dist/artifacts.cjs";
import satisfies from "semver/functions/satisfies.js";
import ts from "typescript";
import { compareContracts } from "../../transformer/dist/cli/commands/diff/compare/contracts.js";
import { compile } from "../src/compile.ts";
import { judge, type Variable } from "./oracle.ts";
import { createRandom } from "./random.ts";
import { randomText } from "./texts.ts";
import { type Tag, type Type, textOf } from "./types.ts";

interface Alternative {
  readonly os: readonly string[] | undefined;
  readonly node: string | undefined;
  readonly pg: { readonly range: string; readonly isOptional: boolean } | undefined;
  readonly variables: readonly Variable[];
}

/** Ranges that overlap, in several spellings. */
const RANGES = [
  "^8",
  "^8.11",
  ">=8 <9",
  "8.x",
  ">=7",
  "^7 || ^8",
  ">=8.11.0 || <7",
  "8.11.3",
  "^8.11.0-rc.1",
  "*",
  "<=8",
];
const VERSIONS = [
  "6.9.9",
  "7.0.0",
  "8.0.0",
  "8.11.0-rc.1",
  "8.11.0-rc.2",
  "8.11.0",
  "8.11.3",
  "8.12.0",
  "9.0.0-0",
  "9.0.0",
  "",
];
const SYSTEMS = ["linux", "darwin", "win32", "aix"];
const NUMBERS = [-3, 0, 0.5, 1, 2, 5, 10, 65535];

const tag = (name: string, values: readonly (number | string)[]) =>
  fc.constantFrom(...values).map((value) => ({ tag: name, value }) as Tag);

const numeric = fc
  .uniqueArray(
    fc.oneof(
      tag("Minimum", [-3, 0, 1]),
      tag("ExclusiveMinimum", [-3, 0, 0.5]),
      tag("Maximum", [5, 10, 65535]),
      tag("ExclusiveMaximum", [5, 10, 65535]),
      tag("MultipleOf", [0.5, 1, 2, 5]),
      tag("Type", ["int32", "uint32", "int64", "double"]),
    ),
    { maxLength: 3, selector: (each) => each.tag.replace("Exclusive", "") },
  )
  .map((tags): Type => ({ kind: "number", tags }));

const textual = fc
  .uniqueArray(
    fc.oneof(
      tag("MinLength", [0, 1, 2, 3]),
      tag("MaxLength", [3, 4, 64]),
      tag("Format", ["uri", "ipv4", "uuid", "date"]),
    ),
    { maxLength: 2, selector: (each) => each.tag },
  )
  .map((tags): Type => ({ kind: "string", tags }));

const literal = fc
  .constantFrom("a", "b", "", "1", "true", 1, 2, 0.5, true, false)
  .map((value): Type => ({ literal: value }));

const template = fc
  .constantFrom(
    [{ text: "v" }, { hole: "number" }],
    [{ text: "v" }, { hole: "string" }],
    [{ text: "v" }, { hole: "bigint" }],
    [{ hole: "string" }, { text: "-" }, { hole: "string" }],
    [{ hole: "string" }, { text: "1" }],
    [{ text: "v1" }, { hole: "string" }],
  )
  .map((parts) => ({ template: parts, tags: [] }) as Type);

const plain = fc.constantFrom<Type>(
  ...(["string", "number", "bigint", "boolean"] as const).map((kind): Type => ({ kind, tags: [] })),
  { secret: { kind: "string", tags: [] } },
);

/** Types that have much in common, so that one is often within another. */
const type: fc.Arbitrary<Type> = fc.oneof(
  numeric,
  textual,
  literal,
  template,
  plain,
  fc
    .uniqueArray(literal, { minLength: 2, maxLength: 4, selector: (each) => textOf(each) })
    .map((union): Type => ({ union })),
  fc.tuple(fc.oneof(textual, template, numeric), literal).map((union): Type => ({ union })),
);

const alternative: fc.Arbitrary<Alternative> = fc.record({
  os: fc.option(fc.uniqueArray(fc.constantFrom(...SYSTEMS), { minLength: 1, maxLength: 3 }), {
    nil: undefined,
    freq: 1,
  }),
  node: fc.option(fc.constantFrom(...RANGES), { nil: undefined, freq: 1 }),
  pg: fc.option(fc.record({ range: fc.constantFrom(...RANGES), isOptional: fc.boolean() }), {
    nil: undefined,
    freq: 1,
  }),
  variables: fc
    .tuple(
      ...["A", "B"].map((name) =>
        fc.option(fc.record({ name: fc.constant(name), type, isOptional: fc.boolean() }), { nil: undefined }),
      ),
    )
    .map((all) => all.filter((each) => each !== undefined)),
});

const contract = fc.array(alternative, { minLength: 1, maxLength: 2 });

function tagOf({ os, node, pg, variables }: Alternative): string {
  const members = variables.map(({ name, type: own, isOptional }) => `${name}${isOptional ? "?" : ""}: ${textOf(own)}`);
  const fields = [
    ...(os ? [`os: ${os.map((name) => JSON.stringify(name)).join(" | ")}`] : []),
    ...(node ? [`runtime: { node: ${JSON.stringify(node)} }`] : []),
    ...(pg ? [`packages: { pg${pg.isOptional ? "?" : ""}: ${JSON.stringify(pg.range)} }`] : []),
    ...(members.length ? [`env: { ${members.join("; ")} }`] : []),
  ];
  return ` * @importspy { ${fields.join("; ")} }\n`;
}

interface Environment {
  readonly os: string;
  readonly node: string;
  readonly pg: string | undefined;
  readonly variables: Readonly<Record<string, string | undefined>>;
}

const isInRange = (range: string, version: string, prereleases: boolean) =>
  range === "*" || satisfies(version, range, { includePrerelease: prereleases });

const admits = (alternatives: readonly Alternative[], environment: Environment): boolean =>
  alternatives.some(
    ({ os, node, pg, variables }) =>
      (!os || os.includes(environment.os)) &&
      (!node || isInRange(node, environment.node, true)) &&
      (!pg || (environment.pg === undefined ? pg.isOptional : isInRange(pg.range, environment.pg, false))) &&
      variables.every((variable) => judge(variable, environment.variables[variable.name]) === undefined),
  );

/** What is to be compared. */
export interface DiffFuzzOptions {
  readonly seed: number;
  /** How many contracts; all pairs of them are compared. */
  readonly contracts: number;
  /** How many environments each pair is judged in. */
  readonly environments: number;
}

/** What came of it. */
export interface DiffFuzzResult {
  readonly pairs: number;
  /** How many of them are minor or a patch. */
  readonly green: number;
  readonly unknown: number;
  /** Environments that were judged of green pairs and that the old contract admits. */
  readonly judged: number;
  readonly failures: readonly string[];
}

/** Compiles random contracts; those with a mistake (a range that is empty) are left out. */
function compileContracts({ seed, contracts }: DiffFuzzOptions) {
  const all = fc
    .sample(contract, { seed, numRuns: contracts })
    .filter((alternatives) => alternatives.every((each) => tagOf(each).length > 20));
  const files = Object.fromEntries(
    all.map((alternatives, index) => [
      `c${index}.ts`,
      `/**\n${alternatives.map(tagOf).join("")} */\nexport const a = ${index};\n`,
    ]),
  );
  const options = { module: ts.ModuleKind.Node20, moduleResolution: ts.ModuleResolutionKind.Node16 };
  const { errors, emitted } = compile({ ...files, "package.json": '{ "name": "fuzz" }' }, options);
  const broken = new Set(errors.map((error) => /^c(\d+)\.ts/.exec(error)?.[1]).filter((each) => each !== undefined));
  return all.flatMap(
    (alternatives, index): { alternatives: readonly Alternative[]; locked: LockedContract; text: string }[] => {
      const sidecar = emitted[`dist/c${index}.importspy.js`];
      if (broken.has(String(index)) || !sidecar) return [];
      const { data, validators } = readSidecar(sidecar, "0.1.0").contract!;
      return [{ alternatives, locked: lockContract(data, validators, []), text: files[`c${index}.ts`]! }];
    },
  );
}

/** Compares all pairs of random contracts. The same options give the same result. */
export function fuzzDiff(options: DiffFuzzOptions): DiffFuzzResult {
  const random = createRandom(options.seed);
  const compiled = compileContracts(options);
  const failures: string[] = [];
  let [pairs, green, unknown, judged] = [0, 0, 0, 0];

  const environmentFor = (alternatives: readonly Alternative[]): Environment => {
    const { os, variables } = random.pick(alternatives);
    const texts = ["A", "B"].map((name) => {
      const known = variables.find((each) => each.name === name);
      const text = known ? randomText(random, known.type) : random.pick(["a", "", "1", undefined, "true"]);
      return [name, random.chance(0.1) ? String(random.pick(NUMBERS)) : text] as const;
    });
    return {
      os: random.pick(os && random.chance(0.9) ? os : SYSTEMS),
      node: random.pick(VERSIONS.filter(Boolean)),
      pg: random.pick([...VERSIONS, undefined]),
      variables: Object.fromEntries(texts),
    };
  };

  for (const before of compiled) {
    // The same environments for all that are compared with it.
    const environments = Array.from({ length: options.environments }, () => environmentFor(before.alternatives));
    const admitted = environments.filter((each) => admits(before.alternatives, each));
    for (const after of compiled) {
      pairs++;
      const changes = compareContracts(before.locked, after.locked);
      if (changes.some(({ isUnknown }) => isUnknown)) unknown++;
      if (changes.some(({ level }) => level === "major")) continue;
      green++;
      judged += admitted.length;
      const refused = admitted.find((each) => !admits(after.alternatives, each));
      if (refused)
        failures.push(`${before.text}\n${after.text}\n${JSON.stringify(refused)}\n${JSON.stringify(changes)}`);
    }
  }
  return { pairs, green, unknown, judged, failures: failures.slice(0, 10) };
}
