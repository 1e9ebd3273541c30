/**
 * Which files are bundles, and what they are compared with: the output of a build, or a manifest.
 *
 * @module
 */
import path from "node:path";
import { findSpecifiers } from "../../../compiler/specifiers.js";
import { createBuilt } from "./bundle/built.js";
import type { BundleHost, Listed } from "./bundle/host.js";
import { proveBundles } from "./bundle/prove.js";
import { shippedFor } from "./bundle/shipped.js";
import { createComparer } from "./bundle/validators.js";
import type { Operand } from "./files.js";
import { builtOf, contractsIn, type FoundManifest, listedIn, openManifest } from "./manifest.js";
import type { Prover } from "./prover.js";

/** Whether a file holds the runtime, or imports it: a bundle does one or the other. */
export const holdsRuntime = (text: string): boolean =>
  text.includes("importspy.registry@") || /["'`]importspy\/dist\/guard\.[cm]js["'`]/.test(text);

/** What bundles are compared with. */
export function createBundleHost(prover: Prover, built: readonly string[]): BundleHost {
  const { typescript, cwd, read, resolve, show, add, sidecars, foreign } = prover;
  const shipped = shippedFor(typescript);
  const all = [...sidecars].flatMap(([fileName, sidecar]) =>
    sidecar && !sidecar.problem ? [{ fileName, sidecar }] : [],
  );
  const own = all.flatMap(({ fileName, sidecar }) => (sidecar.contract ? [[sidecar.contract, fileName] as const] : []));
  const importers = all.flatMap(({ fileName, sidecar: { moduleName, packageName, moments, edges } }) =>
    moments.length ? [{ fileName, module: moduleName!, package: packageName!, moments, edges }] : [],
  );
  return {
    typescript,
    shipped,
    built: createBuilt(typescript, built, read, resolve),
    contracts: { own: new Map(own), external: [...foreign.values()], importers },
    compareValidator: createComparer(typescript, shipped),
    listed: undefined,
    cwd,
    read,
    show,
    add,
  };
}

/** The manifests of an operand, with the files that each is about: of two manifests around a file, the inner one counts. */
export function manifestsOf({ read, add }: Prover, { manifests, modules, isFolder }: Operand) {
  const left = new Set(modules);
  return manifests.flatMap((fileName) => {
    const found = openManifest(fileName, read(fileName), (name, text) => add("unknown", name, text));
    const files = [...left].filter((each) => each.startsWith(path.dirname(fileName) + path.sep));
    for (const each of found ? files : []) left.delete(each);
    return found ? [{ found, files, isFolder }] : [];
  });
}

/** Proves bundles whose contracts only a manifest tells. */
export function proveListed(
  host: BundleHost,
  { found, files, isFolder }: ReturnType<typeof manifestsOf>[number],
): void {
  const contracts = contractsIn(found);
  const report = (name: string, text: string) => {
    if (isFolder || files.includes(name)) host.add("unknown", name, text);
  };
  const listed = listedIn(found, files, host.read, report);
  proveBundles({ ...host, contracts, built: builtOf(found, contracts), listed }, path.dirname(found.fileName), files);
}

/** Of a file beside manifests, none says anything. */
const UNLISTED: Listed = {
  isComplete: false,
  isAsBuilt: false,
  contractsOf: () => undefined,
  beforeOf: () => [],
  beforeContract: () => [],
};

/** Proves what no manifest is about: it may hold the modules of those that there are, and no guards. */
export function proveUnlisted(
  host: BundleHost,
  manifests: readonly FoundManifest[],
  isKnown: (key: string) => boolean,
  operand: string,
  files: readonly string[],
): void {
  const seen = new Set<string>();
  for (const found of manifests) {
    const { own, external, importers } = contractsIn(found);
    const isNew = ({ key }: { readonly key: string }) => !isKnown(key) && !seen.has(key);
    const contracts = {
      own: new Map([...own].filter(([contract]) => isNew(contract))),
      external: external.filter(isNew),
      importers,
    };
    for (const { key } of found.manifest.contracts) seen.add(key);
    const isEmpty = !contracts.own.size && !contracts.external.length;
    if (!isEmpty)
      proveBundles({ ...host, contracts, built: builtOf(found, contracts), listed: UNLISTED }, operand, files);
  }
}

/** Whether a file loads one of the files that were emitted. */
export function loadsListed({ read, resolve }: Prover, emitted: ReadonlySet<string>, fileName: string): boolean {
  return [...findSpecifiers(read(fileName))].some((specifier) => {
    const target = specifier.startsWith(".") ? resolve(specifier, fileName) : undefined;
    return target !== undefined && emitted.has(target);
  });
}

/** Whether a file loads an emitted file that has a contract. */
export function loadsContracted({ read, targetOf, foreign }: Prover, fileName: string): boolean {
  return [...findSpecifiers(read(fileName))].some((specifier) => {
    const keys = targetOf(specifier, fileName)?.keys ?? [];
    return keys.some((key) => !foreign.has(key));
  });
}
