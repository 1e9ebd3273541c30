/**
 * Contracts without validators: what `importspy lock` writes and `diff` compares.
 *
 * @module
 */
import type { Alternative, Condition, ContractData } from "../contract.js";
import { FIELD_NAMES, splitPath } from "../fields.js";
import { typeOf } from "./conditionType.js";
import { importerOf, type LockedImporter } from "./importer.js";
import type { ConditionType } from "./types.js";

/** One thing that a contract asks for. */
export interface Term {
  /** `os`, `runtime`, `runtime.node`, `env.PORT`, `packages.pg` */
  readonly path: string;
  /** The fact may be absent. */
  readonly optional: boolean;
  readonly type: ConditionType;
  /** The default: the text used when the variable is not set. */
  readonly fallback?: string;
}

/** One of the contracts that are joined by OR. */
export interface LockedAlternative {
  /** Sorted by path. */
  readonly terms: readonly Term[];
  /** Who may import; `undefined` when every file may. */
  readonly importer: LockedImporter | undefined;
  readonly note: string | undefined;
}

/** A contract and the importers of its module. */
export interface LockedContract {
  readonly package: string;
  readonly module: string;
  /** For an external module: the file with the contract. */
  readonly declaredIn: string | undefined;
  readonly alternatives: readonly LockedAlternative[];
  /** Package and path of each, sorted. */
  readonly importers: readonly string[];
}

function compareTerms({ path: a }: Term, { path: b }: Term): number {
  const [first, second] = [a, b].map((path) => {
    const index = FIELD_NAMES.indexOf(splitPath(path)[0]);
    return index < 0 ? FIELD_NAMES.length : index;
  }) as [number, number];
  return first - second || (a < b ? -1 : a > b ? 1 : 0);
}

/** JavaScript reads `\r\n` in a template literal as `\n`, so notes have `\n` whatever the source has. */
const lines = (text: string) => text.replace(/\r\n?/g, "\n");

function lockAlternative(
  { conditions, packages = [], importer, note }: Alternative,
  validators: readonly (string | undefined)[],
  owner: string,
): LockedAlternative {
  const termOf = (condition: Condition): Term => ({
    path: condition.path,
    optional: condition.optional ?? false,
    type: typeOf(condition, validators),
    ...(condition.default !== undefined && { fallback: condition.default }),
  });
  const terms = [...conditions, ...packages].map(termOf).sort(compareTerms);
  return {
    terms,
    importer: importer && importerOf(importer, validators, owner),
    note: note === undefined ? undefined : lines(note),
  };
}

/** The name of a module in section titles and lists of importers. */
export const nameOf = ({ package: name, module }: Pick<ContractData, "package" | "module">): string =>
  name ? `${name}/${module}` : module;

/**
 * Converts a contract to the form of the lock file.
 *
 * @param data - The contract, from a sidecar.
 * @param validators - Its validators, as JavaScript.
 * @param importers - Package and path of the files that import its module.
 */
export function lockContract(
  data: ContractData,
  validators: readonly (string | undefined)[],
  importers: Iterable<string>,
): LockedContract {
  return {
    package: data.package,
    module: data.module,
    declaredIn: data.declaredIn,
    alternatives: data.alternatives.map((alternative) => lockAlternative(alternative, validators, data.package)),
    importers: [...new Set(importers)].sort(),
  };
}
