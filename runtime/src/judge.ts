import type { Condition, Contract, ImporterCondition, ImporterIdentity, Violation } from "./contract.js";
import { holds } from "./environment.js";
import type { Facts } from "./facts.js";
import { satisfies } from "./range.js";

/** The violations of one alternative. */
export type Verdict = readonly Violation[];

/** Which fact of a violation is broken and how; the caller adds path, expectation and alternative. */
type Finding = Pick<Violation, "kind" | "hint" | "found">;

const nothing = (hint: string): Finding => ({ kind: "missing", hint });
const other = (found: string): Finding => ({ kind: "mismatch", hint: `found ${found}`, found });

function own<Value>(record: Readonly<Record<string, Value>>, name: string): Value | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

function judgeVariable(condition: Condition, text: unknown): Finding | undefined {
  // `process.env.constructor` is a function when no such variable is set.
  if (typeof text !== "string") return condition.optional ? undefined : nothing("not set");
  if (holds(text, condition.readings ?? 1, condition.is ?? (() => true))) return undefined;
  return { kind: "invalid", hint: text === "" ? "set, but empty" : `set, but not ${condition.expected}` };
}

function judgeVersion(condition: Condition, version: string | undefined, fact: string): Finding | undefined {
  if (version === undefined) {
    return condition.optional ? undefined : nothing(fact === "packages" ? "not installed" : "not this runtime");
  }
  if (!condition.range || satisfies(version, condition.range, fact === "runtime")) return undefined;
  return other(version || "an unknown version");
}

function judgeName(condition: Condition, name: string | undefined): Finding | undefined {
  if (name === undefined) return condition.optional ? undefined : nothing("unknown here");
  return condition.is?.(name) ? undefined : other(JSON.stringify(name));
}

function presentRuntimes(facts: Facts): string {
  const present = Object.entries(facts.runtime).filter(([, version]) => version !== undefined);
  return present.map(([name, version]) => (version ? `${name} ${version}` : name)).join(", ") || "an unknown runtime";
}

function judgeRuntime(condition: Condition, name: string, facts: Facts): Finding | undefined {
  const finding = judgeVersion(condition, own(facts.runtime, name), "runtime");
  return finding?.kind === "missing" ? { ...other(presentRuntimes(facts)), kind: "missing" } : finding;
}

function judgeCondition(condition: Condition, facts: Facts): Finding | undefined {
  const { path, oneOf } = condition;
  if (oneOf) {
    const admitted = oneOf.some((member) => member.every((inner) => !judgeCondition(inner, facts)));
    return admitted ? undefined : other(presentRuntimes(facts));
  }
  const dot = path.indexOf(".");
  const name = path.slice(dot + 1);
  switch (dot < 0 ? path : path.slice(0, dot)) {
    case "env":
      return judgeVariable(condition, own(facts.env, name));
    case "runtime":
      return judgeRuntime(condition, name, facts);
    default:
      return judgeName(condition, facts[path as "os" | "arch" | "libc"]);
  }
}

function violationsOf(
  conditions: readonly Condition[],
  alternative: number,
  find: (condition: Condition) => Finding | undefined,
): Violation[] {
  const violations: Violation[] = [];
  for (const condition of conditions) {
    const finding = find(condition);
    if (finding) violations.push({ path: condition.path, expected: condition.expected, ...finding, alternative });
  }
  return violations;
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

function judgeIdentity(condition: ImporterCondition, importer: ImporterIdentity | undefined): Finding | undefined {
  if (!importer) return nothing("the importing file did not say who it is");
  if (condition.is(importer)) return undefined;
  return other(importer.package ? `${importer.module} of ${importer.package}` : importer.module);
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
    const violations = violationsOf(packages, alternative, (condition) =>
      judgeVersion(condition, findPackage(condition.path.slice("packages.".length)), "packages"),
    );
    const finding = admitted && judgeIdentity(admitted, importer);
    if (finding) violations.push({ path: "importer", expected: admitted.expected, ...finding, alternative });
    return violations;
  });
}
