import { Reading } from "importspy/dist/contract.cjs";
import { printableLine } from "importspy/dist/printable.cjs";
import type ts from "typescript";
import type { Context } from "../analysis/context.js";
import type { CheckedCondition } from "../analysis/model.js";
import { describe } from "../check/describe.js";
import { findLostLiteral } from "../check/lost.js";
import { checkMembers } from "../check/members.js";
import { findRoundedNumber } from "../check/rounded.js";
import { findTypeMistake } from "../check/tags.js";
import {
  type Checking,
  constituentsOf,
  has,
  isSettled,
  type Member,
  printType,
  stringLiteralsOf,
  typeSpan,
} from "../check/types.js";
import { argumentsOf, brandOf, checkJson, DefaultError, findLostItem, readMarks } from "../check/values.js";
import { readTags } from "../type/tags.js";
import type { FieldTyping } from "./field.js";

/** The `Reading` flag of a variable's type: how its text is read; 0 for a type that cannot be read from a text. */
function readingsOf({ ts, checker }: Context, type: ts.Type): number {
  const { TypeFlags } = ts;
  const { base } = readTags({ ts, checker }, type);
  if (!base) return 0;
  if (has(base, TypeFlags.StringLike)) return Reading.string;
  if (has(base, TypeFlags.NumberLike)) return Reading.number;
  if (has(base, TypeFlags.BigIntLike)) return Reading.bigint;
  if (has(base, TypeFlags.BooleanLike)) return Reading.boolean;
  return 0;
}

/** Checks the type of a variable, or of a list item. Reports a type that cannot be read or checked. */
function checkText(
  context: Checking,
  member: Member,
  type: ts.Type,
):
  | (Required<Pick<CheckedCondition, "expected" | "readings" | "type">> & Pick<CheckedCondition, "literals">)
  | undefined {
  const { report } = context;
  const { name, valueSpan } = member;
  const constituents = constituentsOf(type);
  const readings = constituents.map((constituent) => readingsOf(context, constituent));
  if (readings.includes(0)) {
    const [tag] = readTags(context, type).tags;
    const printed = printType(context, type);
    if (tag) report("tagAlone", valueSpan, name, printed, tag.targets[0] ?? "string");
    else report("notFromEnvironment", valueSpan, name, printed);
    return undefined;
  }
  const mistake = constituents.map((each) => findTypeMistake(context, each)).find((found) => found !== undefined);
  if (mistake) {
    const span = mistake.tag ? typeSpan(context, member, mistake.tag) : valueSpan;
    report("unsupportedTag", span, printType(context, type), mistake.reason);
    return undefined;
  }
  const lost = member.declaredNode && findLostLiteral(context, member.declaredNode, type);
  if (lost !== undefined) {
    const reason = `TypeScript takes ${JSON.stringify(lost)} for the template beside it, which admits no such text; use 'Pattern<…>'.`;
    report("unsupportedTag", valueSpan, printType(context, type), reason);
    return undefined;
  }
  const all = readings.reduce((sum, reading) => sum | reading, 0);
  const literals = stringLiteralsOf(type);
  return {
    expected: describe(context, type),
    readings: all,
    type,
    ...(literals && { literals: [...new Set(literals)] }),
  };
}

/** Checks whether a variable is one value, a list or JSON. */
function checkKind(
  context: Checking,
  member: Member,
): Omit<CheckedCondition, "path" | "optional" | "span"> | undefined {
  const { report } = context;
  const { name, type, valueSpan } = member;
  const refuse = (reason: string) => {
    report("notAValue", valueSpan, `env.${name}`, printType(context, type), reason);
    return undefined;
  };
  const constituents = constituentsOf(type);
  const structured = constituents.find((each) => brandOf(context, each, "list") ?? brandOf(context, each, "json"));
  if (!structured) {
    const text = checkText(context, member, type);
    return text && { ...text, ...readMarks(context, type) };
  }
  if (constituents.length > 1)
    return refuse("a list or JSON is the whole type of a variable; nothing could stand beside it");
  if (readTags(context, structured).tags.length)
    return refuse("a tag says what a text, a number or an item is like; write it inside");
  const [data] = argumentsOf(context, structured, "json") ?? [];
  if (data) {
    const json = checkJson(context, member, data);
    return json && { ...json, ...readMarks(context, type) };
  }
  const [item, stated] = argumentsOf(context, structured, "list")!;
  const separator = stated?.isStringLiteral() ? stated.value : "";
  if (!separator.length) return refuse("its separator is a text of one or more characters");
  const isMarked = (each: ts.Type) => brandOf(context, each, "secret") ?? brandOf(context, each, "default");
  if (constituentsOf(item!).some(isMarked))
    return refuse("the items of a list are neither secrets nor have they defaults");
  const text = checkText(context, member, item!);
  if (!text) return undefined;
  const lost = findLostItem(context, item!, separator);
  if (lost !== undefined) return refuse(lost);
  const expected = `a list separated by ${JSON.stringify(separator)}, each ${text.expected}`;
  return { expected, list: { separator, ...text }, ...readMarks(context, type, { item: item!, separator }) };
}

/**
 * Checks a member of `env`.
 *
 * @param context - The program; its report receives the mistakes.
 * @param member - The variable.
 * @returns The condition; `undefined` when a mistake was reported.
 */
function checkVariable(context: Checking, member: Member): CheckedCondition | undefined {
  const { report } = context;
  const { name, valueSpan } = member;
  // The rules for names of environment variables:
  // https://pubs.opengroup.org/onlinepubs/9799919799/basedefs/V1_chap08.html
  if (!member.hasText || !name || name.includes("=") || printableLine(name) !== name) {
    report("invalidVariableName", member.nameSpan, name);
    return undefined;
  }
  if (isSettled(context, member, `env.${name}`)) return undefined;
  const rounded = member.declaredNode && findRoundedNumber(context, member.declaredNode, valueSpan.file);
  try {
    const kind = checkKind(context, member);
    if (kind && rounded) {
      report("roundedNumber", rounded.span ?? valueSpan, rounded.written, rounded.read);
      return undefined;
    }
    const optional = member.optional || kind?.default !== undefined;
    return kind && { path: `env.${name}`, optional, ...kind, span: valueSpan };
  } catch (error) {
    if (!(error instanceof DefaultError)) throw error;
    report("invalidDefault", valueSpan, `env.${name}`, error.message);
    return undefined;
  }
}

export const typing: FieldTyping = {
  check: (context, member) => checkMembers(context, member, checkVariable).map((conditions) => ({ conditions })),
};
