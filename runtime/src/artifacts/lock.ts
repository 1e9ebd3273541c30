/**
 * Contracts without the code that judges them: what `importspy lock` writes, and what `diff` compares.
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
  /** The text that stands in where the variable is not set. */
  readonly fallback?: string;
}

/** One of the contracts that are joined by OR. */
export interface LockedAlternative {
  /** In the order of their paths. */
  readonly terms: readonly Term[];
  /** Who may import; `undefined` when anybody may. */
  readonly importer: LockedImporter | undefined;
  readonly note: string | undefined;
}

/** A contract, and who imports its module. */
export interface LockedContract {
  readonly package: string;
  readonly module: string;
  /** For an external module: the file that has the contract. */
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

/** A line break in a note of JavaScript is `\n`, whatever the source has. */
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

/** The name that sections have and importers are known by. */
export const nameOf = ({ package: name, module }: Pick<ContractData, "package" | "module">): string =>
  name ? `${name}/${module}` : module;

/**
 * A contract as the lock has it.
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
