/**
 * The judges of a contract's fields, each under the field's name. Sidecars import those that their contract names; a
 * bundler drops the others.
 *
 * @module
 */
import type { CompiledRange, Condition, Finding, Judge } from "./contract.js";
import { judgeVariable } from "./environment.js";
import { collectArch, collectEnv, collectLibc, collectOs, collectRuntime, type Facts } from "./facts.js";
import { satisfies, satisfiesStrictly } from "./range.js";

const missing = (hint: string): Finding => ({ kind: "missing", hint });
const mismatch = (found: string): Finding => ({ kind: "mismatch", hint: `found ${found}`, found });

function own<Value>(record: Readonly<Record<string, Value>>, name: string): Value | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

/** `env.NAME` → `NAME` */
const nameIn = ({ path }: Condition) => path.slice(path.indexOf(".") + 1);

/** Judges a fact that is a word. */
export function judgeWord({ optional, is }: Condition, word: string | undefined): Finding | undefined {
  if (word === undefined) return optional ? undefined : missing("unknown here");
  return is!(word) ? undefined : mismatch(JSON.stringify(word));
}

export const os: Judge = (condition) => judgeWord(condition, collectOs());
export const arch: Judge = (condition) => judgeWord(condition, collectArch());
export const libc: Judge = (condition) => judgeWord(condition, collectLibc());

/** Judges a variable against all that there are. */
export function judgeEnv(condition: Condition, variables: Facts["env"]): Finding | undefined {
  return judgeVariable(condition, own(variables, nameIn(condition)));
}

export const env: Judge = (condition) => judgeEnv(condition, collectEnv());

/** The runtimes that are present, in words. */
export function describeRuntimes(runtimes: Facts["runtime"]): string {
  const present = Object.entries(runtimes).filter(([, version]) => version !== undefined);
  return present.map((entry) => entry.join(" ").trim()).join(", ") || "an unknown runtime";
}

/** Judges one runtime against those that are present. */
export function judgeRuntime(condition: Condition, runtimes: Facts["runtime"]): Finding | undefined {
  const version = own(runtimes, nameIn(condition));
  if (version === undefined) {
    return condition.optional ? undefined : { ...mismatch(describeRuntimes(runtimes)), kind: "missing" };
  }
  return satisfies(version, condition.range!) ? undefined : mismatch(version || "an unknown version");
}

/** Judges a union of runtimes against those that are present. */
export function judgeRuntimes(condition: Condition, runtimes: Facts["runtime"]): Finding | undefined {
  const { oneOf } = condition;
  if (!oneOf) return judgeRuntime(condition, runtimes);
  const holds = oneOf.some((member) => member.every((inner) => !judgeRuntime(inner, runtimes)));
  return holds ? undefined : mismatch(describeRuntimes(runtimes));
}

export const runtime: Judge = (condition) => judgeRuntime(condition, collectRuntime());

/** In the place of {@link runtime}, for a contract with a union of runtimes. */
export const runtimes: Judge = (condition) => judgeRuntimes(condition, collectRuntime());

/** Judges the version of a package, `undefined` when it is not installed. */
export function judgePackage({ optional, range }: Condition, version: string | undefined): Finding | undefined {
  if (version === undefined) return optional ? undefined : missing("not installed");
  return satisfiesStrictly(version, range as CompiledRange) ? undefined : mismatch(version || "an unknown version");
}

export const packages: Judge = (condition, { packageVersion, location }, importer) =>
  judgePackage(condition, packageVersion?.(nameIn(condition), importer?.location ?? location));

export const importer: Judge = ({ is }, _, identity) => {
  if (!identity) return missing("the importing file did not say who it is");
  const { module, package: name } = identity;
  return is!(identity) ? undefined : mismatch(name ? `${module} of ${name}` : module);
};
