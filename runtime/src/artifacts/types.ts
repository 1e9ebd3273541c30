/**
 * What a contract asks of a value, as data: taken from the generated validator, written as a TypeScript type, and
 * parsed again. `lock` writes these types, `diff` compares them.
 *
 * @module
 */

/** How a text is converted before it is validated. */
export type Base = "string" | "number" | "bigint" | "boolean";

/** A minimum or maximum. */
export interface Bound {
  /** A decimal numeral. */
  readonly value: string;
  /** Whether the bound itself is excluded. */
  readonly isExclusive: boolean;
}

/** One member of a union. */
export interface ValueMember {
  readonly base: Base;
  /** The only admitted value: a text, a decimal numeral, `true` or `false`. */
  readonly literal?: string;
  /** The texts, and for each placeholder its {@link Reading} flag. */
  readonly template?: readonly (string | number)[];
  readonly least?: Bound;
  readonly most?: Bound;
  /** Decimal numerals that a value must be a multiple of. */
  readonly steps: readonly string[];
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly isSecret?: boolean;
  /** Names of formats: `date-time`. */
  readonly formats: readonly string[];
  /** Regular expressions, with the flag `u`. */
  readonly patterns: readonly string[];
  /** The author's own tags as JavaScript. What they check is unknown without running them. */
  readonly own: readonly string[];
}

/** A runtime of a union of runtimes. */
export interface RuntimeMember {
  readonly name: string;
  readonly range: string;
  readonly optional: boolean;
}

/** What a condition asks for. */
export type ConditionType =
  | { readonly kind: "values"; readonly members: readonly ValueMember[] }
  | { readonly kind: "range"; readonly range: string }
  | { readonly kind: "runtimes"; readonly members: readonly (readonly RuntimeMember[])[] }
  /** A list: the type of its items. */
  | { readonly kind: "list"; readonly members: readonly ValueMember[]; readonly separator: string }
  /** A package with the type of its exports, as {@link exportsType} writes it. */
  | { readonly kind: "package"; readonly range: string; readonly exports: string }
  /** JSON, and everything else: compared as text only. */
  | { readonly kind: "json" | "unknown"; readonly text: string };

const READINGS: readonly (readonly [flag: number, base: Base])[] = [
  [1, "string"],
  [2, "number"],
  [4, "bigint"],
  [8, "boolean"],
];

/** The meaning of one test. */
type Found = Partial<ValueMember>;
type Draft = Found & Pick<ValueMember, "steps" | "formats" | "patterns" | "own">;

/** `_isFormatDateTime` → `date-time` */
const formatName = (check: string) =>
  check
    .replace("_isFormat", "")
    .replace(/(?!^)[A-Z]/g, "-$&")
    .toLowerCase();

const TEXT = String.raw`"(?:[^"\\]|\\.)*"`;
const NUMERAL = String.raw`-?\d+(?:\.\d+)?`;
const pattern = (source: string) => new RegExp(source.replaceAll("TEXT", TEXT).replaceAll("NUMERAL", NUMERAL), "y");

const numeric = (value: string): string => (value.startsWith('"') ? (JSON.parse(value) as string) : value);

function bounded(operator: string, value: string): Found {
  const bound: Bound = { value: numeric(value), isExclusive: !operator.includes("=") };
  return operator.startsWith(">") ? { least: bound } : { most: bound };
}

const UNESCAPED: Readonly<Record<string, string>> = { n: "\n", r: "\r" };

/** The text that an escaped regular expression matches. */
const unescapePattern = (text: string) =>
  text.replace(/\\(?:u([\da-f]{4})|(.))/gs, (_, unit: string | undefined, character: string) =>
    unit === undefined ? (UNESCAPED[character] ?? character) : String.fromCharCode(Number.parseInt(unit, 16)),
  );

/** `^(?=([^]*?-))\1[^]*$` → `${string}-${string}`: the inverse of how the compiler generates templates. */
function readTemplatePattern(source: string): readonly (string | number)[] | undefined {
  if (!source.startsWith("^") || !source.endsWith("$")) return undefined;
  const parts: (string | number)[] = [];
  const rest = source
    .slice(1, -1)
    .replace(/\(\?=\(\[\^\]\*\?((?:\\.|[^\\)])+)\)\)\\\d+|\[\^\]\*/gs, (_, text = "") => `\0${text}\0`);
  // A placeholder ends with the text after it, between marks: `\0text\0`.
  for (const [index, text] of rest.split("\0").entries()) {
    if (index % 2) parts.push(1);
    if (text) parts.push(unescapePattern(text));
  }
  return parts;
}

/** What each test of a validator means. The order matters when two patterns start alike. */
const TESTS: readonly (readonly [RegExp, (first: string, second: string) => Found | undefined])[] = [
  [pattern(`"(string|number|bigint|boolean)" === typeof input`), (base) => ({ base: base as Base })],
  [pattern("(TEXT) === input"), (text) => ({ base: "string", literal: JSON.parse(text) as string })],
  [pattern("(true|false) === input"), (literal) => ({ base: "boolean", literal })],
  [pattern("!_minus\\(text, (TEXT)\\)"), (value) => ({ literal: numeric(value) })],
  [pattern("!_modulo\\(text, (TEXT)\\)"), (value) => ({ steps: [numeric(value)] })],
  [pattern("_minus\\(text, (TEXT)\\) ([<>]=?) 0"), (value, operator) => bounded(operator, value)],
  [pattern("input ([<>]=?) (NUMERAL)"), bounded],
  [pattern("(NUMERAL) <= parseInt\\(text\\)"), (value) => bounded(">=", value)],
  [pattern('!\\+text\\.split\\("\\."\\)\\[1\\]'), () => ({ steps: ["1"] })],
  [pattern("0 < input\\.length"), () => ({ isSecret: true })],
  [pattern("(\\d+) <= input\\.length"), (value) => ({ minLength: Number(value) })],
  [pattern("input\\.length <= (\\d+)"), (value) => ({ maxLength: Number(value) })],
  [pattern("(_isFormat\\w+)\\(input\\)"), (check) => ({ formats: [formatName(check)] })],
  [
    pattern("_isTemplate\\(input, ((?:TEXT|\\d)(?:, (?:TEXT|\\d))*)\\)"),
    (parts) => ({ template: JSON.parse(`[${parts}]`) as (string | number)[] }),
  ],
  [
    pattern("/((?:\\\\.|\\[(?:\\\\.|[^\\]\\\\])*\\]|[^/\\\\[])+)/(u?)\\.test\\(input\\)"),
    (source, flag) => {
      if (flag) return { patterns: [source] };
      const template = readTemplatePattern(source);
      return template && { template };
    },
  ],
  [pattern("true$"), () => ({})],
];

/**
 * The end of a call that starts at `(`, ignoring strings. `undefined` when a regular expression or a template could
 * hide it.
 */
function endOfCall(text: string, start: number): number | undefined {
  let depth = 0;
  const string = pattern("TEXT");
  for (let at = start; at < text.length; at++) {
    string.lastIndex = at;
    if (text[at] === '"') at = string.test(text) ? string.lastIndex - 1 : text.length;
    else if (text[at] === "'" || text[at] === "`" || text[at] === "/") return undefined;
    else if (text[at] === "(") depth++;
    else if (text[at] === ")" && --depth === 0) return at + 1;
  }
  return undefined;
}

/** A member without any restriction. */
export const EMPTY: Draft = { steps: [], formats: [], patterns: [], own: [] };

/** Merges two tests of one value. `undefined` when both set the same property, which importspy never generates. */
function merge(draft: Draft, found: Found): Draft | undefined {
  const isSingle = (name: string) => !Object.hasOwn(EMPTY, name) && name !== "base";
  if (Object.keys(found).some((name) => isSingle(name) && Object.hasOwn(draft, name))) return undefined;
  return {
    ...draft,
    ...found,
    steps: [...draft.steps, ...(found.steps ?? [])],
    formats: [...draft.formats, ...(found.formats ?? [])],
    patterns: [...draft.patterns, ...(found.patterns ?? [])],
    own: [...draft.own, ...(found.own ?? [])],
  };
}

/** Parses one test of a validator. Returns its meaning and its end. */
function readTest(body: string, at: number): { readonly found: Found; readonly end: number } | undefined {
  const call = "_holds(";
  if (body.startsWith(call, at)) {
    const end = endOfCall(body, at + call.length - 1);
    return end === undefined ? undefined : { found: { own: [body.slice(at + call.length, end - 1)] }, end };
  }
  for (const [test, read] of TESTS) {
    test.lastIndex = at;
    const [whole, first = "", second = ""] = test.exec(body) ?? [];
    if (whole === undefined) continue;
    const found = read(first, second);
    return found && { found, end: at + whole.length };
  }
  return undefined;
}

/** Parses the body of a validator: tests joined by `&&`, and groups of them joined by `||`. */
function readBody(body: string): Draft[] | undefined {
  const members: Draft[] = [];
  let draft: Draft | undefined = EMPTY;
  for (let at = 0; ; ) {
    const test = readTest(body, at);
    draft = test && merge(draft, test.found);
    if (!test || !draft) return undefined;
    const isLast = test.end === body.length;
    if (isLast || body.startsWith(" || ", test.end)) members.push(draft);
    else if (!body.startsWith(" && ", test.end)) return undefined;
    if (isLast) return members;
    if (body.startsWith(" || ", test.end)) draft = EMPTY;
    at = test.end + 4;
  }
}

function complete(draft: Draft, base: Base | undefined): ValueMember | undefined {
  const found = draft.template ? "string" : (draft.base ?? base);
  return found && { ...draft, base: found };
}

/**
 * Reads the members of a union from a validator.
 *
 * @param validator - JavaScript.
 * @param readings - The ways to convert the text, a sum of {@link Reading} flags.
 * @returns `undefined` for code that importspy does not generate.
 */
export function readMembers(validator: string, readings: number): readonly ValueMember[] | undefined {
  const bases = READINGS.flatMap(([flag, base]) => (readings & flag ? [base] : []));
  const body = /^_isFormat\w+$/.test(validator)
    ? `${validator}(input)`
    : /^\(input(?:, text)?\) => (.+)$/s.exec(validator)?.[1];
  const drafts = body === undefined ? undefined : readBody(body);
  const members = drafts?.map((draft) => complete(draft, bases.length === 1 ? bases[0] : undefined));
  return members?.every((member) => member !== undefined) ? members : undefined;
}
