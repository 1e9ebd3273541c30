/** Compares types of variables and other texts: whether one admits all texts that another one admits. */
import type { Bound, ValueMember } from "importspy/dist/artifacts.cjs";
import * as formats from "importspy/dist/formats.cjs";
import * as guard from "importspy/dist/guard.cjs";
import { compareDecimals } from "../type/decimal.js";
import { isEmptyRange } from "../type/range.js";
import { type Answer, type Containment, every, known, some } from "./answer.js";
import { containsTexts } from "./texts.js";

const NUMERAL = /^-?\d+(\.\d+)?$/;

/** The runtime's checks by name. */
const CHECKS = { ...formats, ...guard } as unknown as Readonly<Record<string, (text: string) => boolean>>;

/** Whether a text has a format, by the runtime's check: `date-time` → `_isFormatDateTime`. */
function isOfFormat(name: string, text: string): Answer {
  const check = `_isFormat${name.replace(/(?:^|-)(.)/g, (_, first: string) => first.toUpperCase())}`;
  return Object.hasOwn(CHECKS, check) ? known(CHECKS[check]!(text)) : "unknown";
}

const scaled = (numeral: string, places: number): bigint => {
  const [whole, fraction = ""] = numeral.split(".");
  return BigInt(whole + fraction.padEnd(places, "0"));
};

/** Whether one numeral is a multiple of another. */
function isMultiple(numeral: string, step: string): boolean {
  const places = numeral.length + step.length;
  return scaled(numeral, places) % scaled(step, places) === 0n;
}

function isWithinBounds({ least, most }: ValueMember, numeral: string): boolean {
  const low = least ? compareDecimals(numeral, least.value) : 1;
  const high = most ? compareDecimals(numeral, most.value) : -1;
  return (low > 0 || (low === 0 && !least!.isExclusive)) && (high < 0 || (high === 0 && !most!.isExclusive));
}

function admitsNumeral(member: ValueMember, text: string): Answer {
  const { base, literal, steps, own } = member;
  const isRead = NUMERAL.test(text) && (base === "number" ? Number.isFinite(Number(text)) : !text.includes("."));
  if (!isRead) return "no";
  if (literal !== undefined) return known(compareDecimals(text, literal) === 0);
  if (!isWithinBounds(member, text) || !steps.every((step) => isMultiple(text, step))) return "no";
  return own.length ? "unknown" : "yes";
}

function admitsText(member: ValueMember, text: string): Answer {
  const { literal, template, minLength = 0, maxLength, isSecret, formats: names, patterns, own } = member;
  if (literal !== undefined) return known(literal === text);
  if (text.length < minLength || text.length > (maxLength ?? text.length) || (isSecret && !text)) return "no";
  const answers = [
    known(!template || formats._isTemplate(text, ...template)),
    ...names.map((name) => isOfFormat(name, text)),
    ...patterns.map((source) => known(new RegExp(source, "u").test(text))),
    ...own.map((): Answer => "unknown"),
  ];
  return every(answers, (answer) => answer);
}

/** Whether a member of a union admits a text. */
function admits(member: ValueMember, text: string): Answer {
  switch (member.base) {
    case "string":
      return admitsText(member, text);
    case "boolean": {
      return textsOf(member)!.includes(text) ? (member.own.length ? "unknown" : "yes") : "no";
    }
    default:
      return admitsNumeral(member, text);
  }
}

/**
 * Whether a union admits a text.
 *
 * @param members - The union.
 * @param text - The text.
 */
export const admitsValue = (members: readonly ValueMember[], text: string): Answer =>
  some(members, (member) => admits(member, text));

/** The bounds of a member. A literal is both bounds. */
function rangeOf({ literal, least, most }: ValueMember): { readonly least?: Bound; readonly most?: Bound } {
  const bound = literal === undefined ? undefined : { value: literal, isExclusive: false };
  const [low, high] = [bound ?? least, bound ?? most];
  return { ...(low && { least: low }), ...(high && { most: high }) };
}

function isBoundImplied(inner: Bound | undefined, outer: Bound | undefined, side: 1 | -1): boolean {
  if (!outer) return true;
  if (!inner) return false;
  const difference = compareDecimals(inner.value, outer.value) * side;
  return difference > 0 || (difference === 0 && (inner.isExclusive || !outer.isExclusive));
}

const hasAll = (inner: readonly string[], outer: readonly string[]) => outer.every((each) => inner.includes(each));

function isNumericWithin(inner: ValueMember, outer: ValueMember): boolean {
  const [range, other] = [rangeOf(inner), rangeOf(outer)];
  // A bigint may be out of range for a number. A number may be written as `1.0`, which is not the text of a bigint.
  if (inner.base !== outer.base && (inner.base !== "bigint" || !range.least || !range.most)) return false;
  if (inner.base !== outer.base && [range.least!, range.most!].some(({ value }) => value.length > 300)) return false;
  const steps = inner.base === "bigint" ? [...inner.steps, "1"] : inner.steps;
  const isOfStep = (step: string) =>
    inner.literal === undefined ? steps.some((own) => isMultiple(own, step)) : isMultiple(inner.literal, step);
  return (
    isBoundImplied(range.least, other.least, 1) &&
    isBoundImplied(range.most, other.most, -1) &&
    outer.steps.every(isOfStep) &&
    (inner.base === outer.base ? hasAll(inner.own, outer.own) : !outer.own.length)
  );
}

/** Whether a member admits any text. */
const isPlain = ({ literal, template, maxLength, formats: names, patterns, own }: ValueMember) =>
  literal === undefined && !template && maxLength === undefined && !names.length && !patterns.length && !own.length;

/** The smallest and the largest length of a text. */
function lengthsOf(member: ValueMember): readonly [least: number, most: number] {
  const { minLength = 0, maxLength = Number.POSITIVE_INFINITY, isSecret, template } = member;
  const fixed = template?.reduce<number>(
    (sum, part) => sum + (typeof part === "string" ? part.length : part === 1 ? 0 : 1),
    0,
  );
  const refusesEmpty = isSecret || member.formats.some((name) => isOfFormat(name, "") === "no");
  return [Math.max(minLength, fixed ?? 0, refusesEmpty ? 1 : 0), maxLength];
}

function isTextWithin(inner: ValueMember, outer: ValueMember): boolean {
  if (outer.literal !== undefined) return false;
  const [least, most] = lengthsOf(inner);
  const isLong = least >= Math.max(outer.minLength ?? 0, outer.isSecret ? 1 : 0);
  const isShort = most <= (outer.maxLength ?? Number.POSITIVE_INFINITY);
  const isOfTemplate =
    !outer.template || containsTexts([{ is: { ...inner }, not: [] }], [{ is: { ...outer }, not: [] }]).answer === "yes";
  return (
    isLong &&
    isShort &&
    isOfTemplate &&
    hasAll(inner.formats, outer.formats) &&
    hasAll(inner.patterns, outer.patterns) &&
    hasAll(inner.own, outer.own)
  );
}

/** Whether it is certain that one member admits all that another one admits. */
function isMemberWithin(inner: ValueMember, outer: ValueMember): boolean {
  const isNumeric = ({ base }: ValueMember) => base === "number" || base === "bigint";
  if (isNumeric(inner) && isNumeric(outer)) return isNumericWithin(inner, outer);
  // A numeral is also a text, and never empty.
  if (isNumeric(inner) && outer.base === "string") return isPlain(outer) && (outer.minLength ?? 0) <= 1;
  return inner.base === "string" && outer.base === "string" && isTextWithin(inner, outer);
}

const TEXTS = [
  "",
  "a",
  "A",
  "ab",
  "é",
  "0",
  "1",
  "-1",
  "0.5",
  "1.0",
  "true",
  "false",
  "a b",
  "x=y",
  "😀",
  "-",
  "/",
  "1e3",
];
const FORMATTED = [
  ...["AAAA", "2024-02-29", "2024-02-29T12:30:45Z", "P1Y", "a@b.cd", "localhost", "a.example", "ü@ö.de", "münchen.de"],
  ...["1.2.3.4", "::1", "http://ü.de/ö", "ö", "/a/b", "^a$", "0/a", "12:30:45Z", "a:b", "http://a.bc/d", "mailto:a@b"],
  ...["/a{/b}", "123e4567-e89b-12d3-a456-426614174000", "//h:80/x", "?q", "(", "#", "a#b"],
];
const LENGTHS = [1, 2, 3, 8, 64, 256];

const numeralBeside = (numeral: string, difference: bigint): string => {
  const [, fraction = ""] = numeral.split(".");
  const value = String(scaled(numeral, fraction.length) + difference);
  if (!fraction) return value;
  const digits = value.replace("-", "").padStart(fraction.length + 1, "0");
  return `${value.startsWith("-") ? "-" : ""}${digits.slice(0, -fraction.length)}.${digits.slice(-fraction.length)}`;
};

/** The numerals at the bounds of a member, and their neighbours. */
function numeralsNear({ literal, least, most, steps }: ValueMember): string[] {
  const edges = [literal, least?.value, most?.value, ...steps].filter((each) => each !== undefined);
  const near = edges.flatMap((edge) => [
    edge,
    ...[-2n, -1n, 1n, 2n].map((difference) => numeralBeside(edge, difference)),
    numeralBeside(`${edge}${edge.includes(".") ? "" : "."}0`, 5n),
    numeralBeside(`${edge}${edge.includes(".") ? "" : "."}0`, -5n),
    ...(edge.includes(".") ? [] : [`${edge}.0`]),
  ]);
  const multiples = steps.flatMap((step) =>
    edges.flatMap((edge) => {
      const places = step.split(".")[1]?.length ?? 0;
      const unit = scaled(step, places);
      const whole = scaled(edge.split(".")[0]!, places) / (unit || 1n);
      return [-1n, 0n, 1n, 2n].map((more) =>
        numeralBeside(places ? `0.${"0".repeat(places)}` : "0", (whole + more) * unit),
      );
    }),
  );
  return [...near, ...multiples];
}

/** Texts at the limits of a member. */
function textsNear(member: ValueMember): string[] {
  const { literal, template, minLength, maxLength } = member;
  const lengths = [minLength, maxLength].flatMap((length) =>
    length === undefined ? [] : [length - 1, length, length + 1],
  );
  const fillers = ["", "a", "1", "-1.5", "ab", "x/y"];
  const filled = template
    ? fillers.map((filler) =>
        template
          .map((part) => (typeof part === "string" ? part : part === 1 ? filler : NUMERAL.test(filler) ? filler : "7"))
          .join(""),
      )
    : [];
  return [
    ...(literal === undefined ? [] : [literal]),
    ...filled,
    ...[...lengths, ...LENGTHS].filter((length) => length > 0 && length < 10_000).map((length) => "a".repeat(length)),
  ];
}

/** The search for texts that only the first union admits stops at this number. */
const ENOUGH = 8;

/** Texts that may distinguish two unions. */
function candidatesFor(members: readonly ValueMember[]): readonly string[] {
  const near = members.flatMap((member) =>
    member.base === "number" || member.base === "bigint" ? numeralsNear(member) : textsNear(member),
  );
  return [...new Set([...near, ...TEXTS, ...FORMATTED, "12345678901234567890", "-5", "100", "1.5"])];
}

/** Splits a short range of integers, or `boolean`, into literals. */
function expand(member: ValueMember): readonly ValueMember[] {
  const { base, literal, least, most, steps, own } = member;
  if (base === "boolean" && literal === undefined && !own.length) {
    return ["true", "false"].map((value) => ({ ...member, literal: value }));
  }
  const isWhole = base === "bigint" || steps.includes("1");
  const isShort = least && most && [least, most].every(({ value }) => /^-?\d{1,9}$/.test(value));
  if (literal !== undefined || !isWhole || !isShort || own.length) return [member];
  const [low, high] = [Number(least.value), Number(most.value)];
  if (high - low > 100) return [member];
  return Array.from({ length: high - low + 1 }, (_, index) => String(low + index))
    .filter((value) => admitsNumeral(member, value) === "yes")
    .map((value) => ({ base, literal: value, steps: [], formats: [], patterns: [], own: [] }));
}

/** Whether a member is only a literal, a template or `string`. */
const isLanguage = (member: ValueMember) =>
  member.base === "string" &&
  member.minLength === undefined &&
  member.maxLength === undefined &&
  !member.isSecret &&
  !member.formats.length &&
  !member.patterns.length &&
  !member.own.length;

/**
 * Whether one union admits all texts that another union admits.
 *
 * @param inner - The union whose texts must be admitted.
 * @param outer - The union that must admit them.
 */
export function containsValues(inner: readonly ValueMember[], outer: readonly ValueMember[]): Containment<string> {
  if ([...inner, ...outer].every(isLanguage)) {
    const language = (is: ValueMember) => ({ is, not: [] });
    const found = containsTexts(inner.map(language), outer.map(language));
    if (found.answer !== "unknown") return found;
  }
  const outerParts = outer.flatMap((member) => [member, ...expand(member)]);
  const isWithin = (member: ValueMember): Answer => {
    if (outerParts.some((each) => isMemberWithin(member, each))) return "yes";
    if (member.base === "string" && member.literal !== undefined) return admitsValue(outer, member.literal);
    if (member.base === "boolean" && member.literal !== undefined && !member.own.length) {
      return every(member.literal === "true" ? ["true", "1"] : ["false", "0"], (text) => admitsValue(outer, text));
    }
    return "unknown";
  };
  const answer = every(inner.flatMap(expand), isWithin);
  if (answer === "yes") return { answer, witnesses: [] };
  const witnesses: string[] = [];
  for (const text of candidatesFor([...inner, ...outer])) {
    if (witnesses.length === ENOUGH) break;
    if (admitsValue(outer, text) === "no" && admitsValue(inner, text) === "yes") witnesses.push(text);
  }
  return { answer: witnesses.length ? "no" : answer === "no" ? "unknown" : answer, witnesses };
}

const BOOLEANS = { true: ["true", "1"], false: ["false", "0"] };

/** All texts that a member admits, if they can be listed. */
export function textsOf({ base, literal }: ValueMember): readonly string[] | undefined {
  if (base === "string") return literal === undefined ? undefined : [literal];
  if (base !== "boolean") return undefined;
  return literal === undefined ? Object.values(BOOLEANS).flat() : BOOLEANS[literal as keyof typeof BOOLEANS];
}

/** A member as a literal or template only. It may admit more texts than the member. */
const outlineOf = ({ base, literal, template }: ValueMember): ValueMember => ({
  base: "string",
  ...(base === "string" ? { ...(literal !== undefined && { literal }), ...(template && { template }) } : undefined),
  ...(base === "number" && { template: [2] }),
  ...(base === "bigint" && { template: [4] }),
  steps: [],
  formats: [],
  patterns: [],
  own: [],
});

/** Whether it is certain that two members have no text in common. */
function excludesMembers(left: ValueMember, right: ValueMember): boolean {
  for (const [texts, other] of [[textsOf(left), right] as const, [textsOf(right), left] as const]) {
    if (texts) return texts.every((text) => admitsValue([other], text) === "no");
  }
  const [low, high] = [rangeOf(left), rangeOf(right)];
  const isNumeric = [left, right].every(({ base }) => base === "number" || base === "bigint");
  const isEmpty = (least: Bound | undefined, most: Bound | undefined) => isEmptyRange({ least, most });
  if (isNumeric) return isEmpty(high.least, low.most) || isEmpty(low.least, high.most);
  const [[least, most], [other, greatest]] = [lengthsOf(left), lengthsOf(right)];
  if (least > greatest || other > most) return true;
  // They have nothing in common if all texts of one are outside of the other.
  const outside = { is: ANYTHING, not: [outlineOf(right)] };
  return containsTexts([{ is: outlineOf(left), not: [] }], [outside]).answer === "yes";
}

const ANYTHING: ValueMember = { base: "string", steps: [], formats: [], patterns: [], own: [] };

/**
 * Whether it is certain that two unions have no text in common.
 *
 * @param left - One union.
 * @param right - The other.
 */
export const excludesValues = (left: readonly ValueMember[], right: readonly ValueMember[]): boolean =>
  left.every((member) => right.every((other) => excludesMembers(member, other)));
