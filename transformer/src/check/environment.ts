import { Reading } from "importspy/dist/contract.cjs";
import { printableLine } from "importspy/dist/printable.cjs";
import type ts from "typescript";
import type { Context } from "../analysis/context.js";
import type { CheckedCondition } from "../analysis/model.js";
import { readTags } from "../type/tags.js";
import { describe } from "./describe.js";
import { findLostLiteral } from "./lost.js";
import { findRoundedNumber } from "./rounded.js";
import { findTypeMistake } from "./tags.js";
import { type Checking, constituentsOf, has, isSettled, type Member, printType, typeSpan } from "./types.js";

/** How the text of a variable of this type may be read; 0 when it cannot come from the environment. */
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

/**
 * Checks a member of `env`.
 *
 * @param context - The program and its report.
 * @param member - The variable.
 * @returns The condition, or `undefined` after reporting why there is none.
 */
export function checkVariable(context: Checking, member: Member): CheckedCondition | undefined {
  const { report } = context;
  const { name, type, valueSpan } = member;
  // https://pubs.opengroup.org/onlinepubs/9799919799/basedefs/V1_chap08.html
  if (!member.hasText || !name || name.includes("=") || printableLine(name) !== name) {
    report("invalidVariableName", member.nameSpan, name);
    return undefined;
  }
  if (isSettled(context, member, `env.${name}`)) return undefined;
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
  const rounded = member.declaredNode && findRoundedNumber(context, member.declaredNode, valueSpan.file);
  if (rounded) {
    report("roundedNumber", rounded.span ?? valueSpan, rounded.written, rounded.read);
    return undefined;
  }
  return {
    path: `env.${name}`,
    expected: describe(context, type),
    optional: member.optional,
    readings: readings.reduce((all, reading) => all | reading, 0),
    type,
    span: valueSpan,
  };
}
