import type { Condition, Contract, ImporterCondition, ImporterIdentity, Violation } from "./contract.js";
import { holds, lacking } from "./environment.js";
import type { Facts } from "./facts.js";
import { satisfies } from "./range.js";

/** The violations of one alternative. */
export type Verdict = readonly Violation[];

/** What is wrong with a fact; the caller adds path, expectation and alternative. */
type Finding = Pick<Violation, "kind" | "hint" | "found">;

const missing = (hint: string): Finding => ({ kind: "missing", hint });
const mismatch = (found: string): Finding => ({ kind: "mismatch", hint: `found ${found}`, found });

function own(record: Readonly<Record<string, unknown>>, name: string): unknown {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

/** Judges a fact. `field` decides how, and whether the fact may be told. */
function judgeFact(condition: Condition, field: string, fact: unknown, absent: Finding): Finding | undefined {
  const { expected, optional, readings = 0, is, range } = condition;
  if (typeof fact !== "string") return optional ? undefined : absent;
  if (field === "env") {
    if (is && holds(fact, readings, is)) return undefined;
    return { kind: "invalid", hint: fact ? `set, but not ${lacking(fact, readings, expected)}` : "set, but empty" };
  }
  if (range ? satisfies(fact, range, field === "runtime") : is?.(fact)) return undefined;
  return mismatch(range ? fact || "an unknown version" : JSON.stringify(fact));
}

function describeRuntimes({ runtime }: Facts): string {
  const present = Object.entries(runtime).filter(([, version]) => version !== undefined);
  return present.map(([name, version]) => `${name} ${version}`.trim()).join(", ") || "an unknown runtime";
}

/** The finding for a fact that is absent. */
function absence(field: string, facts: Facts): Finding {
  if (field === "runtime") return { ...mismatch(describeRuntimes(facts)), kind: "missing" };
  return missing(field === "env" ? "not set" : "unknown here");
}

function judgeCondition(condition: Condition, facts: Facts): Finding | undefined {
  const { path, oneOf } = condition;
  if (oneOf) {
    const admitted = oneOf.some((member) => member.every((inner) => !judgeCondition(inner, facts)));
    return admitted ? undefined : mismatch(describeRuntimes(facts));
  }
  // `env.NAME` is a member of a field, `os` a field.
  const [field = "", name] = path.split(/\.(.*)/s);
  // From a newer build of the plugin. What cannot be judged does not hold.
  if (!(field in facts)) return missing("unknown to this version of importspy");
  const fact: unknown = facts[field as keyof Facts];
  const member = name === undefined ? fact : own(fact as Facts["env"], name);
  return judgeFact(condition, field, member, absence(field, facts));
}

function violationsOf(
  conditions: readonly Condition[],
  alternative: number,
  find: (condition: Condition) => Finding | undefined,
): Violation[] {
  return conditions.flatMap((condition) => {
    const { path, expected } = condition;
    const finding = find(condition);
    return finding ? [{ path, expected, ...finding, alternative }] : [];
  });
}

/**
 * Judges what a contract asks of the machine and the environment: the part that is the same for every importer.
 *
 * @param contract - The contract, from its sidecar.
 * @param facts - What to judge it against.
 * @returns All violations, a list for each alternative, in the contract's order.
 */
export function judgeEnvironment(contract: Contract, facts: Facts): Verdict[] {
  return contract.alternatives.map(({ conditions }, alternative) =>
    violationsOf(conditions, alternative, (condition) => judgeCondition(condition, facts)),
  );
}

function judgeIdentity({ is }: ImporterCondition, importer: ImporterIdentity | undefined): Finding | undefined {
  if (!importer) return missing("the importing file did not say who it is");
  const { module, package: name } = importer;
  return is(importer) ? undefined : mismatch(name ? `${module} of ${name}` : module);
}

/**
 * Judges what a contract asks of who imports: the packages as its file would resolve them, and its identity.
 *
 * @param contract - The contract, from its sidecar.
 * @param importer - Who imports, when known.
 * @param findPackage - Looks a package's version up, by default from the importing file's folder.
 * @returns All violations, a list for each alternative, in the contract's order.
 */
export function judgeImporter(
  contract: Contract,
  importer: ImporterIdentity | undefined,
  findPackage: (name: string) => string | undefined = (name) =>
    contract.packageVersion?.(name, importer?.location ?? contract.location),
): Verdict[] {
  return contract.alternatives.map(({ packages = [], importer: admitted }, alternative) => {
    const violations = violationsOf(packages, alternative, (condition) => {
      const version = findPackage(condition.path.slice("packages.".length));
      return judgeFact(condition, "packages", version, missing("not installed"));
    });
    const finding = admitted && judgeIdentity(admitted, importer);
    if (finding) violations.push({ path: "importer", expected: admitted.expected, ...finding, alternative });
    return violations;
  });
}
