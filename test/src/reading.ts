/**
 * What is read of a sidecar, against what JavaScript makes of it.
 *
 * @module
 */
import assert from "node:assert/strict";
import {
  readSidecar,
  readValidator,
  type SidecarContract,
  shapedPackages,
  UnknownCode,
  type Validator,
} from "importspy/dist/artifacts.cjs";
import type { ContractData } from "importspy/dist/contract.mjs";
import * as formats from "importspy/dist/formats.mjs";
import * as guard from "importspy/dist/guard.mjs";
import * as values from "importspy/dist/values.mjs";
import type { Project } from "./project.ts";

const CHECKS = Object.fromEntries(
  Object.entries({ ...guard, ...formats } as Readonly<Record<string, unknown>>).filter(([name]) =>
    /^_(?:is|minus|modulo|holds)/.test(name),
  ),
) as Readonly<Record<string, Validator>>;

/** Reads a validator. */
export const read = (text: string): Validator => readValidator(text, (name) => CHECKS[name]);

/** Runs a validator's text. */
export const evaluate = (text: string): Validator =>
  new Function(...Object.keys(CHECKS), `"use strict"; return [\n${text},\n][0];`)(...Object.values(CHECKS));

/** Values of every kind that a validator is given: those of variables, and importers. */
export const PROBES: readonly unknown[] = [
  ..."|a|ab|abc|5|-1.5|true|0|https://a.example|x@y.example|2020-01-01|src/billing/x.ts|\u{1F389}|null".split("|"),
  ...[0, -0, 1, 2, -3, 1.5, 5, 65535, 65536, 2 ** 53, 1e21],
  ...[0n, 5n, -5n, 2n ** 64n],
  ...[true, false],
  { module: "src/billing/charge.ts", package: "app" },
];

type Outcome = readonly ["throws"] | readonly ["returns", value: unknown];

function outcomeOf(validate: Validator, value: unknown): Outcome | undefined {
  try {
    return ["returns", validate(value, String(value))];
  } catch (error) {
    // What is known only when it is run is nothing to compare.
    return error instanceof UnknownCode ? undefined : ["throws"];
  }
}

/**
 * Compares a validator that is read with one that is run, on every probe.
 *
 * @returns On how many they could be compared.
 */
export function compare(text: string, reading: Validator, running: Validator): number {
  const compared = PROBES.map((probe) => {
    const outcome = outcomeOf(reading, probe);
    if (outcome) assert.deepEqual(outcome, outcomeOf(running, probe), `${text}\nof ${String(probe)}`);
    return outcome ? 1 : 0;
  });
  return compared.reduce<number>((sum, one) => sum + one, 0);
}

type Call = readonly [name: string, ...values: unknown[]];

/** The calls of a sidecar, with what it hands over. */
function callsOf(sidecar: string): readonly Call[] {
  const script = sidecar
    .replace(/^import (\{.*\}) from (.*);$/gm, "const $1 = require($2);")
    .replace(/^export const (\$importspy|\$env|\$importers|\$load|\$shaped)/gm, "const $1 = exports.$1")
    .replaceAll("import.meta.url", "__filename");
  const calls: Call[] = [];
  const record = (name: string, values: unknown[]) => {
    calls.push([name, ...values]);
    return (moment: number) => calls.push(["moment", moment]);
  };
  const collect = (name: string) => [name, (...values: unknown[]) => record(name, values)] as const;
  const imports = {
    ...guard,
    ...formats,
    ...values,
    ...Object.fromEntries(
      [
        ...["enforce", "provide", "guard", "guardCommonJs", "block"],
        ...["values", "importers", "load", "shaped", "offer", "restrict"],
      ].map(collect),
    ),
  };
  new Function("exports", "require", "module", "__filename", script)({}, () => imports, {}, "sidecar");
  return calls;
}

function compareContract(
  { data, uses, validators }: SidecarContract,
  [, ...values]: Call,
  mayBeUnknown: boolean,
): void {
  const [runData, runUses, runValidators] = values as [ContractData, object, readonly Validator[]];
  assert.deepEqual(data, runData);
  assert.deepEqual(
    uses.map((name) => name.replace(/:.*/, "")),
    Object.keys(runUses),
  );
  const readers = new Set(data.alternatives.flatMap(({ read: reader }) => reader ?? []));
  const isValidator = (_: unknown, index: number) => !readers.has(index);
  compareValidators(validators.filter(isValidator), runValidators.filter(isValidator), mayBeUnknown);
  // Readers are not interpreted.
  for (const index of readers) assert.equal(validators[index], String(runValidators[index]));
}

function compareValidators(
  texts: readonly (string | undefined)[],
  runValidators: readonly Validator[],
  mayBeUnknown: boolean,
): void {
  assert.equal(texts.length, runValidators.length);
  for (const [index, running] of runValidators.entries()) {
    const text = texts[index];
    try {
      assert.ok(text !== undefined || mayBeUnknown);
      if (text !== undefined) compare(text, read(text), running);
    } catch (error) {
      if (!mayBeUnknown || !(error instanceof UnknownCode)) throw error;
    }
  }
}

/**
 * Asserts that a sidecar is read as what it is.
 *
 * @param text - Its text.
 * @param mayBeUnknown - Whether its contracts have tags of their authors' own.
 */
export function assertReadable(text: string, mayBeUnknown: boolean): void {
  const sidecar = readSidecar(text, "0.1.0");
  const { contract, readsValues, listsImporters, loads, isOffered, provided, broken, importer, moments, head } =
    sidecar;
  const run = callsOf(text);
  const named = (name: string) => run.filter(([each]) => each === name);
  assert.deepEqual(named("block"), broken === undefined ? [] : [["block", broken]]);
  assert.deepEqual(named("enforce").length, contract ? 1 : 0);
  if (contract) compareContract(contract, named("enforce")[0]!, mayBeUnknown);
  assert.equal(named("provide").length, provided.length);
  for (const [index, call] of named("provide").entries()) compareContract(provided[index]!, call, mayBeUnknown);
  const read = named("values").map(([, key]) => key);
  assert.deepEqual(read, readsValues ? [contract?.data.key] : []);
  assert.deepEqual(
    named("importers").map(([, key]) => key),
    listsImporters ? [contract?.data.key] : [],
  );
  assert.deepEqual(
    named("shaped").map(([, key, packages]) => [key, ...Object.keys(packages as object)]),
    contract && text.includes('"use strict"') && shapedPackages(contract.data).length
      ? [[contract.data.key, ...shapedPackages(contract.data)]]
      : [],
  );
  const isRestricted = text.includes('"use strict"') && contract?.data.alternatives.some((each) => each.importer);
  assert.deepEqual(
    named("restrict").map(([, key]) => key),
    isRestricted ? [contract?.data.key] : [],
  );
  assert.equal(named("offer").length, isOffered ? 1 : 0);
  const [[, who, edges = []]] = [...named("guard"), ...named("guardCommonJs")] as [Call];
  const [[, loading, calls, loadValidators] = []] = named("load");
  assert.deepEqual([who ?? loading, edges], [importer, moments]);
  assert.deepEqual(calls, loads?.calls);
  if (loads) compareValidators(loads.validators, loadValidators as readonly Validator[], mayBeUnknown);
  assert.deepEqual(named("moment"), head === undefined ? [] : [["moment", head]]);
}

/** Asserts that every sidecar of a project is read as what it is. */
export async function assertAllReadable(project: Project): Promise<void> {
  const files = await project.list();
  const sources = await Promise.all(
    files.filter((name) => /\.[cm]?tsx?$/.test(name)).map((name) => project.read(name)),
  );
  const mayBeUnknown = sources.some((text) => text.includes("TagBase"));
  for (const name of files.filter((file) => /\.importspy\.[cm]?js$/.test(file))) {
    assertReadable(await project.read(name), mayBeUnknown);
  }
}
