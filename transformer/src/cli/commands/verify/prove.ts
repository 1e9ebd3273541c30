/**
 * The proof: every place where a file loads a contracted module has its guard, and every contracted module guards
 * itself. Only the emitted JavaScript is read. What cannot be decided is reported as unknown.
 *
 * @module
 */
import path from "node:path";
import { once } from "../../../analysis/memoize.js";
import type { TypeScript } from "../../../compiler/compiler.js";
import { FOR_TESTS, isOfTests, linesOfTesting } from "../../project/testing.js";
import { proveCopies } from "./bundle/copies.js";
import { proveBundles } from "./bundle/prove.js";
import {
  createBundleHost,
  holdsRuntime,
  loadsContracted,
  loadsListed,
  manifestsOf,
  proveListed,
  proveUnlisted,
} from "./bundles.js";
import { findConditions } from "./conditions.js";
import type { Operand } from "./files.js";
import type { Proof } from "./findings.js";
import { proveModule } from "./loads.js";
import { createProver, type Prover } from "./prover.js";
import { contractsOf, proveAnnouncements, proveSidecars } from "./sidecars.js";

/** Reports modules for tests (they replace facts) in what is shipped. */
function findTesting({ typescript, read, add }: Prover, { path: folder, modules }: Operand): void {
  for (const fileName of modules) {
    if (isOfTests(path.relative(folder, fileName) || path.basename(fileName))) continue;
    for (const line of linesOfTesting(typescript, read(fileName), fileName)) add("missing", fileName, FOR_TESTS, line);
  }
}

/**
 * Proves the guards of emitted JavaScript.
 *
 * @param typescript - Its parser and resolver.
 * @param operands - What to prove.
 * @param cwd - File names are shown relative to it.
 * @param option - The conditions that programs are started with, where the user named them.
 * @returns What was found, in the order of the files.
 */
export function prove(
  typescript: TypeScript,
  operands: readonly Operand[],
  cwd: string,
  option?: readonly string[],
): Proof {
  const conditions = findConditions(option, [cwd, ...operands.map((operand) => operand.path)]);
  const prover = createProver(typescript, operands, cwd, conditions);
  proveSidecars(prover, operands);
  for (const operand of operands) findTesting(prover, operand);
  let edges = 0;
  const built: string[] = [];
  const bundles: { readonly operand: string; readonly files: readonly string[] }[] = [];
  const known = new Set(contractsOf(prover).map(({ key }) => key));
  // A manifest adds nothing where the output that it was made from is there, too, unless it tells of all files.
  const listed = operands
    .flatMap((operand) => manifestsOf(prover, operand))
    .filter(({ found: { manifest } }) => manifest.complete || !manifest.contracts.every(({ key }) => known.has(key)));
  const isListed = new Set(listed.flatMap(({ files }) => files));
  for (const { path: operand, modules: all } of operands) {
    const { sidecarOf, read } = prover;
    const modules = all.filter((fileName) => !isListed.has(fileName));
    const isOutside = !modules.some((fileName) => sidecarOf(fileName));
    const files = modules.filter((fileName) => isOutside || (!sidecarOf(fileName) && holdsRuntime(read(fileName))));
    const emitted = modules.filter((fileName) => !files.includes(fileName));
    for (const fileName of emitted) edges += proveModule(typescript, prover, fileName);
    built.push(...emitted);
    if (files.length) bundles.push({ operand, files });
  }
  const contracts = contractsOf(prover);
  const host = once(() => createBundleHost(prover, built));
  for (const each of listed) proveListed(host(), each);
  const manifests = listed.map(({ found }) => found);
  const isCompared = (key: string) => known.has(key);
  for (const { operand, files } of bundles) proveUnlisted(host(), manifests, isCompared, operand, files);
  if (contracts.length) {
    for (const { operand, files } of bundles) {
      const isLoading = (fileName: string) => loadsContracted(prover, fileName);
      // A file that is neither part of the build nor a bundle may still load files of the build.
      for (const fileName of files.filter(isLoading)) edges += proveModule(typescript, prover, fileName);
      proveBundles(host(), operand, files);
    }
    const plain = built.filter((fileName) => !prover.sidecarOf(fileName));
    proveCopies(host(), plain, (fileName) => loadsListed(prover, new Set(built), fileName));
  }
  proveAnnouncements(prover);
  for (const { found } of listed) for (const { key } of found.manifest.contracts) known.add(key);
  for (const { key } of contracts) known.add(key);
  return { findings: prover.findings, contracts: known.size, edges, assumed: [...prover.assumed].sort() };
}
