import { FIELD_NAMES, isFieldName } from "importspy/dist/fields.cjs";
import type ts from "typescript";
import type { Context } from "../analysis/context.js";
import type { CheckedAlternative, ContractType, Span } from "../analysis/model.js";
import { isUnresolvedType } from "../compiler/compiler.js";
import { fields } from "../generated/fields.js";
import { suggest } from "../messages/suggest.js";
import { isPlainObject } from "./members.js";
import { type Checking, constituentsOf, isNever, isSettled, type Member, membersOf, printType } from "./types.js";

/** The most alternatives after the unions inside fields are multiplied out. More would be unreadable in an error. */
const MOST_ALTERNATIVES = 16;

const FIELD_LIST = FIELD_NAMES.map((field) => `'${field}'`).join(", ");

/** The alternatives of one field: one for each member of its union. */
function checkField(context: Checking, member: Member): Partial<CheckedAlternative>[] {
  if (!isFieldName(member.name) || isSettled(context, member, member.name, member.name === "libc")) return [];
  return fields[member.name].check(context, member);
}

function join(left: CheckedAlternative, right: Partial<CheckedAlternative>): CheckedAlternative {
  return {
    ...left,
    ...right,
    conditions: [...left.conditions, ...(right.conditions ?? [])],
    packages: [...left.packages, ...(right.packages ?? [])],
  };
}

/**
 * The alternatives that the fields of an object type give together.
 *
 * `{ os: "linux"; env: { A: string } | { B: string } }` → `{ os, env.A }`, `{ os, env.B }`
 */
function joinFields(
  context: Checking,
  members: readonly Member[],
  span: Span,
  note: string | undefined,
): CheckedAlternative[] {
  const fields = members.map((member) => checkField(context, member)).filter((options) => options.length);
  const count = fields.reduce((product, options) => product * options.length, 1);
  if (count > MOST_ALTERNATIVES) {
    context.report("tooManyAlternatives", span, count, MOST_ALTERNATIVES);
    return [];
  }
  const start: CheckedAlternative[] = [{ conditions: [], packages: [], note, span }];
  const multiply = (all: CheckedAlternative[], options: Partial<CheckedAlternative>[]) =>
    all.flatMap((left) => options.map((right) => join(left, right)));
  return fields.reduce(multiply, start);
}

function checkAlternative(
  context: Checking,
  type: ts.Type,
  span: Span,
  note: string | undefined,
): CheckedAlternative[] {
  const { report, checker } = context;
  if (context.isReported(type)) return [];
  if (isNever(context, type)) {
    report("neverAdmits", span, "This contract");
    return [];
  }
  if (!isPlainObject(context, type) || checker.getIndexInfosOfType(type).length) {
    report("notAContract", span, printType(context, type), FIELD_LIST);
    return [];
  }
  const members = membersOf(context, type, span);
  if (!members.length) {
    report("emptyContract", span, FIELD_LIST);
    return [];
  }
  const isKnown = ({ name }: Member) => isFieldName(name);
  for (const { name, nameSpan } of members.filter((member) => !isKnown(member))) {
    report("unknownField", nameSpan, name, suggest(name, FIELD_NAMES));
  }
  return joinFields(context, members.filter(isKnown), span, note);
}

/**
 * Checks the types of a contract: every field, name and range, and that each variable's type can be read from a text.
 *
 * @param context - The program; its report receives every mistake.
 * @param contract - The type of each tag, and whether TypeScript has reported mistakes in them.
 * @returns The alternatives. They are complete only when nothing was reported.
 */
export function checkContract(
  context: Context,
  { types, hasMistakes }: { readonly types: readonly ContractType[]; readonly hasMistakes: boolean },
): CheckedAlternative[] {
  const isReported = (type: ts.Type) => hasMistakes && constituentsOf(type).some(isUnresolvedType);
  const checking: Checking = { ...context, checker: context.checker, isReported };
  return types.flatMap(({ type, span, note }) =>
    constituentsOf(type).flatMap((constituent) => checkAlternative(checking, constituent, span, note)),
  );
}
