/**
 * What runs too early: before a contract is enforced, though the contracted module is what loads it.
 *
 * @module
 */
import { isBuiltin } from "node:module";
import type ts from "typescript";
import type { ContractCall } from "./contracts.js";
import type { Read } from "./group.js";
import { type BundleHost, externalNameOf, type Listed } from "./host.js";
import type { BuiltContract, Problem } from "./judge.js";
import { createOrder, type Evaluation } from "./order.js";

/**
 * What may be evaluated before a contracted module, because its importers load it earlier. Importers are known by what
 * they announce; when none was evaluated, by what is announced anywhere.
 */
function findAllowed({ built }: BundleHost, { importers }: Read, file: string, { calls, isReached }: Evaluation) {
  const files = new Set<string>();
  const externals = new Set<string>();
  const evaluated = [...importers].filter(([{ node }]) => calls.has(node));
  const announced = new Set((evaluated.length ? evaluated : [...importers]).map(([, { fileName }]) => fileName));
  for (const root of built.roots) {
    const isPresent = announced.has(root) || [...built.closureOf(root).files].some((each) => announced.has(each));
    if (root === file || !isPresent || (isReached && !built.reaches(root, file))) continue;
    const loaded = built.before(root, file);
    for (const each of loaded.files) files.add(each);
    for (const each of loaded.externals) externals.add(each);
  }
  return { files, externals };
}

/** What a bundle runs too early: before a contract is enforced, though the contracted module is what loads it. */
export function findOrderProblem(host: BundleHost, read: Read, file: string, call: ContractCall): Problem | undefined {
  const isWanted = (text: string) => host.built.ownerOf(text) !== undefined;
  // An entry that has a copy of the module enforces the contract there. What it loads is judged for that copy.
  const copies = read.holdings.contracts.filter((each) => each !== call && each.key === call.key);
  const isOfCopy = ({ isReached, calls }: Evaluation) => !isReached && copies.some(({ node }) => calls.has(node));
  const evaluations = createOrder(
    host.typescript,
    read.scripts,
    read.values,
    isWanted,
    ({ fileName }) => !host.listed || host.listed.contractsOf(fileName) !== undefined,
  )(call.node).filter((each) => !isOfCopy(each));
  // What is loaded later is loaded by a file that announces it.
  const announces = ({ calls }: Evaluation) =>
    [...read.importers].some(([{ node }, { moments }]) => calls.has(node) && moments.flat().includes(call.key));
  const leading = evaluations.filter((each) => each.isReached || announces(each));
  for (const evaluation of leading.length ? leading : evaluations) {
    const text = host.listed
      ? findUnlisted(host, host.listed, evaluation, call)
      : findEarly(host, read, file, evaluation);
    if (text !== undefined) return { verdict: leading.length ? "missing" : "unknown", text };
  }
  return undefined;
}

/** Checks the order by a manifest, which lists the external modules that may come first. */
function findUnlisted(host: BundleHost, listed: Listed, { started, externals }: Evaluation, call: ContractCall) {
  const files = [call.script, ...started];
  const allowed = new Set([
    ...files.flatMap(({ fileName }) => listed.beforeOf(fileName)),
    ...listed.beforeContract(call.key),
  ]);
  const isHarmless = (specifier: string) => isBuiltin(specifier) || specifier.startsWith("importspy/dist/");
  for (const [specifier, { script, line, isCertain }] of externals) {
    if (!isCertain || allowed.has(specifier) || isHarmless(specifier)) continue;
    return `is enforced after "${specifier}" is loaded, which none of its importers loads first (${host.show(script.fileName)}:${line})`;
  }
  return undefined;
}

function findEarly(host: BundleHost, read: Read, file: string, evaluation: Evaluation): string | undefined {
  const { built, show } = host;
  const closure = built.closureOf(file);
  const allowed = findAllowed(host, read, file, evaluation);
  for (const [specifier, { script, line }] of evaluation.externals) {
    if (!closure.externals.has(specifier) || allowed.externals.has(specifier) || isBuiltin(specifier)) continue;
    return `is enforced after "${specifier}" is loaded, which its module imports (${show(script.fileName)}:${line})`;
  }
  for (const text of evaluation.texts) {
    const owner = built.ownerOf(text)!;
    if (!closure.files.has(owner) || allowed.files.has(owner)) continue;
    const whose = owner === file ? "its module" : `${show(owner)}, which its module imports,`;
    return `is enforced after code of ${whose} has run (${JSON.stringify(text)})`;
  }
  return undefined;
}

/** An external module that is loaded before any guard asks for it. */
export function findEarlyLoad(
  host: BundleHost,
  read: Read,
  contract: BuiltContract,
  asking: readonly ts.Node[],
): Problem | undefined {
  const order = createOrder(host.typescript, read.scripts, read.values, () => false);
  const early = asking.map((node) => {
    const loads = order(node).flatMap(({ externals }) => [...externals]);
    return loads.find(([specifier]) => externalNameOf(host.contracts, specifier) === contract.module)?.[1];
  });
  const [first] = early;
  if (!first || early.includes(undefined)) return undefined;
  return {
    verdict: "missing",
    text: `is enforced after it is loaded (${host.show(first.script.fileName)}:${first.line})`,
  };
}
