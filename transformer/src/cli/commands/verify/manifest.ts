/**
 * Bundles with a manifest beside them. The manifest lists what the bundler's plugin guarded, in place of the output of
 * a build. It counts only where the files agree with it.
 *
 * @module
 */
import path from "node:path";
import {
  isUnchanged,
  type Manifest,
  type ManifestContract,
  readManifest,
  UnreadableManifest,
} from "importspy/dist/artifacts.cjs";
import { version } from "../../../artifacts/version.js";
import type { Built, Loaded } from "./bundle/built.js";
import type { BuiltContracts, Listed } from "./bundle/host.js";
import type { BuiltContract } from "./bundle/judge.js";
import { nearestPackage } from "./packages.js";
import { builtContractOf } from "./sidecar.js";

/** A manifest and where it is. */
export interface FoundManifest {
  readonly fileName: string;
  readonly manifest: Manifest;
}

type Report = (fileName: string, text: string) => void;

/**
 * Reads a manifest.
 *
 * @param fileName - Where it is.
 * @param text - Its text.
 * @param report - Is told when it cannot be relied on.
 */
export function openManifest(fileName: string, text: string, report: Report): FoundManifest | undefined {
  try {
    return { fileName, manifest: readManifest(text, version) };
  } catch (error) {
    if (!(error instanceof UnreadableManifest)) throw error;
    report(fileName, `cannot be relied on: ${error.message}`);
    return undefined;
  }
}

const contractOf = ({ external, uses, validators, texts, before, ...data }: ManifestContract): BuiltContract => ({
  ...builtContractOf({ data, uses, validators }),
  isBundled: true,
});

/** Where the sources of a manifest's modules are, as far as its own package goes; else a name that no file has. */
const sourceOf = ({ fileName }: FoundManifest, { package: owner, module }: { package: string; module: string }) =>
  path.join(
    nearestPackage(path.dirname(fileName))?.folder ?? path.dirname(fileName),
    ...(module.startsWith("..") ? [owner] : []),
    module,
  );

/**
 * What the contracts of a manifest are, in the form of those of a build.
 *
 * @param found - The manifest.
 */
export function contractsIn(found: FoundManifest): BuiltContracts {
  const { contracts, importers } = found.manifest;
  const own = contracts.filter(({ external }) => !external);
  return {
    own: new Map(own.map((each) => [contractOf(each), `${sourceOf(found, each)}#${each.key}`] as const)),
    external: contracts.filter(({ external }) => external).map(contractOf),
    importers: importers.map((importer) => ({
      fileName: sourceOf(found, importer),
      module: importer.module,
      package: importer.package,
      moments: importer.moments.map((edges) => edges.map(([name, copy]) => name + copy)),
      edges: importer.moments,
    })),
  };
}

const NOTHING: Loaded = { files: new Set(), externals: new Set() };

/**
 * What is known of the modules of a manifest without the output of a build: the texts in them.
 *
 * @param found - The manifest.
 * @param contracts - Its contracts, with the name of each module.
 */
export function builtOf({ manifest }: FoundManifest, contracts: BuiltContracts): Built {
  const textsOf = new Map(manifest.contracts.map(({ key, texts = [] }) => [key, texts]));
  const texts = new Map([...contracts.own].map(([{ key }, file]) => [file, textsOf.get(key) ?? []]));
  const owners = new Map([...texts].flatMap(([file, all]) => all.map((text) => [text, file] as const)));
  return {
    files: [],
    roots: [],
    closureOf: () => NOTHING,
    before: () => NOTHING,
    reaches: () => false,
    tracesOf: (file) => ({ parts: [], authored: texts.get(file) ?? [] }),
    ownerOf: (text) => owners.get(text),
    isOwn: () => true,
  };
}

/**
 * Compares the files with what the manifest says of them.
 *
 * @param found - The manifest.
 * @param files - The JavaScript that is there.
 * @param read - Reads a file.
 * @param report - Is told of files that are not as the manifest saw them.
 */
export function listedIn(
  { fileName, manifest }: FoundManifest,
  files: readonly string[],
  read: (fileName: string) => string,
  report: Report,
): Listed {
  const folder = path.dirname(fileName);
  const nameOf = (each: string) => path.relative(folder, each).replaceAll("\\", "/");
  const there = new Set(files);
  const listed = new Map(
    Object.entries(manifest.files).flatMap(([name, file]) => {
      const each = path.join(folder, name);
      if (!there.has(each)) {
        if (file.contracts.length) report(each, "is in the manifest, but was not found");
        return [];
      }
      if (isUnchanged(file, read(each))) return [[each, file] as const];
      report(each, "was changed after its manifest was written");
      return [];
    }),
  );
  const { complete: isComplete = false } = manifest;
  const isKnown = (each: string) => listed.has(each) || Object.hasOwn(manifest.files, nameOf(each));
  if (isComplete) for (const each of files) if (!isKnown(each)) report(each, "is not in the manifest of this folder");
  const before = new Map(manifest.contracts.map(({ key, before = [] }) => [key, before]));
  return {
    isComplete,
    isAsBuilt: isComplete && files.every((each) => listed.has(each)),
    contractsOf: (each) => listed.get(each)?.contracts,
    beforeOf: (each) => listed.get(each)?.before ?? [],
    beforeContract: (key) => before.get(key) ?? [],
  };
}
