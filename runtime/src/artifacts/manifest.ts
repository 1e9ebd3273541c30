/**
 * The manifest of a bundle: which contracts and imports the bundler's plugin guarded, and in which file. `verify` reads
 * it and compares it with the files; the manifest alone proves nothing.
 *
 * @module
 */
import { createHash } from "node:crypto";
import type { ContractData, Edge, ImporterIdentity } from "../contract.js";
import {
  areMoments,
  CONTRACT_SHAPE,
  IMPORTER_SHAPE,
  isPrintableName,
  isText,
  isTrue,
  listOf,
  objectOf,
  parse,
} from "./data.js";
import { readSidecar, type SidecarContract } from "./sidecar.js";

/** The name of the manifest, in the output folder. */
export const MANIFEST_NAME = "importspy-manifest.json";

/** A contract in the bundle, with the data of its sidecar. */
export interface ManifestContract extends ContractData {
  /** The contract is for an external module; importers provide it. */
  readonly external?: true;
  /** What the contract uses of the runtime, as named in the sidecar: `"env"`, `"runtime: runtimes"`. */
  readonly uses: readonly string[];
  /** The validators as JavaScript; `null` where the end of a validator cannot be found. */
  readonly validators: readonly (string | null)[];
  /** Texts that identify the module's code: no other module of the build has them. */
  readonly texts?: readonly string[];
  /** External modules that may be evaluated before this contract is enforced, beside those of its file. */
  readonly before?: readonly string[];
}

/** An importer, and the contracted modules that it loads. */
export interface ManifestImporter extends ImporterIdentity {
  readonly moments: readonly (readonly Edge[])[];
}

/** A file of the output: an entry or a chunk. */
export interface ManifestFile {
  /** SHA-256 of the written text, as hexadecimal digits. */
  readonly sha256: string;
  /** The keys of the contracts whose modules are in it. */
  readonly contracts: readonly string[];
  /**
   * External modules that may be evaluated before these contracts are enforced: those that importers load earlier. Any
   * other module before them is an error.
   */
  readonly before: readonly string[];
}

/** What a build guarded. */
export interface Manifest {
  readonly version: 1;
  /** The version of importspy that wrote the sidecars. */
  readonly importspy: string;
  /** The bundler: `"vite"`. */
  readonly host: string;
  readonly contracts: readonly ManifestContract[];
  readonly importers: readonly ManifestImporter[];
  /**
   * Nothing else puts JavaScript into the folder, and no file was changed since the bundler wrote it: verify need not
   * prove how the bundler loads its modules.
   */
  readonly complete?: true;
  /** Every JavaScript file of the output: by path relative to the manifest, with `/`. */
  readonly files: Readonly<Record<string, ManifestFile>>;
}

/** What only some hosts know of a build. */
export interface ManifestExtras {
  /** Gives texts that identify the code of a module. */
  readonly textsOf?: (contract: ContractData) => readonly string[];
  /** Gives external modules that may be evaluated before a contract of this key is enforced. */
  readonly beforeOf?: (key: string) => readonly string[];
  /** Whether nothing else puts JavaScript into the folder. */
  readonly isComplete?: boolean;
}

/** An output file, as the bundler's plugin passes it. */
export interface Output extends Omit<ManifestFile, "sha256"> {
  /** The path relative to the output folder, with `/`. */
  readonly name: string;
  readonly code: string;
}

/** A manifest that cannot be used; the message says why. */
export class UnreadableManifest extends Error {}

const shaOf = (text: string) => createHash("sha256").update(text).digest("hex");
const compare = (left: string, right: string) => (left < right ? -1 : left > right ? 1 : 0);
const sorted = (texts: readonly string[]) => [...new Set(texts)].sort(compare);

const contractOf = ({ data, uses, validators }: SidecarContract): ManifestContract => ({
  ...data,
  uses,
  validators: validators.map((text) => text ?? null),
});

/** `[…]` with one item per line, so that diffs of the file are readable. */
function lines(open: string, items: readonly string[], close: string): string {
  return items.length ? `${open}\n${items.map((item) => `    ${item}`).join(",\n")}\n  ${close}` : open + close;
}

/**
 * Writes the manifest of a build. The text is deterministic and has no machine details.
 *
 * @param host - The bundler.
 * @param version - The version of importspy that wrote the sidecars.
 * @param sidecars - The texts of all sidecars in the build, without the additional ones that only ES modules import.
 * @param outputs - All JavaScript of the output in its final form, after minifiers.
 * @param extras - What the host knows besides.
 * @returns The text of `importspy-manifest.json`.
 * @throws {@link UnreadableSidecar} when a text is not a sidecar.
 * @example
 * ```ts
 * this.emitFile({ type: "asset", fileName: MANIFEST_NAME, source: createManifest("vite", version, sidecars, outputs) });
 * ```
 */
export function createManifest(
  host: string,
  version: string,
  sidecars: readonly string[],
  outputs: readonly Output[],
  { textsOf = () => [], beforeOf = () => [], isComplete = false }: ManifestExtras = {},
): string {
  const contracts = new Map<string, ManifestContract>();
  const importers = new Map<string, ManifestImporter>();
  for (const text of sidecars) {
    const { contract, provided, importer, moments } = readSidecar(text, version);
    for (const each of provided) contracts.set(each.data.key, { ...contractOf(each), external: true });
    if (contract) {
      const texts = sorted(textsOf(contract.data));
      const before = sorted(beforeOf(contract.data.key));
      contracts.set(contract.data.key, {
        ...contractOf(contract),
        ...(texts.length > 0 && { texts }),
        ...(before.length > 0 && { before }),
      });
    }
    if (importer && moments.length) importers.set(`${importer.package}\n${importer.module}`, { ...importer, moments });
  }
  const listed = <Item>(items: ReadonlyMap<string, Item>) =>
    [...items].sort(([left], [right]) => compare(left, right)).map(([, item]) => JSON.stringify(item));
  const files = [...outputs]
    .sort((left, right) => compare(left.name, right.name))
    .map(({ name, code, contracts: keys, before }) => {
      const file: ManifestFile = { sha256: shaOf(code), contracts: sorted(keys), before: sorted(before) };
      return `${JSON.stringify(name)}: ${JSON.stringify(file)}`;
    });
  return [
    "{",
    `  "version": 1,`,
    `  "importspy": ${JSON.stringify(version)},`,
    `  "host": ${JSON.stringify(host)},`,
    ...(isComplete ? [`  "complete": true,`] : []),
    `  "contracts": ${lines("[", listed(contracts), "]")},`,
    `  "importers": ${lines("[", listed(importers), "]")},`,
    `  "files": ${lines("{", files, "}")}`,
    "}\n",
  ].join("\n");
}

const areTexts = listOf(isText);
const isFile = objectOf({
  sha256: (value) => typeof value === "string" && /^[0-9a-f]{64}$/.test(value),
  contracts: areTexts,
  before: areTexts,
});
/** A relative path that stays within the manifest's folder. */
const isName = (name: string) => !/^(?:\/|[A-Za-z]:)|\\|(?:^|\/)\.\.?(?:\/|$)/.test(name);

const isManifest = objectOf(
  {
    version: (value) => value === 1,
    importspy: isText,
    host: isPrintableName,
    contracts: listOf(
      objectOf(
        { ...CONTRACT_SHAPE, uses: areTexts, validators: listOf((value) => value === null || isText(value)) },
        { declaredIn: isPrintableName, external: isTrue, texts: areTexts, before: areTexts },
      ),
    ),
    importers: listOf(objectOf({ ...IMPORTER_SHAPE, moments: areMoments })),
    files: (value) =>
      typeof value === "object" &&
      value !== null &&
      Object.entries(value).every(([name, file]) => isName(name) && isFile(file)),
  },
  { complete: isTrue },
);

/**
 * Reads a manifest.
 *
 * @param text - Its text.
 * @param version - The version of importspy that reads it.
 * @throws {@link UnreadableManifest} for another version, another form, or a reference to a contract that is not
 * listed.
 */
export function readManifest(text: string, version: string): Manifest {
  const manifest = parse(text, isManifest) as Manifest | undefined;
  if (!manifest) throw new UnreadableManifest("it does not have the form of a manifest; build again");
  if (manifest.importspy !== version) {
    throw new UnreadableManifest(
      `it was written by importspy ${JSON.stringify(manifest.importspy)}, and this is ${version}; build again with this one`,
    );
  }
  const keys = new Set(manifest.contracts.map(({ key }) => key));
  const isComplete = Object.values(manifest.files).every(({ contracts }) => contracts.every((key) => keys.has(key)));
  if (!isComplete || keys.size !== manifest.contracts.length) {
    throw new UnreadableManifest("it names a contract that it does not have, or one twice; build again");
  }
  return manifest;
}

/**
 * Whether a file still has the content that the manifest describes.
 *
 * @param file - The entry of the manifest.
 * @param code - The text of the file.
 */
export const isUnchanged = ({ sha256 }: ManifestFile, code: string): boolean => sha256 === shaOf(code);
