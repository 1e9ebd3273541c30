import type ts from "typescript";
import type { Context } from "../analysis/context.js";
import type { CheckedAlternative, CheckedCondition, ContractType, Span } from "../analysis/model.js";
import { isUnresolvedType } from "../compiler/compiler.js";
import { checkVariable } from "./environment.js";
import { checkImporter } from "./importer.js";
import { checkName, NAMES } from "./names.js";
import { suggest } from "./suggest.js";
import { type Checking, constituentsOf, has, isNever, isSettled, type Member, membersOf, printType } from "./types.js";
import { checkVersion } from "./versions.js";

export const FIELDS = ["os", "arch", "libc", "runtime", "env", "packages", "importer"] as const;

type Field = (typeof FIELDS)[number];

/** Unions inside `env` and `packages` are multiplied out; more alternatives than this nobody could read. */
const MOST_ALTERNATIVES = 16;

/** How each object-typed field is to be written, for messages. */
const EXAMPLES = {
  env: "{ PORT: number }",
  packages: '{ pg: "^8.11" }',
  runtime: '{ node: ">=20.11" }',
} as const;

const FIELD_NAMES = FIELDS.map((field) => `'${field}'`).join(", ");

/** Whether a type has members to ask for. */
function isPlainObject({ ts, checker }: Context, type: ts.Type): boolean {
  if (!has(type, ts.TypeFlags.Object | ts.TypeFlags.Intersection)) return false;
  const callable = [...type.getCallSignatures(), ...type.getConstructSignatures()];
  return !callable.length && !checker.isArrayType(type) && !checker.isTupleType(type);
}

/** The members of a field whose type is an object type. */
function checkObject(context: Checking, member: Member, type: ts.Type): Member[] {
  const { report, checker } = context;
  const field = member.name as keyof typeof EXAMPLES;
  if (!isPlainObject(context, type)) {
    report("notAnObject", member.valueSpan, field, printType(context, member.type), EXAMPLES[field]);
    return [];
  }
  if (checker.getIndexInfosOfType(type).length) {
    report("indexSignature", member.valueSpan, field, EXAMPLES[field]);
    return [];
  }
  const members = membersOf(context, type, member.valueSpan);
  if (!members.length) report("emptyField", member.valueSpan, field, EXAMPLES[field]);
  return members;
}

/** The names that npm admits: {@link https://json.schemastore.org/package.json}, `name`. */
const PACKAGE_NAME = /^(?:@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*$/i;

function checkPackage(context: Checking, member: Member): CheckedCondition | undefined {
  if (!PACKAGE_NAME.test(member.name)) {
    context.report("invalidPackageName", member.nameSpan, member.name);
    return undefined;
  }
  return checkVersion(context, "packages", member);
}

function checkRuntimeMember(context: Checking, member: Member): CheckedCondition | undefined {
  if (!(NAMES.runtime as readonly string[]).includes(member.name)) {
    context.report("unknownRuntime", member.nameSpan, member.name, suggest(member.name, NAMES.runtime));
    return undefined;
  }
  return checkVersion(context, "runtime", member);
}

/** A union of runtimes becomes one condition, because a refusal names the runtime that was found once. */
function checkRuntime(context: Checking, member: Member): CheckedCondition[] {
  const options = constituentsOf(member.type).map((type) =>
    checkObject(context, member, type).flatMap((inner) => checkRuntimeMember(context, inner) ?? []),
  );
  if (options.length === 1) return options[0]!;
  const describeOption = (conditions: readonly CheckedCondition[]) =>
    conditions.map(({ path, expected }) => `${path.slice("runtime.".length)} ${expected}`).join(" and ");
  const expected = options.map(describeOption).join(" | ");
  return [{ path: "runtime", expected, optional: false, oneOf: options, span: member.valueSpan }];
}

/** The conditions of a field: a list for each member of its union, to be joined by OR. */
function checkMembers(
  context: Checking,
  member: Member,
  check: (context: Checking, member: Member) => CheckedCondition | undefined,
): CheckedCondition[][] {
  return constituentsOf(member.type).map((type) =>
    checkObject(context, member, type).flatMap((inner) => check(context, inner) ?? []),
  );
}

/** The alternatives of one field; a field that is no union has one. */
function checkField(context: Checking, member: Member): Partial<CheckedAlternative>[] {
  if (isSettled(context, member, member.name)) return [];
  switch (member.name as Field) {
    case "env":
      return checkMembers(context, member, checkVariable).map((conditions) => ({ conditions }));
    case "packages":
      return checkMembers(context, member, checkPackage).map((packages) => ({ packages }));
    case "runtime":
      return [{ conditions: checkRuntime(context, member) }];
    case "importer":
      return [{ importer: checkImporter(context, member) }];
    default: {
      const condition = checkName(context, member);
      return [{ conditions: condition ? [condition] : [] }];
    }
  }
}

function join(left: CheckedAlternative, right: Partial<CheckedAlternative>): CheckedAlternative {
  return {
    ...left,
    ...right,
    conditions: [...left.conditions, ...(right.conditions ?? [])],
    packages: [...left.packages, ...(right.packages ?? [])],
  };
}

/** The fields of an alternative, joined; unions inside them are multiplied out. */
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
  const start: CheckedAlternative[] = [{ conditions: [], packages: [], note }];
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
    report("notAContract", span, printType(context, type), FIELD_NAMES);
    return [];
  }
  const members = membersOf(context, type, span);
  if (!members.length) {
    report("emptyContract", span, FIELD_NAMES);
    return [];
  }
  const isKnown = ({ name }: Member) => (FIELDS as readonly string[]).includes(name);
  for (const { name, nameSpan } of members.filter((member) => !isKnown(member))) {
    report("unknownField", nameSpan, name, suggest(name, FIELDS));
  }
  return joinFields(context, members.filter(isKnown), span, note);
}

/**
 * Checks the types of a contract: every field, name and range, and that variables can come from the environment.
 *
 * @param context - The program and its report, which takes every mistake.
 * @param contract - The type of each tag, and whether TypeScript has found mistakes in them.
 * @returns The alternatives, to be used only when nothing was reported.
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
