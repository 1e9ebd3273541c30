/** Random contracts: types of every kind that docs/contract.md names. */
import { compare, decimalOf } from "./decimals.ts";
import { FORMATS } from "./formats.ts";
import { admitsTag, type Variable } from "./oracle.ts";
import type { Random } from "./random.ts";
import { type Hole, type Kind, stringText, type Tag, type Type, textOf } from "./types.ts";

const EXPONENTS = [7, 8, 15, 16, 31, 32, 52, 53, 62, 63, 64, 65, 127, 128];

/** Bigints at the edges of what computers count with, and beside them. */
export const INTEGERS: readonly bigint[] = [
  ...[0n, 1n, 2n, 3n, 5n, 7n, 10n, 100n, 255n, 65535n, 65536n, 1000000n, 10n ** 18n, 10n ** 21n, 10n ** 30n],
  ...EXPONENTS.flatMap((exponent) => [-2n, -1n, 0n, 1n, 2n].map((delta) => 2n ** BigInt(exponent) + delta)),
].flatMap((value) => [value, -value]);

/** Numbers that TypeScript has exactly, or of which it has a shortest numeral. */
const NUMBERS: readonly number[] = [
  ...INTEGERS.map(Number).filter((value) => Math.abs(value) < 1e40),
  ...[0.1, 0.01, 0.001, 0.25, 0.3, 0.5, 1.1, 1.5, 2.5, 0.7, 19.99, 12.75, 1e-7, 1.5e-9, 0.1 + 0.2, 1 / 3],
  ...[-0.1, -0.5, -19.99, -1e-7, Number.MIN_VALUE, Number.EPSILON, 2251799813685248.5, 1e22, 1e25],
];

const PATTERNS = [
  ...["^[a-z]+$", "^\\p{L}+$", "a", "^.$", "^..$", "^$", "", "\\d", "^\\d{2,3}$", "^(?:a|b)*$", "^[^a]$", "^\\s+$"],
  ...["^[\\p{L}-]+$", "😀", "^[😀-😎]+$", "^\\u{1f600}$", "\\ud83d", "\ud83d", "^\\p{Lu}", "(?<é>a)\\k<é>", "^a|b$"],
  ...[
    "/",
    "^\\/$",
    '"',
    "\\\\",
    "\n",
    "^[\\]/]+$",
    "\\*/",
    "^-?\\d+$",
    "(?=.*a)(?=.*1)",
    "^.{2,3}$",
    "\\bfoo\\b",
    "\u2028",
  ],
];

const TEXTS = [
  ...["", "a", "b", "on", "off", "auto", "debug", "none", "true", "false", "0", "1", "1.0", "null", "undefined"],
  ...[
    "__proto__",
    "constructor",
    "é",
    "😀",
    "\ud83d",
    "\ude00a",
    '"',
    "\\",
    "`${a}`",
    "*/",
    "a b",
    " ",
    "\n",
    "\u2028",
    "a | b",
  ],
];

const SILENT: Readonly<Record<Kind, readonly string[]>> = {
  string: ['Example<"a">', 'Examples<{ first: "a" }>', "Sequence<3>", "JsonSchemaPlugin<{ a: 1 }>"],
  number: ["Example<5>", "Sequence<3>"],
  bigint: ["Example<5n>"],
  boolean: [],
};

const OWN: Readonly<Record<Kind, readonly Extract<Tag, { tag: "Own" }>[]>> = {
  string: [
    {
      tag: "Own",
      name: "even",
      validate: "$input.length % 2 === 0",
      holds: (value: string) => value.length % 2 === 0,
    },
    {
      tag: "Own",
      name: "json",
      validate: "JSON.parse($input) !== 1",
      holds: (value: string) => JSON.parse(value) !== 1,
    },
    { tag: "Own", name: "truthy", validate: "$input.trim()", holds: (value: string) => value.trim() },
    { tag: "Own", name: "missing", validate: "$input.missing.deep", holds: () => false },
    {
      tag: "Own",
      name: "uuid",
      validate: '$importInternal("isFormatUuid")($input)',
      holds: (value: string) => FORMATS.uuid!(value),
    },
    {
      tag: "Own",
      name: "names",
      validate: "[...$input].some((input) => input !== $input[0])",
      holds: (value: string) => [...value].some((letter) => letter !== value[0]),
    },
    // Bears the name of one of the vocabulary's.
    { tag: "Own", name: "minLength", validate: "4 > $input.length", holds: (value: string) => value.length < 4 },
  ],
  number: [
    { tag: "Own", name: "below", validate: "$input < 100", holds: (value: number) => value < 100 },
    {
      tag: "Own",
      name: "whole",
      validate: "Number.isInteger($input)",
      holds: (value: number) => Number.isInteger(value),
    },
    { tag: "Own", name: "zero", validate: "Object.is($input, -0)", holds: (value: number) => Object.is(value, -0) },
    { tag: "Own", name: "throws", validate: "BigInt($input) > 5n", holds: (value: number) => BigInt(value) > 5n },
  ],
  bigint: [
    { tag: "Own", name: "odd", validate: "$input % 2n", holds: (value: bigint) => value % 2n },
    { tag: "Own", name: "throws", validate: "Math.abs($input) > 5", holds: () => false },
  ],
  boolean: [],
};

/** Declared beside each contract. */
export const DECLARED: readonly (Extract<Type, { name: string }> & { readonly declaration: string })[] = [
  {
    name: "Mode",
    of: { union: [{ literal: "first" }, { literal: "__proto__" }, { literal: 3 }, { literal: -2.5 }] },
    declaration: 'enum Mode { First = "first", Inherited = "__proto__", Three = 3, Negative = -2.5 }',
  },
  {
    name: "Size",
    of: { union: [{ literal: 4 }, { literal: 5 }, { literal: 8 }] },
    declaration: "const enum Size { Small = 4, Medium, Large = Small * 2 }",
  },
  {
    name: "Port",
    of: {
      kind: "number",
      tags: [
        { tag: "Type", value: "uint32" },
        { tag: "Maximum", value: 65535 },
      ],
    },
    declaration: 'type Port = number & Type<"uint32"> & Maximum<65535>;',
  },
  {
    name: "Titled",
    of: { union: [{ literal: "pending" }, { literal: 9007199254740993n }] },
    declaration: 'type Titled = Constant<"pending", { title: "Pending" }> | Constant<9007199254740993n, {}>;',
  },
];

function randomNumber(random: Random): number {
  if (random.chance(0.6)) return random.pick(NUMBERS);
  const places = random.below(5);
  const value = (random.below(2_000_000) - 1_000_000) / 10 ** places;
  return Number(value.toFixed(places)) || 0;
}

const randomInteger = (random: Random): bigint =>
  random.chance(0.7) ? random.pick(INTEGERS) : BigInt(random.below(2000) - 1000) * 10n ** BigInt(random.below(25));

/** Whether tags leave anything between their bounds: else they are an error. */
function areCompatible(tags: readonly Tag[], kind: "number" | "bigint"): boolean {
  if (!haveStep(tags, kind)) return false;
  const values = tags.flatMap((tag) => (tag.tag.endsWith("imum") ? [(tag as { value: number }).value] : []));
  const isInside = (value: number | bigint) => {
    const decimal = decimalOf(value);
    return tags.every(
      (tag) => tag.tag === "MultipleOf" || tag.tag === "Type" || admitsTag(tag, { text: "", value, decimal }),
    );
  };
  const types = tags.filter((tag) => tag.tag === "Type");
  const isOfTypes = values.every((value) => types.every((tag) => isRoughlyOf(tag.value, value)));
  const sorted = [...values].sort((a, b) => compare(decimalOf(a), decimalOf(b)));
  const middle = sorted.length > 1 ? [(Number(sorted[0]) + Number(sorted.at(-1))) / 2] : [];
  return isOfTypes && (!values.length || values.length === 1 || [...values, ...middle].some(isInside));
}

/** Whether a number within the bounds is known to be a multiple, and an integer where it must be: else they are an error. */
function haveStep(tags: readonly Tag[], kind: "number" | "bigint"): boolean {
  const steps = tags.flatMap((tag) => (tag.tag === "MultipleOf" ? [tag.value] : []));
  const isTyped = tags.some(({ tag, ...rest }) => tag === "Type" && (rest as { value: string }).value !== "double");
  const has = (ending: string) => tags.some(({ tag }) => tag.endsWith(ending));
  const isBounded = isTyped || (has("Minimum") && has("Maximum"));
  if (!isBounded || !(steps.length || isTyped || kind === "bigint")) return true;
  const bounds = tags.flatMap((tag) => (tag.tag.endsWith("imum") ? [(tag as { value: number | bigint }).value] : []));
  const near = (value: number | bigint): (number | bigint)[] =>
    typeof value === "bigint" ? [value, value - 1n, value + 1n, -value] : [value, value - 1, value + 1, -value];
  const zero = kind === "bigint" ? 0n : 0;
  return [zero, ...[...bounds, ...steps].flatMap(near)].some((value) => {
    const decimal = decimalOf(value);
    const isInteger = decimal.digits % 10n ** BigInt(decimal.places) === 0n;
    return tags.every((tag) => admitsTag(tag, { text: isInteger ? String(decimal.digits) : "", value, decimal }));
  });
}

/** Whether a bound lies inside the range of a type, so that both together admit something. */
function isRoughlyOf(type: string, value: number | bigint): boolean {
  const least = type.startsWith("u") ? 0 : -(2 ** 31);
  const most = type === "float" || type === "double" ? 2 ** 127 : 2 ** 31;
  return Number(value) > (most > 2 ** 31 ? -most : least) && Number(value) < most;
}

function numericTags(random: Random, kind: "number" | "bigint"): Tag[] {
  const value = () => (kind === "number" ? randomNumber(random) : randomInteger(random));
  const types = (
    kind === "number" ? ["int32", "uint32", "int64", "uint64", "float", "double"] : ["int64", "uint64"]
  ) as ("int64" | "uint64")[];
  const step = value();
  const tags: Tag[] = [
    { tag: "Type", value: random.pick(types) },
    { tag: "Minimum", value: value() },
    { tag: "ExclusiveMinimum", value: value() },
    { tag: "Maximum", value: value() },
    { tag: "ExclusiveMaximum", value: value() },
    ...(Number(step) === 0 ? [] : [{ tag: "MultipleOf", value: step } as const]),
  ];
  const chosen = random.some(tags, 0.3);
  return areCompatible(chosen, kind) ? chosen : chosen.slice(0, 1);
}

function textTags(random: Random): Tag[] {
  const least = random.below(5);
  const tags: Tag[] = [
    { tag: "MinLength", value: least },
    { tag: "MaxLength", value: least + random.below(8) },
    { tag: "Pattern", value: random.pick(PATTERNS) },
    { tag: "Format", value: random.pick(Object.keys(FORMATS)) },
  ];
  return random.chance(0.4) ? [tags[3]!] : random.some(tags, 0.35);
}

function tagsOf(random: Random, kind: Kind): Tag[] {
  if (random.chance(0.25)) return [];
  const tags = kind === "string" ? textTags(random) : kind === "boolean" ? [] : numericTags(random, kind);
  if (OWN[kind].length && random.chance(0.15)) tags.push(random.pick(OWN[kind]));
  if (SILENT[kind].length && random.chance(0.05)) tags.push({ tag: "Silent", text: random.pick(SILENT[kind]) });
  // One tag of a kind: an author's own may have the name of another.
  const names = tags.map((tag) => (tag.tag === "Own" ? tag.name : tag.tag.charAt(0).toLowerCase() + tag.tag.slice(1)));
  return tags.filter((_, index) => names.indexOf(names[index]!) === index);
}

const HOLES: readonly Hole[] = ["string", "string", "number", "bigint"];
const BETWEEN = [
  "a",
  "-",
  ".",
  "1",
  "0",
  "v",
  "e",
  "https://",
  "/",
  "`",
  "${",
  "\\",
  "é",
  "😀",
  "\ud83d",
  "\n",
  "=",
  "+",
];

function template(random: Random): Type {
  const parts = random.times(1, 5, () =>
    random.chance(0.5) ? { text: random.pick(BETWEEN) } : { hole: random.pick(HOLES) },
  );
  const tags = random.chance(0.1) && parts.some((part) => "hole" in part) ? textTags(random).slice(0, 1) : [];
  return { template: parts, tags: parts.every((part) => "text" in part || part.hole === "string") ? [] : tags };
}

function literal(random: Random): Type {
  switch (random.below(5)) {
    case 0:
      return { literal: randomNumber(random) };
    case 1:
      return { literal: randomInteger(random) };
    case 2:
      return { literal: random.chance(0.5) };
    default:
      return { literal: random.pick(TEXTS) };
  }
}

const KINDS: readonly Kind[] = ["string", "string", "number", "number", "number", "bigint", "bigint", "boolean"];

function member(random: Random): Type {
  const choice = random.below(20);
  if (choice < 12) {
    const kind = random.pick(KINDS);
    return { kind, tags: tagsOf(random, kind) };
  }
  if (choice < 16) return literal(random);
  return choice < 19 ? template(random) : random.pick(DECLARED);
}

const isEmpty = (type: Type): boolean => "literal" in type && type.literal === "";

function secret(random: Random): Type {
  const of = member(random);
  // Nothing can be empty, and a literal has no other tag.
  return isEmpty(of) ? { secret: { kind: "string", tags: [] } } : { secret: of };
}

/** A random type of a variable. */
export function randomType(random: Random): Type {
  const one = () => (random.chance(0.1) ? secret(random) : member(random));
  if (!random.chance(0.3)) return one();
  const members = random.times(2, 4, one);
  // TypeScript may take a text for such a template, which is an error where the template does not admit it.
  const hasNumerals = members.some(
    (each) => "template" in each && each.template.some((part) => "hole" in part && part.hole !== "string"),
  );
  return {
    union: hasNumerals ? members.filter((each) => !("literal" in each && typeof each.literal === "string")) : members,
  };
}

const NAMES = [
  "__proto__",
  "constructor",
  "toString",
  "hasOwnProperty",
  "valueOf",
  "A.B",
  "é",
  "with space",
  'a"b',
  "0",
  "x-y",
];

/** Random variables of one contract. */
export function randomVariables(random: Random, count: number): Variable[] {
  return Array.from({ length: count }, (_, index) => ({
    name: index < NAMES.length && random.chance(0.3) ? NAMES[index]! : `V${index}`,
    type: randomType(random),
    isOptional: random.chance(0.4),
  }));
}

const declarations = DECLARED.map(({ declaration }) => declaration).join("\n");
const VOCABULARY =
  "Constant, Example, Examples, ExclusiveMaximum, ExclusiveMinimum, Format, JsonSchemaPlugin, Maximum, MaxLength, Minimum, MinLength, MultipleOf, Pattern, Secret, Sequence, TagBase, Type";

/** How a module states its contract: in a comment, as an interface, or as an interface whose values it reads. */
export type Form = "comment" | "interface" | "values";

/** A module with a contract that asks for variables. */
export function moduleOf(variables: readonly Variable[], form: Form): string {
  const members = variables.map(
    ({ name, type, isOptional }) => `${stringText(name)}${isOptional ? "?" : ""}: ${textOf(type)};`,
  );
  const imports = `${form === "values" ? 'import { env } from "importspy";\n' : ""}import type { ${VOCABULARY} } from "importspy";`;
  const head = `${imports}\n${declarations}\n`;
  const values = form === "values" ? "export const values = env<Contract>();\n" : "";
  const exported = `${values}export const ready: (Mode | Size | Port | Titled)[] = [];\n`;
  return form === "comment"
    ? `${head}/**\n * @importspy {\n *   env: {\n${members.map((each) => ` *     ${each}\n`).join("")} *   };\n * }\n */\n${exported}`
    : `${head}/** @importspy */\nexport interface Contract {\n  env: {\n${members.map((each) => `    ${each}\n`).join("")}  };\n}\n${exported}`;
}
