import { FIELDS, type FieldName } from "importspy/dist/fields.cjs";
import type ts from "typescript";
import type { Context } from "../analysis/context.js";
import type { CheckedCondition } from "../analysis/model.js";
import { type Checking, constituentsOf, has, type Member, membersOf, printType } from "./types.js";

/** Whether a type is an object type with members, not a function, class or array. */
export function isPlainObject({ ts, checker }: Context, type: ts.Type): boolean {
  if (!has(type, ts.TypeFlags.Object | ts.TypeFlags.Intersection)) return false;
  const callable = [...type.getCallSignatures(), ...type.getConstructSignatures()];
  return !callable.length && !checker.isArrayType(type) && !checker.isTupleType(type);
}

/**
 * The members of a field whose type is an object type.
 *
 * @param context - The program; its report receives the mistakes.
 * @param member - The field.
 * @param type - The field's type, or a member of its union.
 * @returns An empty list when a mistake was reported.
 */
export function checkObject(context: Checking, member: Member, type: ts.Type): Member[] {
  const { report, checker } = context;
  const { name: field } = member;
  const { example } = FIELDS[field as FieldName];
  if (!isPlainObject(context, type)) {
    report("notAnObject", member.valueSpan, field, printType(context, member.type), example);
    return [];
  }
  if (checker.getIndexInfosOfType(type).length) {
    report("indexSignature", member.valueSpan, field, example);
    return [];
  }
  const members = membersOf(context, type, member.valueSpan);
  if (!members.length) report("emptyField", member.valueSpan, field, example);
  return members;
}

/**
 * The conditions of a field whose type is an object type or a union of object types.
 *
 * @param context - The program; its report receives the mistakes.
 * @param member - The field.
 * @param check - Checks one member of the object type.
 * @returns A list for each member of the union. One of the lists must hold.
 */
export function checkMembers(
  context: Checking,
  member: Member,
  check: (context: Checking, member: Member) => CheckedCondition | undefined,
): CheckedCondition[][] {
  return constituentsOf(member.type).map((type) =>
    checkObject(context, member, type).flatMap((inner) => check(context, inner) ?? []),
  );
}
