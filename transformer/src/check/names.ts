import { FIELDS, type FieldName } from "importspy/dist/fields.cjs";
import type { CheckedCondition } from "../analysis/model.js";
import { suggest } from "../messages/suggest.js";
import { type Checking, isSettled, literalSpan, type Member, printType, stringLiteralsOf } from "./types.js";

/**
 * Checks a field that is a string literal or a union of them, each one of the field's known values.
 *
 * @param context - The program; its report receives the mistakes.
 * @param member - The field.
 * @returns The condition; an empty list when a mistake was reported.
 */
export function checkName(context: Checking, member: Member): CheckedCondition[] {
  const { report } = context;
  const field = member.name as FieldName;
  if (isSettled(context, member, field)) return [];
  const texts = stringLiteralsOf(member.type);
  const { values: known = [], example } = FIELDS[field];
  if (!texts) {
    report("notAName", member.valueSpan, field, printType(context, member.type), example);
    return [];
  }
  const unknown = texts.filter((text) => !known.includes(text));
  for (const text of unknown) {
    report("unknownName", literalSpan(context, member, text), text, field, suggest(text, known));
  }
  if (unknown.length) return [];
  const expected = texts.map((text) => JSON.stringify(text)).join(" | ");
  const { type, optional, valueSpan: span } = member;
  return [{ path: field, expected, literals: texts, optional, type, span }];
}
