import { Reading } from "importspy/dist/contract.cjs";
import { FIELDS } from "importspy/dist/fields.cjs";
import type ts from "typescript";
import type { CheckedCondition } from "../analysis/model.js";
import { describe } from "../check/describe.js";
import { findTypeMistake } from "../check/tags.js";
import { type Checking, constituentsOf, has, type Member, printType, typeSpan } from "../check/types.js";
import { readTags } from "../type/tags.js";
import type { FieldTyping } from "./field.js";

function isNumber({ ts, checker }: Checking, type: ts.Type): boolean {
  const { base } = readTags({ ts, checker }, type);
  return base !== undefined && has(base, ts.TypeFlags.NumberLike);
}

function checkCpus(context: Checking, member: Member): CheckedCondition[] {
  const { type, valueSpan, optional } = member;
  const constituents = constituentsOf(type);
  if (!constituents.every((each) => isNumber(context, each))) {
    context.report("notAQuantity", valueSpan, "cpus", "a number", printType(context, type), FIELDS.cpus.example);
    return [];
  }
  const mistake = constituents.map((each) => findTypeMistake(context, each)).find((found) => found !== undefined);
  if (mistake) {
    const span = mistake.tag ? typeSpan(context, member, mistake.tag) : valueSpan;
    context.report("unsupportedTag", span, printType(context, type), mistake.reason);
    return [];
  }
  return [
    { path: "cpus", expected: describe(context, type), optional, readings: Reading.number, type, span: valueSpan },
  ];
}

export const typing: FieldTyping = { check: (context, member) => [{ conditions: checkCpus(context, member) }] };
