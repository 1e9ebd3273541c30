/**
 * The nouns that the two halves of importspy share: the compiler plugin writes these shapes into
 * sidecars, the runtime reads them. Nothing here runs.
 *
 * @module
 */

/** How the text of an environment variable may be read; the flags of a condition are OR-ed together. */
export const Reading = { string: 1, number: 2, bigint: 4, boolean: 8 } as const;

/**
 * A semver range, compiled: the outer list is OR, the inner list is AND.
 *
 * Each comparator is an operator and a full version, for instance `">= 20.11.0"` or `"= 8.11.0"`; the empty string admits
 * every version. But for the space this is the shape of `Range#set` in npm's semver, which computes it at build time.
 */
export type CompiledRange = readonly (readonly string[])[];

/**
 * What a value must be like, as plain data. `expected` says it in words; `is` names a validator of the contract.
 */
export type Shape =
  | { readonly kind: "any" }
  | {
      readonly kind: "string" | "number" | "boolean";
      readonly expected: string;
      readonly is?: number;
    }
  | { readonly kind: "literal"; readonly values: readonly (string | number | boolean | null)[] }
  | { readonly kind: "list"; readonly of: Shape }
  | { readonly kind: "tuple"; readonly of: readonly Shape[] }
  | {
      readonly kind: "object";
      readonly members: readonly ShapeMember[];
      /** What all other members must be like. */
      readonly rest?: Shape;
    }
  | { readonly kind: "union"; readonly of: readonly Shape[] }
  /** Another one of the list, by its index: types may hold themselves. */
  | { readonly kind: "ref"; readonly to: number };

/** A member of an object. */
export interface ShapeMember {
  readonly name: string;
  readonly shape: Shape;
  readonly optional?: boolean;
}

/** How many parameters a function or a constructor has: the fewest that are given to it, and the most; `null` for any number. */
export type Parameters = readonly [least: number, most: number | null];

/** What the exports of a module, or a part of them, must be like, as plain data. As {@link Shape}, with all that is no JSON. */
export type ModuleShape =
  | { readonly kind: "any" | "something" | "symbol" | "undefined" }
  | { readonly kind: "string" | "number" | "boolean"; readonly expected: string; readonly is?: number }
  | { readonly kind: "literal"; readonly values: readonly (string | number | boolean | null)[] }
  | { readonly kind: "ref"; readonly to: number }
  | { readonly kind: "bigint"; readonly values?: readonly string[] }
  | { readonly kind: "list"; readonly of: ModuleShape }
  | {
      readonly kind: "tuple";
      readonly of: readonly ModuleShape[];
      /** How many of these there must be, where it is not all of them. */
      readonly least?: number;
      readonly rest?: ModuleShape;
    }
  | { readonly kind: "object"; readonly members: readonly ModuleMember[]; readonly rest?: ModuleShape }
  | { readonly kind: "union"; readonly of: readonly ModuleShape[] }
  | { readonly kind: "function"; readonly parameters?: Parameters; readonly members?: readonly ModuleMember[] }
  | {
      readonly kind: "class";
      readonly parameters?: Parameters;
      /** Its static members. */
      readonly members?: readonly ModuleMember[];
      /** Methods and accessors of its instances. */
      readonly prototype?: readonly ModuleMember[];
      /** The class that it must extend: one that the same module exports, or one of JavaScript. */
      readonly base?: { readonly of: "exports" | "globals"; readonly name: string };
    }
  /** An instance of a class of JavaScript: `Date`. */
  | { readonly kind: "instance"; readonly of: string };

/** A member of a module, an object or a class. */
export interface ModuleMember {
  readonly name: string;
  readonly shape: ModuleShape;
  readonly optional?: boolean;
}

/** A call of `load<T>()`, as a sidecar carries it: its line, and the shapes of `T`, the first of which is that of the module. */
export interface LoadData {
  readonly line: number;
  /** None where the type has mistakes. */
  readonly shapes: readonly ModuleShape[];
}

/** How the items of a list are judged: as a variable of this type would be. */
export interface ListCondition extends Pick<Condition, "expected" | "literals" | "is" | "readings"> {
  readonly separator: string;
}

/** One thing that a contract asks of the environment: plain data. */
export interface Condition {
  /** The fact judged: a field (`"os"`) or a member of one (`"env.PORT"`, `"packages.@scope/name"`). */
  readonly path: string;
  /** What is expected, in words for people; absent where {@link literals} say it. */
  readonly expected?: string;
  /** The fact may be absent (but, if present, must hold). */
  readonly optional?: boolean;
  /** For `env`: a sum of {@link Reading} flags, the ways in which the text may be read; as a string when absent. */
  readonly readings?: number;
  /** For a union of string literals: its members, in the place of a validator. */
  readonly literals?: readonly string[];
  /** The generated validator of the fact's value: its index among those of the contract. */
  readonly is?: number;
  /** For `env`: the text that stands in where the variable is not set. */
  readonly default?: string;
  /** For `env`: nothing but the variable's name may be told. */
  readonly secret?: boolean;
  /** For `env`: the text is a list. */
  readonly list?: ListCondition;
  /** For `env`: the text is JSON, of the first of these shapes. */
  readonly json?: readonly Shape[];
  /** For `runtime` and `packages`: the compiled range of admitted versions. */
  readonly range?: CompiledRange;
  /** For `packages`: what is loaded must have the first of these shapes. Judged when all else holds. */
  readonly shape?: readonly ModuleShape[];
  /** For a union in `runtime`: each member is a list of conditions, one of the members must hold. */
  readonly oneOf?: readonly (readonly Condition[])[];
}

/** What is wrong with a fact: a violation, without what the condition says itself. */
export type Finding = Pick<Violation, "kind" | "hint" | "found"> &
  // Of a place inside of what the condition is about.
  Partial<Pick<Violation, "path" | "expected">>;

/** How a field is judged: what reads its fact, and what judges by a fact and reads nothing. */
export interface FieldJudge<Fact = unknown> {
  /**
   * Reads the fact.
   *
   * @param contract - The contract that asks for it.
   * @param announcement - Who imports, when known: for what is judged for each importer.
   */
  collect(contract: Contract, announcement: Announcement | undefined): Fact;
  /**
   * Judges a condition by the fact, and reads nothing else.
   *
   * @param condition - The condition.
   * @param name - The member of the field: `NAME` in `env.NAME`.
   * @param fact - What was collected, or is supposed.
   * @param contract - The contract's validators.
   * @returns What is wrong, if anything; that a fact is missing also where the condition makes it optional.
   */
  judge(condition: Condition, name: string, fact: Fact, contract: Pick<Contract, "validators">): Finding | undefined;
}

/** Reads the fact that a field is about. */
export type Collect<Fact = unknown> = FieldJudge<Fact>["collect"];

/**
 * Judges a condition by the fact of this process: the two functions of {@link FieldJudge} in one. The guard's entry exports
 * one for each field, under the field's name. They are plain functions, so that `verify` recognizes them in bundles.
 *
 * @param condition - The condition.
 * @param name - The member of the field: `NAME` in `env.NAME`.
 * @param contract - The contract that it belongs to.
 * @param announcement - Who imports, when known.
 * @returns What is wrong, if anything; that a fact is missing also where the condition makes it optional.
 */
export type Judge = (
  condition: Condition,
  name: string,
  contract: Contract,
  announcement: Announcement | undefined,
) => Finding | undefined;

/** A generated validator. Those of numbers and bigints judge the text that the value was read from. */
export type Validator = (value: never, text: string) => boolean;

/** One of the contracts that are joined by OR: plain data. */
export interface Alternative {
  /** What is asked of the machine and the environment: judged once a process. */
  readonly conditions: readonly Condition[];
  /** What is asked of installed packages: judged for each importer, as its file would resolve them. */
  readonly packages?: readonly Condition[];
  /** Whether an importer (or `undefined`, when none identified itself) is admitted; absent when anybody is. */
  readonly importer?: ImporterCondition;
  /** The author's text for the importer that is refused. */
  readonly note?: string;
}

/** Who may import. */
export interface ImporterCondition {
  readonly expected: string;
  /** The generated validator of an {@link ImporterIdentity}: its index among those of the contract. */
  readonly is: number;
}

/** A contract, as a sidecar carries it: plain data, which `JSON.parse` reads. */
export interface ContractData {
  /** What guards call the contract by: `package/module#copy`. */
  readonly key: string;
  /** Name of the package that holds the module, `""` when it has none. */
  readonly package: string;
  /** The module's path from its package.json's folder, with `/` and the source extension. */
  readonly module: string;
  /** 1-based line of the contract comment's tag. */
  readonly line: number;
  /** The file of the contract comment, when it is another one: for modules that somebody else wrote. */
  readonly declaredIn?: string;
  readonly alternatives: readonly Alternative[];
}

/** What a contract uses of the runtime: a bundler drops what no contract names. */
export interface Uses {
  /** The judge of each of its fields: {@link Judge}. */
  readonly [field: string]: unknown;
  /** Judges who imports; only in a contract that asks for packages or restricts its importer. */
  readonly judgeImporter?: (
    contract: Contract,
    importers: readonly Announcement[],
    environment: readonly (readonly Violation[])[] | undefined,
    isChain?: boolean,
  ) => Judgement;
  /** Ranks the verdicts and describes what is broken where there are several alternatives; only in such a contract. */
  readonly describeAlternatives?: (ranked: (readonly Violation[])[], contract: Contract) => readonly string[];
  /** The variables that a bundler has put in; only in a bundle with some. */
  readonly inlined?: () => Readonly<Record<string, string | undefined>>;
  /** Reads the version of an installed package; only in a contract that asks for one. */
  readonly packageVersion?: PackageVersionReader;
}

/** A contract with all that judges it. */
export interface Contract extends ContractData {
  readonly uses: Uses;
  readonly validators: readonly Validator[];
  /** URL or path of the contracted module's sidecar, when the contract asks for packages. */
  readonly location?: string | undefined;
}

/**
 * Finds the version of a package as a file would resolve it.
 *
 * @param name - The package's name.
 * @param from - URL or path of the file that would import it.
 * @returns The version, `""` for a package without one, or `undefined` when the package cannot be found or read.
 */
export type PackageVersionReader = (name: string, from: string | undefined) => string | undefined;

/** Identity of an importing file, as its guard states it. */
export interface ImporterIdentity {
  readonly module: string;
  readonly package: string;
}

/**
 * An import of a contracted module: the name of the module (its package and path), what tells it from other copies, the
 * 1-based line of the module specifier, and a sum of flags: 1 for what is reached through a file that exports it again
 * and has a guard, 2 for `import()`, 4 for what is deferred.
 */
export type Edge = readonly [name: string, copy: string, line: number, flags: number];

/**
 * An importer that is about to load a contracted module: itself, what it loads, and the URL or path of its sidecar, when
 * a contract that it imports asks for packages.
 */
export type Announcement = readonly [importer: ImporterIdentity | undefined, edge: Edge, location: string | undefined];

/** The verdicts on a contract, the importer that they are on, and what is at fault when it is not the environment. */
export type Judgement = readonly [
  verdicts: readonly (readonly Violation[])[] | undefined,
  announcement: Announcement | undefined,
  culprit?: string | undefined,
];

/** The importer of a refused import. */
export interface ViolatingImporter {
  /** Path of the importing file from its package.json's folder. */
  readonly module: string;
  /** Name of the importing file's package, `""` when it has none. */
  readonly package: string;
  /** 1-based line of the import. */
  readonly line: number;
}

/** One way in which a contract is broken. Never holds a value of an environment variable, nor a part of one. */
export interface Violation {
  /** The broken condition, for instance `"os"`, `"env.DATABASE_URL"` or `"packages.pg"`. */
  readonly path: string;
  /**
   * `missing`: the fact is absent. `mismatch`: it is another one. `invalid`: a variable is set, but not valid, or the
   * fact may not be read (in Deno, without a permission).
   */
  readonly kind: "missing" | "mismatch" | "invalid";
  /** What the contract expects, in words. */
  readonly expected: string;
  /** What was found. Absent for environment variables and when nothing was found. */
  readonly found?: string;
  /** What is wrong, in words. */
  readonly hint: string;
  /** Index of the alternative that this violation belongs to; 0 in a contract without alternatives. */
  readonly alternative: number;
}
