/**
 * The judges of a contract's fields, each under the field's name. Sidecars import those that their contract names; a
 * bundler drops the others.
 *
 * @module
 */
import type { Condition, Finding, Judge } from "./contract.js";
import { judgeVariable } from "./environment.js";
import { collectArch, collectEnv, collectLibc, collectOs, collectRuntime, type Facts } from "./facts.js";
import { isExcused } from "./judge.js";
import { satisfies, satisfiesStrictly } from "./range.js";

const missing = (hint: string): Finding => ({ kind: "missing", hint });
const mismatch = (found: string): Finding => ({ kind: "mismatch", hint: `found ${found}`, found });

function own<Value>(record: Readonly<Record<string, Value>>, name: string): Value | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

/** Judges a fact that is a word. */
export function judgeWord({ is }: Condition, word: string | undefined): Finding | undefined {
  if (word === undefined) return missing("unknown here");
  return is!(word) ? undefined : mismatch(`"${word}"`);
}

export const os: Judge = (condition) => judgeWord(condition, collectOs());
export const arch: Judge = (condition) => judgeWord(condition, collectArch());
export const libc: Judge = (condition) => judgeWord(condition, collectLibc());

/** Judges a variable against all that there are. */
export function judgeEnv(condition: Condition, name: string, variables: Facts["env"]): Finding | undefined {
  return judgeVariable(condition, own(variables, name));
}

export const env: Judge = (condition, name) => judgeEnv(condition, name, collectEnv());

/** The runtimes that are present, in words. */
export function describeRuntimes(present: Facts["runtime"]): string {
  const entries = Object.entries(present).filter(([, version]) => version !== undefined);
  return entries.map((entry) => entry.join(" ").trim()).join(", ") || "an unknown runtime";
}

/** Judges one runtime against those that are present. */
function judgeRuntime({ range }: Condition, name: string, present: Facts["runtime"]): Finding | undefined {
  const version = own(present, name);
  if (version === undefined) return { ...mismatch(describeRuntimes(present)), kind: "missing" };
  return satisfies(version, range!) ? undefined : mismatch(version || "an unknown version");
}

/** Judges a runtime, or a union of runtimes, against those that are present. */
export function judgeRuntimes(condition: Condition, name: string, present: Facts["runtime"]): Finding | undefined {
  const { oneOf } = condition;
  if (!oneOf) return judgeRuntime(condition, name, present);
  const holds = (inner: Condition) => {
    const finding = judgeRuntime(inner, inner.path.slice("runtime.".length), present);
    return !finding || isExcused(inner, finding);
  };
  return oneOf.some((member) => member.every(holds)) ? undefined : mismatch(describeRuntimes(present));
}

export const runtime: Judge = (condition, name) => judgeRuntime(condition, name, collectRuntime());

/** In the place of {@link runtime}, for a contract with a union of runtimes. */
export const runtimes: Judge = (condition, name) => judgeRuntimes(condition, name, collectRuntime());

/** Judges the version of a package, `undefined` when it is not installed. */
export function judgePackage({ range }: Condition, version: string | undefined): Finding | undefined {
  if (version === undefined) return missing("not installed");
  return satisfiesStrictly(version, range!) ? undefined : mismatch(version || "an unknown version");
}

export const packages: Judge = (condition, name, { packageVersion, location }, importer) =>
  judgePackage(condition, packageVersion?.(name, importer?.location ?? location));

export const importer: Judge = ({ is }, _name, _contract, identity) => {
  if (!identity) return missing("the importing file did not say who it is");
  const { module, package: name } = identity;
  return is!(identity) ? undefined : mismatch(name ? `${module} of ${name}` : module);
};
