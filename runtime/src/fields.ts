/**
 * The judges of a contract's fields, each under the field's name. Sidecars import those that their contract names; a
 * bundler drops the others.
 *
 * @module
 */
import { holds, missing } from "./condition.js";
import type { Condition, Contract, Finding, Judge } from "./contract.js";
import { judgeVariable } from "./environment.js";
import { collectLibc, collectRuntime, type Facts, process } from "./facts.js";
import { satisfies, satisfiesStrictly } from "./range.js";

const mismatch = (found: string): Finding => ({ kind: "mismatch", hint: `found ${found}`, found });

/** What judges need of a contract. */
type Judged = Pick<Contract, "validators">;

/** Judges a fact that is a word. */
export function judgeWord(condition: Condition, word: string | undefined, contract: Judged): Finding | undefined {
  if (word === undefined) return missing("unknown here");
  return holds(condition, word, contract) ? undefined : mismatch(`"${word}"`);
}

/** Judges the C library, which only Linux tells. */
export function judgeLibc(condition: Condition, name: string | undefined, contract: Judged): Finding | undefined {
  return name ? judgeWord(condition, name, contract) : missing('unknown here; "libc?" admits systems without one');
}

export const os: Judge = (condition, _name, contract) => judgeWord(condition, process?.platform, contract);
export const arch: Judge = (condition, _name, contract) => judgeWord(condition, process?.arch, contract);
export const libc: Judge = (condition, _name, contract) => judgeLibc(condition, collectLibc(), contract);

/** The variables are read whenever a contract is judged. */
export const env: Judge = (condition, name, contract) => judgeVariable(condition, name, process?.env ?? {}, contract);

/** The runtimes that are present, in words. */
export function describeRuntimes(present: Facts["runtime"]): string {
  const entries = Object.entries(present).filter(([, version]) => typeof version === "string");
  return entries.map((entry) => entry.join(" ").trim()).join(", ") || "an unknown runtime";
}

/** Judges one runtime against those that are present. */
function judgeRuntime({ range }: Condition, name: string, present: Facts["runtime"]): Finding | undefined {
  const version = present[name];
  // `constructor` is something else.
  if (typeof version !== "string") return { ...mismatch(describeRuntimes(present)), kind: "missing" };
  return satisfies(version, range!) ? undefined : mismatch(version || "an unknown version");
}

/** Judges a runtime, or a union of runtimes, against those that are present. */
export function judgeRuntimes(condition: Condition, name: string, present: Facts["runtime"]): Finding | undefined {
  const { oneOf } = condition;
  if (!oneOf) return judgeRuntime(condition, name, present);
  const holds = (inner: Condition) => {
    const finding = judgeRuntime(inner, inner.path.slice("runtime.".length), present);
    return !finding || (inner.optional && finding.kind === "missing");
  };
  return oneOf.some((member) => member.every(holds)) ? undefined : mismatch(describeRuntimes(present));
}

export const runtime: Judge = (condition, name) => judgeRuntime(condition, name, collectRuntime());

/** In the place of {@link runtime}, for a contract with a union of runtimes. */
export const runtimes: Judge = (condition, name) => judgeRuntimes(condition, name, collectRuntime());

/**
 * Judges the version of a package.
 *
 * @param condition - The condition.
 * @param version - The version, `""` for a package without one, `undefined` when it is not installed.
 * @param absence - What is said of the latter.
 */
export function judgePackage(
  { range }: Condition,
  version: string | undefined,
  absence = "not installed",
): Finding | undefined {
  if (version === undefined) return missing(absence);
  return satisfiesStrictly(version, range!) ? undefined : mismatch(version || "a package without a version");
}

/** What a bundler has put into a file is not installed, and may be there all the same. */
const BUNDLED = "not installed where this bundle runs; if the bundle holds it, its version cannot be told";

export const packages: Judge = (condition, name, { uses, location }, announcement) => {
  const from = announcement?.[5] ?? location;
  const isBundle = from !== undefined && !/\.importspy\.[cm]?js$/.test(from);
  return judgePackage(condition, uses.packageVersion?.(name, from), isBundle ? BUNDLED : undefined);
};

export const importer: Judge = (condition, _name, contract, announcement) => {
  const [identity] = announcement ?? [];
  if (!identity)
    return missing(
      "the importing file did not say who it is; compile it with importspy, and load this by a literal name",
    );
  const { module, package: name } = identity;
  return holds(condition, identity, contract) ? undefined : mismatch(name ? `${module} of ${name}` : module);
};
