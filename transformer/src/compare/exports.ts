/** Compares the exports that packages must have, by the rules of the runtime's validation. */
import {
  type CallableType,
  type ExportMember,
  type ExportType,
  type ListType,
  type ObjectType,
  parseExports,
  type ValueMember,
} from "importspy/dist/artifacts.cjs";
import type { Answer } from "./answer.js";
import { containsValues } from "./values.js";

/** Whether one type contains another; if not, where. */
export interface ExportContainment {
  readonly answer: Answer;
  /** The export, or a part of one: `Pool.prototype.query`. */
  readonly place?: string;
  /** It need not be there in the contained type. */
  readonly isMissing?: boolean;
}

const yes: ExportContainment = { answer: "yes" };
const unknown: ExportContainment = { answer: "unknown" };
const no = (place: string, isMissing = false): ExportContainment => ({ answer: "no", place, isMissing });

/** The first "no", or else the first "unknown". */
const worst = (found: readonly ExportContainment[]): ExportContainment =>
  found.find(({ answer }) => answer === "no") ?? found.find(({ answer }) => answer === "unknown") ?? yes;

const inside = (place: string, name: string) => (place ? `${place}.${name}` : name);
const optionsOf = (type: ExportType): readonly ExportType[] =>
  type.kind === "union" ? type.of.flatMap(optionsOf) : [type];
const isCallable = (type: ExportType): type is CallableType => type.kind === "function" || type.kind === "class";
const isObject = (type: ExportType) =>
  isCallable(type) || ["object", "list", "instance", "something"].includes(type.kind);

/** Whether a built-in class is or extends another one. */
function extendsGlobal(name: string, base: string): boolean {
  if (name === base) return true;
  const [own, other] = [name, base].map((each) => (globalThis as Readonly<Record<string, unknown>>)[each]);
  for (let next = own; typeof next === "function"; next = Object.getPrototypeOf(next)) if (next === other) return true;
  return false;
}

/** Without `undefined`, which an optional member may be. */
function withoutUndefined(type: ExportType): ExportType {
  const options = optionsOf(type);
  const of = options.filter(({ kind }) => kind !== "undefined");
  return of.length === options.length ? type : of.length === 1 ? of[0]! : { kind: "union", of };
}

/** What a member may be. An optional one may be `undefined`. */
const withAbsence = ({ type, optional }: ExportMember): ExportType =>
  optional ? { kind: "union", of: [type, { kind: "undefined" }] } : type;

/** Functions have these without a type that says so. */
const OF_FUNCTIONS = ["length", "name"];

/** Compares types, which may be recursive. */
function createComparison(): (inner: ExportType, outer: ExportType, place: string) => ExportContainment {
  /** The pairs that are being compared, or that hold. They count as right, as values that are being validated do. */
  const started: (readonly [ExportType, ExportType])[] = [];

  const containsMember = (
    members: readonly ExportMember[],
    rest: ExportType | undefined,
    { name, type, optional }: ExportMember,
    place: string,
  ): ExportContainment => {
    const own = members.find((each) => each.name === name);
    if (own?.optional && !optional) return no(place, true);
    if (own) return contains(optional ? withoutUndefined(own.type) : own.type, type, place);
    if (!optional) return no(place, true);
    if (rest) return contains(rest, type, place);
    return type.kind === "any" ? yes : no(place);
  };

  const containsMembers = (
    members: readonly ExportMember[],
    rest: ExportType | undefined,
    outer: readonly ExportMember[],
    place: string,
  ) => worst(outer.map((member) => containsMember(members, rest, member, inside(place, member.name))));

  const containsObject = (inner: ExportType, outer: ObjectType, place: string): ExportContainment => {
    const isPlain = !outer.members.some(({ optional }) => !optional) && !outer.rest;
    if (inner.kind === "object" || isCallable(inner)) {
      const rest = inner.kind === "object" ? inner.rest : undefined;
      const isBuiltIn = ({ name }: ExportMember) => isCallable(inner) && OF_FUNCTIONS.includes(name);
      const unnamed = inner.members.filter(({ name }) => outer.members.every((each) => each.name !== name));
      return worst([
        containsMembers(
          inner.members,
          rest,
          outer.members.filter((member) => !isBuiltIn(member)),
          place,
        ),
        ...(outer.members.some(isBuiltIn) ? [unknown] : []),
        ...(outer.rest
          ? unnamed.map((each) => contains(withAbsence(each), outer.rest!, inside(place, each.name)))
          : []),
        ...(outer.rest ? [contains(rest ?? { kind: "any" }, outer.rest, inside(place, "*"))] : []),
      ]);
    }
    if (!isObject(inner)) return no(place);
    if (isPlain && !outer.members.length) return yes;
    return inner.kind === "something" ? no(place) : unknown;
  };

  const containsBase = (inner: string | undefined, outer: string | undefined, place: string): ExportContainment => {
    if (outer === undefined || inner === outer) return yes;
    if (inner === undefined) return no(place);
    if (inner.startsWith('"')) return unknown;
    return extendsGlobal(inner, outer) ? yes : outer.startsWith('"') ? unknown : no(place);
  };

  const containsCallable = (inner: ExportType, outer: CallableType, place: string): ExportContainment => {
    if (!isCallable(inner) || inner.kind !== outer.kind || inner.most > outer.most) return no(place);
    return worst([
      containsBase(inner.base, outer.base, place),
      containsMembers(inner.members, undefined, outer.members, place),
      containsMembers(inner.prototype, undefined, outer.prototype, inside(place, "prototype")),
    ]);
  };

  const containsList = (inner: ExportType, outer: ListType, place: string): ExportContainment => {
    if (inner.kind !== "list") return no(place);
    if (inner.least < outer.least) return no(place);
    if (!outer.rest && (inner.rest || inner.of.length > outer.of.length)) return no(place);
    const count = Math.max(inner.of.length, outer.of.length);
    const found = Array.from({ length: count }, (_, index) => {
      const [own, other] = [inner.of[index] ?? inner.rest, outer.of[index] ?? outer.rest];
      return own && other ? contains(own, other, `${place}[${index}]`) : yes;
    });
    const rest = inner.rest && outer.rest ? [contains(inner.rest, outer.rest, `${place}[]`)] : [];
    return worst([...found, ...rest]);
  };

  const containsInstance = (inner: ExportType, outer: string, place: string): ExportContainment => {
    if (inner.kind === "instance") return extendsGlobal(inner.of, outer) ? yes : no(place);
    return isObject(inner) ? unknown : no(place);
  };

  const containsSome = (inner: ExportType, outer: ExportType, place: string): ExportContainment => {
    switch (outer.kind) {
      case "any":
        return yes;
      case "something":
        return isObject(inner) ? yes : no(place);
      case "object":
        return containsObject(inner, outer, place);
      case "function":
      case "class":
        return containsCallable(inner, outer, place);
      case "list":
        return containsList(inner, outer, place);
      case "instance":
        return containsInstance(inner, outer.of, place);
      default:
        return inner.kind === outer.kind ? yes : no(place);
    }
  };

  const containsOption = (inner: ExportType, outer: readonly ExportType[], place: string): ExportContainment => {
    if (outer.some(({ kind }) => kind === "any")) return yes;
    if (inner.kind === "value") {
      // Values of different kinds are different, although texts of variables may be read as both.
      const members = outer.flatMap((each): ValueMember[] => (each.kind === "value" ? [each.member] : []));
      const { answer } = containsValues(
        [inner.member],
        members.filter(({ base }) => base === inner.member.base),
      );
      return answer === "yes" ? yes : answer === "no" ? no(place) : unknown;
    }
    const others = outer.filter(({ kind }) => kind !== "value");
    const all = others.map((each) => containsSome(inner, each, place));
    const found = all.find(({ answer }) => answer === "yes");
    if (found) return found;
    // Several options together may contain what no single one does.
    return all.length > 1 ? unknown : (all[0] ?? no(place));
  };

  const contains = (inner: ExportType, outer: ExportType, place: string): ExportContainment => {
    if (inner === outer || started.some(([own, other]) => own === inner && other === outer)) return yes;
    const before = started.length;
    started.push([inner, outer]);
    const others = optionsOf(outer);
    if (inner.kind === "any" && !others.some(({ kind }) => kind === "any")) return no(place);
    const found = worst(optionsOf(inner).map((each) => containsOption(each, others, place)));
    // What was found since may rest on this pair.
    if (found.answer !== "yes") started.length = before;
    return found;
  };
  return contains;
}

/**
 * Whether all packages whose exports have one type have another type, too.
 *
 * @param inner - The type that must be contained; `undefined` for packages with any exports.
 * @param outer - The type that must contain it.
 */
export function containsExportTypes(inner: string | undefined, outer: string | undefined): ExportContainment {
  if (outer === undefined || inner === outer) return yes;
  const [own, other] = [inner === undefined ? ({ kind: "any" } as const) : parseExports(inner), parseExports(outer)];
  return own && other ? createComparison()(own, other, "") : unknown;
}
