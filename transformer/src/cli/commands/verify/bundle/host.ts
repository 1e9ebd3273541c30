/**
 * What bundles are compared with, and how they are read and reported on.
 *
 * @module
 */
import { patternFor, withoutScheme } from "../../../../analysis/externalNames.js";
import type { TypeScript } from "../../../../compiler/compiler.js";
import type { Built } from "./built.js";
import type { BuiltContract, CompareValidator, Problem } from "./judge.js";
import type { Shipped } from "./shipped.js";
import type { Values } from "./value.js";

/** What sidecars of the build say. */
export interface BuiltContracts {
  /** Contracts of modules, with the emitted file of each. */
  readonly own: ReadonlyMap<BuiltContract, string>;
  /** Contracts of external modules. */
  readonly external: readonly BuiltContract[];
  readonly importers: readonly Importer[];
}

/**
 * The name of the external module with a contract that a specifier in a bundle stands for: itself, or a pattern. Relative
 * specifiers are those of the bundle's own files.
 */
export function externalNameOf({ external }: BuiltContracts, specifier: string): string | undefined {
  const names = new Set(external.map(({ module }) => module));
  const plain = withoutScheme(specifier);
  if (names.has(plain)) return plain;
  return /^\.{0,2}\//.test(specifier) ? undefined : patternFor(names, specifier);
}

/** What a file announces. */
export interface Importer {
  readonly fileName: string;
  readonly module: string;
  readonly package: string;
  /** The keys of what it loads, by moment. */
  readonly moments: readonly (readonly string[])[];
  /** What the guard is told of the moments. */
  readonly edges: unknown;
}

/** How a bundle is read and reported on. */
export interface BundleHost {
  readonly typescript: TypeScript;
  readonly shipped: Shipped;
  readonly built: Built;
  readonly contracts: BuiltContracts;
  readonly compareValidator: (values: Values) => CompareValidator;
  /** What the manifest says, where there is one and no output of a build to compare with. */
  readonly listed: Listed | undefined;
  readonly cwd: string;
  read(fileName: string): string;
  /** The name of a file in reports. */
  show(fileName: string): string;
  add(verdict: Problem["verdict"] | "proven", fileName: string, text: string, line?: number): void;
}

/** What a manifest says about files. */
export interface Listed {
  /** It lists whatever is in its folder. It does not tell what may be loaded before contracts are enforced. */
  readonly isComplete: boolean;
  /** All that is in the folder is as the bundler wrote it, so what cannot be read off the files is, too. */
  readonly isAsBuilt: boolean;
  /** The keys of the contracts whose modules a file has; `undefined` for a file that is not listed as it is. */
  contractsOf(fileName: string): readonly string[] | undefined;
  /** The external modules that a file may evaluate before it enforces its contracts. */
  beforeOf(fileName: string): readonly string[];
  /** The external modules that may be evaluated before a contract is enforced, in whatever file. */
  beforeContract(key: string): readonly string[];
}

/** The name in a key, without what tells copies of a module apart. */
export const nameIn = (key: string): string => key.replace(/#[^#]*$/, "");
