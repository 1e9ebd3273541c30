import type { Collect, ImporterIdentity } from "../contract.js";
import type { Runtimes } from "../facts/runtimes.js";
import { FULL_VERSION } from "../fields/field.js";
import type { IdentityFact } from "../fields/importer.js";
import type { Installed } from "../fields/packages.js";
import { FIELDS, type FieldName } from "../fields.js";
import { nearest } from "../suggest.js";
import { FactsError, type SimulatedFacts } from "./types.js";

function fail(message: string): never {
  throw new FactsError(message);
}

const UNVERSIONED: readonly string[] = ["workerd", "edge-light", "browser"];
/** Runtimes that exclude others: Bun and Deno set `process.versions.node`, but are not Node.js. */
const ALONE: readonly string[] = ["bun", "deno", "workerd", "edge-light"];

const quote = (value: unknown) => JSON.stringify(value) ?? String(value);

function checkWord(name: "os" | "arch" | "libc", value: unknown): string {
  const { values = [], synonyms = {} } = FIELDS[name];
  if (typeof value === "string" && values.includes(value)) return value;
  const meant = typeof value === "string" ? (synonyms[value.toLowerCase()] ?? nearest(value, values)) : undefined;
  return fail(`${name} cannot be ${quote(value)}${meant ? `; did you mean "${meant}"?` : ""}`);
}

function checkVersion(path: string, value: unknown, hint = ""): string {
  if (typeof value === "string" && FULL_VERSION.test(value)) return value.replace(/^v/, "");
  return fail(`${path} takes a full version, for instance "8.11.3", not ${quote(value)}${hint}`);
}

function checkRuntimes(given: NonNullable<SimulatedFacts["runtime"]>): Runtimes {
  const known = Object.keys(FIELDS.runtime.members!);
  const found = Object.entries(given).filter(([, value]) => value !== undefined);
  const versions = found.map(([name, value]) => {
    if (!known.includes(name)) {
      const meant = FIELDS.runtime.synonyms?.[name] ?? nearest(name, known);
      fail(`there is no runtime ${quote(name)}${meant ? `; did you mean "${meant}"?` : ""}`);
    }
    if (!UNVERSIONED.includes(name)) return [name, checkVersion(`runtime.${name}`, value)] as const;
    if (value !== true) fail(`runtime.${name} does not tell its version: write true, not ${quote(value)}`);
    return [name, ""] as const;
  });
  const names = versions.map(([name]) => name);
  const alone = names.find((name) => ALONE.includes(name));
  if (alone && names.length > 1) {
    fail(
      `runtime.${alone} and runtime.${names.find((name) => name !== alone)} contradict each other: no program runs in both`,
    );
  }
  return Object.fromEntries(versions);
}

function checkNumber(name: "cpus" | "memory", value: unknown): number {
  if (typeof value === "number" && Number.isSafeInteger(value) && value > 0) return value;
  const read = typeof value === "string" ? FIELDS[name].read?.(value) : undefined;
  if (typeof read === "number") return read;
  return fail(
    `${name} takes ${name === "cpus" ? "a number of processors" : 'bytes or a size, for instance "2GiB"'}, not ${quote(value)}`,
  );
}

/** The error message leaves out the value, which may be a secret. */
function checkVariable(name: string, value: unknown): void {
  if (!name || /[=\0]/.test(name)) fail(`env: ${quote(name)} is not the name of a variable`);
  if (value !== undefined && typeof value !== "string")
    fail(`env.${name} must be a text, or undefined where it is not set`);
  if (typeof value === "string" && value.includes("\0"))
    fail(`env.${name} holds a NUL character, which no variable can`);
}

function checkImporter({ module, package: name }: NonNullable<SimulatedFacts["importer"]>): void {
  if (typeof module !== "string" || !module) {
    fail('importer takes the path of a file from its package.json, for instance { module: "src/main.ts" }');
  }
  if (name !== undefined && typeof name !== "string") fail("importer.package takes the name of a package");
}

/** Supposed facts after validation. */
export interface Supposed {
  /** The facts by field; `undefined` means that the fact is absent. Other fields keep their real fact. */
  readonly machine: ReadonlyMap<FieldName, unknown>;
  readonly env: ReadonlyMap<string, string | undefined>;
  readonly packages: ReadonlyMap<string, string | undefined>;
  readonly importer: SimulatedFacts["importer"];
}

/** A text has members, too: as variables they would be set. */
function checkObjects(layer: SimulatedFacts): void {
  const isObject = (value: unknown) => typeof value === "object" && value !== null;
  if (!isObject(layer)) fail('facts are an object, for instance { os: "linux" }');
  for (const name of ["runtime", "env", "packages", "importer"] as const) {
    if (layer[name] !== undefined && !isObject(layer[name])) fail(`${name} takes an object`);
  }
}

/**
 * Validates the facts that a test supposes.
 *
 * @param layers - The facts; later layers override earlier ones.
 * @throws {@link FactsError} when the facts contradict each other, or no machine can have them.
 */
export function suppose(layers: readonly SimulatedFacts[]): Supposed {
  for (const layer of layers) checkObjects(layer);
  const names = ["os", "arch", "libc", "runtime", "env", "packages", "cpus", "memory", "importer"];
  for (const name of layers.flatMap((layer) => Object.keys(layer))) {
    if (names.includes(name)) continue;
    const meant = nearest(name, names);
    fail(`there is no fact ${quote(name)}${meant ? `; did you mean "${meant}"?` : ""}`);
  }
  const facts: SimulatedFacts = Object.assign({}, ...layers.map((layer) => withoutUndefined(layer)));
  const machine = new Map<FieldName, unknown>();
  for (const name of ["os", "arch", "libc"] as const) {
    if (facts[name] !== undefined) machine.set(name, checkWord(name, facts[name]));
  }
  const real = FIELDS.os.collect as unknown as () => string | undefined;
  const system = facts.os ?? real();
  if (facts.libc !== undefined && system !== "linux") {
    fail(
      `libc "${facts.libc}" and os "${system}" contradict each other: only Linux has one${facts.os ? "" : '; add os: "linux"'}`,
    );
  }
  // The C library of this machine says nothing about another system.
  if (facts.libc === undefined && system !== real()) machine.set("libc", undefined);
  if (facts.runtime) machine.set("runtime", checkRuntimes(facts.runtime));
  if (facts.cpus !== undefined) machine.set("cpus", checkNumber("cpus", facts.cpus));
  if (facts.memory !== undefined) machine.set("memory", checkNumber("memory", facts.memory));
  const env = new Map(layers.flatMap((layer) => Object.entries(layer.env ?? {})));
  for (const [name, value] of env) checkVariable(name, value);
  const packages = new Map(layers.flatMap((layer) => Object.entries(layer.packages ?? {})));
  for (const [name, value] of packages) {
    if (value !== undefined)
      packages.set(name, checkVersion(`packages.${name}`, value, "; undefined where it is not installed"));
  }
  if (facts.importer) checkImporter(facts.importer);
  return { machine, env, packages, importer: facts.importer };
}

const withoutUndefined = (layer: SimulatedFacts) =>
  Object.fromEntries(Object.entries(layer).filter(([, value]) => value !== undefined));

/** The importer. By default it is in the package of the contract. */
export const identityFor = (
  { module, package: name }: NonNullable<SimulatedFacts["importer"]>,
  own: string,
): ImporterIdentity => ({ module, package: name ?? own });

/**
 * Creates the collector of a supposed fact.
 *
 * @param supposed - The facts.
 * @param name - The field.
 * @returns `undefined` to use the real fact. Always so for variables, because they are really set.
 */
export function collectorFor({ machine, packages, importer }: Supposed, name: FieldName): Collect | undefined {
  if (machine.has(name)) return () => machine.get(name);
  if (name === "importer" && importer) {
    return (contract): IdentityFact => [identityFor(importer, contract.package), ""];
  }
  if (name !== "packages" || !packages.size) return undefined;
  return (contract, announcement): Installed => {
    const real = FIELDS.packages.collect(contract, announcement) as Installed;
    return {
      versionOf: (each) => (packages.has(each) ? packages.get(each) : real.versionOf(each)),
      absence: real.absence,
    };
  };
}
