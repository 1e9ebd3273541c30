/**
 * Writes types of conditions as TypeScript. Equal types give equal text.
 *
 * @module
 */
import type { Base, Bound, ConditionType, RuntimeMember, ValueMember } from "./types.js";

const HOLES: Readonly<Record<number, string>> = { 1: "string", 2: "number", 4: "bigint" };
const MOST_UINT32 = "4294967295";
const INT64 = ["-9223372036854775808", "9223372036854775807"] as const;

/** Text inside a template literal. */
const templateText = (text: string) =>
  JSON.stringify(text)
    .slice(1, -1)
    .replace(/`|\$(?=\{)/g, "\\$&");

function baseText({ base, literal, template }: ValueMember): string {
  if (template) {
    return `\`${template.map((part) => (typeof part === "string" ? templateText(part) : `\${${HOLES[part]}}`)).join("")}\``;
  }
  if (literal === undefined) return base;
  return base === "string" ? JSON.stringify(literal) : base === "bigint" ? `${literal}n` : literal;
}

function boundTexts({ base, least, most, steps }: ValueMember): string[] {
  const numeral = (value: string) => (base === "bigint" ? `${value}n` : value);
  const text = (name: string, bound: Bound | undefined) =>
    bound ? [`${bound.isExclusive ? "Exclusive" : ""}${name}<${numeral(bound.value)}>`] : [];
  const others = steps.filter((step) => step !== "1").map((step) => `MultipleOf<${numeral(step)}>`);
  const isWhole = steps.includes("1");
  const isUnsigned = isWhole && least?.value === "0" && !least.isExclusive && most && !most.isExclusive;
  if (isUnsigned && most.value.length <= 10 && BigInt(most.value) <= BigInt(MOST_UINT32)) {
    const isAll = most.value === MOST_UINT32;
    return ['Type<"uint32">', ...(isAll ? [] : text("Maximum", most)), ...others];
  }
  const isInt64 = isWhole && least?.value === INT64[0] && most?.value === INT64[1];
  if (isInt64 && !least!.isExclusive && !most!.isExclusive) return ['Type<"int64">', ...others];
  return [
    ...(isWhole ? [`MultipleOf<${numeral("1")}>`] : []),
    ...text("Minimum", least),
    ...text("Maximum", most),
    ...others,
  ];
}

/** Writes a member of a union. */
export function memberText(member: ValueMember): string {
  const { minLength, maxLength, isSecret, formats, patterns, own } = member;
  const sorted = (values: readonly string[], write: (value: string) => string) => values.map(write).sort();
  const tags = [
    ...boundTexts(member),
    ...(minLength === undefined ? [] : [`MinLength<${minLength}>`]),
    ...(maxLength === undefined ? [] : [`MaxLength<${maxLength}>`]),
    ...sorted(formats, (name) => `Format<"${name}">`),
    ...sorted(patterns, (source) => `Pattern<${JSON.stringify(source)}>`),
    ...sorted(own, (code) => `Own<${JSON.stringify(code)}>`),
  ];
  const base = isSecret && baseText(member) === "string" ? "Secret" : baseText(member);
  return [base, ...(isSecret && base !== "Secret" ? ["NotEmpty<true>"] : []), ...tags].join(" & ");
}

/** The name of a member: `beta`, `"two words"`. */
export const nameText = (name: string) => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name));

const runtimeText = (member: readonly RuntimeMember[]) =>
  `{ ${member.map(({ name, range, optional }) => `${nameText(name)}${optional ? "?" : ""}: ${JSON.stringify(range)}`).join("; ")} }`;

/**
 * Writes the type of a condition.
 *
 * @param type - The type.
 * @returns One line that {@link parseType} can read. Members of unions are sorted.
 * @example
 * ```ts
 * formatType({ kind: "range", range: ">=20" }); // '">=20"'
 * ```
 */
export function formatType(type: ConditionType): string {
  return visible(typeText(type));
}

/**
 * Escapes characters that are invisible or that change the reading direction. It also escapes the second `#` of what CI
 * runners read as a command anywhere in a line (`##[error]`). All of these occur only inside strings.
 */
export const visible = (text: string): string =>
  text.replace(/[\p{Cf}\p{Cc}\p{Zl}\p{Zp}]|(?<=#)#(?=(?:vso|teamcity)?\[)/gu, (character) =>
    [...Array(character.length).keys()]
      .map((at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, "0")}`)
      .join(""),
  );

const membersText = (members: readonly ValueMember[]) => [...new Set(members.map(memberText))].sort().join(" | ");

function typeText(type: ConditionType): string {
  switch (type.kind) {
    case "values":
      return membersText(type.members);
    case "list": {
      const { members, separator } = type;
      return `List<${membersText(members)}${separator === "," ? "" : `, ${JSON.stringify(separator)}`}>`;
    }
    case "json":
      return `Json<${type.text}>`;
    case "range":
      return JSON.stringify(type.range);
    case "package":
      return `Package<${JSON.stringify(type.range)}, ${type.exports}>`;
    case "runtimes":
      return type.members.map(runtimeText).sort().join(" | ");
    default:
      return `Unknown<${JSON.stringify(type.text)}>`;
  }
}

const TOKEN =
  /\s*(?:("(?:[^"\\]|\\.)*")|(`(?:[^`\\]|\\.)*`)|(-?\d+(?:\.\d+)?)(n?)|(\w+)(?:<(?:("(?:[^"\\]|\\.)*")|(-?\d+(?:\.\d+)?)n?|true)>)?|([&|]))/gy;

type Draft = { -readonly [Key in keyof ValueMember]: ValueMember[Key] };

/** `` `v${number}` `` → `["v", 2]` */
function parseTemplate(template: string): (string | number)[] {
  const flags: Readonly<Record<string, number>> = { string: 1, number: 2, bigint: 4 };
  const parts: (string | number)[] = [];
  let text = "";
  const endText = () => {
    if (text) parts.push(JSON.parse(`"${text}"`) as string);
    text = "";
  };
  for (const [whole, mark, hole] of template.slice(1, -1).matchAll(/\\(?:([`$])|.)|\$\{(\w+)\}|./gs)) {
    if (hole === undefined) text += mark ?? whole;
    else {
      endText();
      parts.push(flags[hole]!);
    }
  }
  endText();
  return parts;
}

const integerTypes: Readonly<Record<string, readonly [string, string]>> = {
  uint32: ["0", MOST_UINT32],
  int64: INT64,
};

const including = (value: string): Bound => ({ value, isExclusive: false });

/** Adds a tag to a member. Returns false for an unknown tag. */
function addTag(member: Draft, name: string, text: string | undefined, numeral: string | undefined): boolean {
  const value = text === undefined ? (numeral ?? "") : (JSON.parse(text) as string);
  const bound: Bound = { value, isExclusive: name.startsWith("Exclusive") };
  switch (name) {
    case "Minimum":
    case "ExclusiveMinimum":
      member.least = bound;
      return true;
    case "Maximum":
    case "ExclusiveMaximum":
      member.most = bound;
      return true;
    case "MultipleOf":
      member.steps = [...member.steps, value];
      return true;
    case "Type": {
      const [least, most] = integerTypes[value] ?? [];
      if (least === undefined || most === undefined) return false;
      member.steps = ["1", ...member.steps];
      member.least = including(least);
      member.most = including(most);
      return true;
    }
    case "MinLength":
      member.minLength = Number(value);
      return true;
    case "MaxLength":
      member.maxLength = Number(value);
      return true;
    case "NotEmpty":
      member.isSecret = true;
      return true;
    case "Format":
      member.formats = [...member.formats, value];
      return true;
    case "Pattern":
      member.patterns = [...member.patterns, value];
      return true;
    case "Own":
      member.own = [...member.own, value];
      return true;
    default:
      return false;
  }
}

const create = (base: Base, rest: Partial<ValueMember> = {}): Draft => ({
  base,
  ...rest,
  steps: [],
  formats: [],
  patterns: [],
  own: [],
});

function parseBase([, string, template, numeral, suffix, word]: readonly (string | undefined)[]): Draft | undefined {
  if (string !== undefined) return create("string", { literal: JSON.parse(string) as string });
  if (template !== undefined) return create("string", { template: parseTemplate(template) });
  if (numeral !== undefined) return create(suffix ? "bigint" : "number", { literal: numeral });
  if (word === "true" || word === "false") return create("boolean", { literal: word });
  if (word === "Secret") return create("string", { isSecret: true });
  const isBase = word === "string" || word === "number" || word === "bigint" || word === "boolean";
  return isBase ? create(word) : undefined;
}

function parseMembers(text: string): readonly ValueMember[] | undefined {
  const members: Draft[] = [];
  let expects: "base" | "tag" | "mark" = "base";
  let at = 0;
  while (at < text.length) {
    TOKEN.lastIndex = at;
    const found = TOKEN.exec(text);
    if (!found) return undefined;
    at = TOKEN.lastIndex;
    const mark = found[8];
    if (expects === "mark") {
      if (mark === undefined) return undefined;
      expects = mark === "|" ? "base" : "tag";
      continue;
    }
    if (expects === "base") {
      const member = parseBase(found);
      if (!member) return undefined;
      members.push(member);
    } else if (!addTag(members.at(-1)!, found[5] ?? "", found[6], found[7])) return undefined;
    expects = "mark";
  }
  return expects === "mark" ? members : undefined;
}

/** `string`, `number & Minimum<1>, ";"` */
function parseList(text: string): ConditionType | undefined {
  const whole = parseMembers(text);
  if (whole) return { kind: "list", members: whole, separator: "," };
  const [end, separator] = /, ("(?:[^"\\]|\\.)*")$/.exec(text) ?? [];
  const members = end === undefined ? undefined : parseMembers(text.slice(0, -end.length));
  return members && { kind: "list", members, separator: JSON.parse(separator!) as string };
}

/** `Package<"^8.11", { Pool: new (a) => {} }>` */
function parsePackage(text: string): ConditionType | undefined {
  const [, range, exports] = /^Package<("(?:[^"\\]|\\.)*"), (.+)>$/s.exec(text) ?? [];
  return exports === undefined ? undefined : { kind: "package", range: JSON.parse(range!) as string, exports };
}

/** Writes a string literal, a template or `string` as a type. */
export const writeMember: (member: ValueMember) => string = baseText;

/**
 * Parses what {@link writeMember} wrote.
 *
 * @param text - A text that contains it.
 * @param at - Where it starts.
 */
export function parseMember(
  text: string,
  at: number,
): { readonly member: ValueMember; readonly end: number } | undefined {
  TOKEN.lastIndex = at;
  const found = TOKEN.exec(text);
  const member = found && parseBase(found);
  return member ? { member, end: TOKEN.lastIndex } : undefined;
}

/**
 * Parses a member of a union with its tags.
 *
 * @param text - A text that contains it.
 * @param at - Where it starts.
 */
export function parseTagged(
  text: string,
  at: number,
): { readonly member: ValueMember; readonly end: number } | undefined {
  TOKEN.lastIndex = at;
  const base = TOKEN.exec(text);
  const member = base && parseBase(base);
  if (!member) return undefined;
  let end = TOKEN.lastIndex;
  while (text.startsWith(" & ", end)) {
    TOKEN.lastIndex = end + " & ".length;
    const tag = TOKEN.exec(text);
    if (!tag || !addTag(member, tag[5] ?? "", tag[6], tag[7])) return undefined;
    end = TOKEN.lastIndex;
  }
  return { member, end };
}

const RUNTIME = /^(\w+|".*?")(\??): (".*")$/;

function parseRuntimes(text: string): readonly (readonly RuntimeMember[])[] | undefined {
  const members = text.split(/(?<=\}) \| (?=\{)/).map((member) =>
    member
      .slice(2, -2)
      .split("; ")
      .map((each) => {
        const [, name, optional, range] = RUNTIME.exec(each) ?? [];
        return name === undefined || range === undefined
          ? undefined
          : {
              name: name.startsWith('"') ? (JSON.parse(name) as string) : name,
              range: JSON.parse(range) as string,
              optional: optional === "?",
            };
      }),
  );
  return members.every((member) => member.every((each) => each !== undefined)) ? members : undefined;
}

/**
 * Parses what {@link formatType} wrote.
 *
 * @param text - The type.
 * @param isVersion - Whether a string literal is a version range.
 * @returns `undefined` when the text is not one that {@link formatType} writes.
 */
export function parseType(text: string, isVersion: boolean): ConditionType | undefined {
  try {
    if (text.startsWith("Unknown<")) return { kind: "unknown", text: JSON.parse(text.slice(8, -1)) as string };
    if (text.startsWith("Json<")) return { kind: "json", text: text.slice("Json<".length, -1) };
    if (text.startsWith("Package<")) return parsePackage(text);
    if (text.startsWith("List<")) return parseList(text.slice("List<".length, -1));
    if (isVersion && text.startsWith('"')) return { kind: "range", range: JSON.parse(text) as string };
    if (isVersion) {
      const members = parseRuntimes(text);
      return members && { kind: "runtimes", members };
    }
    const members = parseMembers(text);
    return members && { kind: "values", members };
  } catch (error) {
    // An escape that is not valid in JSON.
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
