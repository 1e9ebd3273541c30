import { Reading } from "importspy/contract";
import type ts from "typescript";
import type { Context } from "../context.js";
import type { CheckedCondition } from "../model.js";
import { describe } from "./describe.js";
import { constituentsOf, has, type Member, printType } from "./types.js";

/** How the text of a variable of this type may be read; 0 when it cannot come from the environment. */
function readingsOf({ ts, checker }: Context, type: ts.Type): number {
  const { TypeFlags } = ts;
  if (type.isIntersection()) {
    // A tagged type: `string & Format<"uri">`. The tags are objects that hold nothing but a tag.
    const isTag = (part: ts.Type) => has(part, TypeFlags.Object) && checker.getPropertyOfType(part, "typia.tag");
    const [base, ...others] = type.types.filter((part) => !isTag(part));
    return base && !others.length ? readingsOf({ ts, checker } as Context, base) : 0;
  }
  if (has(type, TypeFlags.StringLike)) return Reading.string;
  if (has(type, TypeFlags.NumberLike)) return Reading.number;
  if (has(type, TypeFlags.BigIntLike)) return Reading.bigint;
  if (has(type, TypeFlags.BooleanLike)) return Reading.boolean;
  return 0;
}

/**
 * Checks a member of `env`.
 *
 * @param context - The program and its report.
 * @param member - The variable.
 * @returns The condition, or `undefined` after reporting why there is none.
 */
export function checkVariable(context: Context, member: Member): CheckedCondition | undefined {
  const { report, ts } = context;
  if (has(member.type, ts.TypeFlags.Never)) {
    report("neverAdmits", member.valueSpan, `'env.${member.name}'`);
    return undefined;
  }
  const constituents = constituentsOf(member.type);
  const readings = constituents.map((type) => readingsOf(context, type));
  if (readings.includes(0)) {
    report("notFromEnvironment", member.valueSpan, member.name, printType(context, member.type));
    return undefined;
  }
  return {
    path: `env.${member.name}`,
    expected: describe(context, member.type),
    optional: member.optional,
    readings: readings.reduce((all, reading) => all | reading, 0),
    type: member.type,
    span: member.valueSpan,
  };
}
