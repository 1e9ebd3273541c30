/** Compares conditions on one fact: whether one admits all that another one admits. */
import { type ConditionType, formatType, type Term, type ValueMember } from "importspy/dist/artifacts.cjs";
import { type Answer, type Containment, known } from "./answer.js";
import { containsExportTypes } from "./exports.js";
import { admitsVersion, containsVersions } from "./ranges.js";
import { admitsValue, containsValues } from "./values.js";

/** A fact: a text or a version; `undefined` when it is absent. */
export type Fact = string | undefined;

const isRuntime = (path: string) => path.startsWith("runtime.");
const isVersion = (path: string) => isRuntime(path) || path.startsWith("packages.");

const text = (literal?: string): ValueMember => ({
  base: "string",
  ...(literal !== undefined && { literal }),
  steps: [],
  formats: [],
  patterns: [],
  own: [],
});

/** A term that admits everything. It stands for a fact that a contract does not mention. */
export const anything = (path: string): Term => ({
  path,
  optional: true,
  type: isVersion(path) ? { kind: "range", range: "*" } : { kind: "values", members: [text()] },
});

/** Adds the empty text to an optional variable, because an empty variable counts as absent. */
export const withEmpty = ({ path, optional }: Term, members: readonly ValueMember[]) =>
  optional && path.startsWith("env.") ? [...members, text("")] : members;

/** The versions and the exports that a package must have. */
function packageOf(type: ConditionType): { readonly range: string; readonly exports?: string } | undefined {
  return type.kind === "range" || type.kind === "package" ? type : undefined;
}

/** The range of versions that a condition asks for, if any. */
export const rangeOf = (type: ConditionType): string | undefined => packageOf(type)?.range;

function containsPackages(inner: Term, outer: Term): Containment<Fact> | undefined {
  const [own, other] = [packageOf(inner.type), packageOf(outer.type)];
  if (!own || !other) return undefined;
  const versions = containsVersions(own.range, other.range, isRuntime(inner.path));
  if (versions.answer === "no") return versions;
  const { answer, place = "", isMissing = false } = containsExportTypes(own.exports, other.exports);
  if (answer === "no") return { answer, witnesses: [], exports: { place, isMissing } };
  return answer === "unknown" ? { answer, witnesses: [] } : versions;
}

const isSame = (left: ConditionType, right: ConditionType) => formatType(left) === formatType(right);

/**
 * Whether one term admits all facts that another term of the same path admits.
 *
 * @param inner - The term whose facts must be admitted.
 * @param outer - The term that must admit them.
 */
export function containsFacts(inner: Term, outer: Term): Containment<Fact> {
  if (inner.optional && !outer.optional) return { answer: "no", witnesses: [undefined] };
  const [type, other] = [inner.type, outer.type];
  if (type.kind === "values" && other.kind === "values") {
    return containsValues(withEmpty(inner, type.members), withEmpty(outer, other.members));
  }
  const packages = containsPackages(inner, outer);
  if (packages) return packages;
  // Items never contain the separator, and a list may have any length. So only the items need to be compared.
  if (type.kind === "list" && other.kind === "list" && type.separator === other.separator) {
    const { answer } = containsValues(type.members, other.members);
    if (answer === "yes") return { answer, witnesses: [] };
  }
  const isAnything = isSame(other, anything(outer.path).type);
  return { answer: isAnything || isSame(type, other) ? "yes" : "unknown", witnesses: [] };
}

/** Whether a term admits a fact. */
export function admitsFact({ path, optional, type }: Term, fact: Fact): Answer {
  if (fact === undefined) return known(optional);
  if (type.kind === "values") return admitsValue(withEmpty({ path, optional, type }, type.members), fact);
  const range = rangeOf(type);
  if (range === undefined) return "unknown";
  const isAdmitted = admitsVersion(range, fact, isRuntime(path));
  // A version does not show the exports.
  return isAdmitted && type.kind === "package" ? "unknown" : known(isAdmitted);
}
