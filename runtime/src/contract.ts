/**
 * The types that both halves of importspy share: the compiler plugin writes this data into sidecars, and the runtime
 * reads it. This file has no code that runs except constants.
 *
 * @module
 */

/** How the text of an environment variable may be converted. A condition adds up the flags. */
export const Reading = { string: 1, number: 2, bigint: 4, boolean: 8 } as const;

/**
 * A semver range, compiled: the outer list means OR, the inner list means AND.
 *
 * Each comparator is an operator and a full version, for instance `">= 20.11.0"` or `"= 8.11.0"`. The empty string
 * admits every version. Except for the space, this is `Range#set` of npm's semver, which computes it at build time.
 */
export type CompiledRange = readonly (readonly string[])[];

/**
 * The form of a value, as plain data. `expected` describes it in words; `is` is the index of a validator.
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
      /** The shape of all other members. */
      readonly rest?: Shape;
    }
  | { readonly kind: "union"; readonly of: readonly Shape[] }
  /** A reference to another shape of the list, by index. Recursive types need it. */
  | { readonly kind: "ref"; readonly to: number };

/** A member of an object. */
export interface ShapeMember {
  readonly name: string;
  readonly shape: Shape;
  readonly optional?: boolean;
}

/**
 * The number of parameters of a function or constructor: the fewest and the most that a call passes. `null` means any
 * number.
 */
export type Parameters = readonly [least: number, most: number | null];

/**
 * The form of a module's exports, or of a part of them, as plain data. Like {@link Shape}, with values that JSON lacks.
 */
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
      /** The minimum length, when trailing items are optional. */
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
      /** The class that it must extend: an export of the same module, or a built-in class. */
      readonly base?: { readonly of: "exports" | "globals"; readonly name: string };
    }
  /** An instance of a built-in class: `Date`. */
  | { readonly kind: "instance"; readonly of: string };

/** A member of a module, an object or a class. */
export interface ModuleMember {
  readonly name: string;
  readonly shape: ModuleShape;
  readonly optional?: boolean;
}

/** A call of `load<T>()` in a sidecar: its line and the shapes of `T`. The first shape is that of the module. */
export interface LoadData {
  readonly line: number;
  /** Empty when the type has errors. */
  readonly shapes: readonly ModuleShape[];
}

/** The condition for each item of a list, like that of a variable of this type. */
export interface ListCondition extends Pick<Condition, "expected" | "literals" | "is" | "readings"> {
  readonly separator: string;
}

/** One condition of a contract, as plain data. */
export interface Condition {
  /** The fact: a field (`"os"`) or a member of one (`"env.PORT"`, `"packages.@scope/name"`). */
  readonly path: string;
  /** The expected value in words; absent when {@link literals} has the values. */
  readonly expected?: string;
  /** The fact may be absent. If it is present, the condition applies. */
  readonly optional?: boolean;
  /** For `env`: the ways to convert the text, a sum of {@link Reading} flags. When absent, the text is a string. */
  readonly readings?: number;
  /** For a union of string literals: its members, instead of a validator. */
  readonly literals?: readonly string[];
  /** The index of the generated validator. */
  readonly is?: number;
  /** For `env`: the text used when the variable is not set. */
  readonly default?: string;
  /** For `env`: messages show nothing but the name of the variable. */
  readonly secret?: boolean;
  /** For `env`: the text is a list. */
  readonly list?: ListCondition;
  /** For `env`: the text is JSON of the first of these shapes. */
  readonly json?: readonly Shape[];
  /** For `runtime` and `packages`: the compiled range of admitted versions. */
  readonly range?: CompiledRange;
  /** For `packages`: the exports must have the first of these shapes. Checked after all other conditions hold. */
  readonly shape?: readonly ModuleShape[];
  /** For a union in `runtime`: each member is a list of conditions, and one member must hold. */
  readonly oneOf?: readonly (readonly Condition[])[];
}

/**
 * The result of judging a condition that does not hold: a violation without the parts that the condition has itself.
 */
export type Finding = Pick<Violation, "kind" | "hint" | "found"> &
  // For a place inside the fact, such as a member of JSON.
  Partial<Pick<Violation, "path" | "expected">>;

/** How a field is judged: one function collects the fact, the other one judges it. */
export interface FieldJudge<Fact = unknown> {
  /**
   * Collects the fact.
   *
   * @param contract - The contract that asks for it.
   * @param announcement - The importer, when it is known. Some facts differ by importer.
   */
  collect(contract: Contract, announcement: Announcement | undefined): Fact;
  /**
   * Judges a condition by the fact and by nothing else.
   *
   * @param condition - The condition.
   * @param name - The member of the field: `NAME` in `env.NAME`.
   * @param fact - The fact, collected or supposed.
   * @param contract - The contract's validators.
   * @returns The violation, if any. A missing fact is returned even when the condition is optional.
   */
  judge(condition: Condition, name: string, fact: Fact, contract: Pick<Contract, "validators">): Finding | undefined;
}

/** Collects the fact of a field. */
export type Collect<Fact = unknown> = FieldJudge<Fact>["collect"];

/**
 * Judges a condition in this process: the two functions of {@link FieldJudge} in one. The guard's entry exports one per
 * field, named like the field. They are plain functions, so that `verify` recognizes them in bundles.
 *
 * @param condition - The condition.
 * @param name - The member of the field: `NAME` in `env.NAME`.
 * @param contract - The contract of the condition.
 * @param announcement - The importer, when it is known.
 * @returns The violation, if any. A missing fact is returned even when the condition is optional.
 */
export type Judge = (
  condition: Condition,
  name: string,
  contract: Contract,
  announcement: Announcement | undefined,
) => Finding | undefined;

/** A generated validator. Validators of numbers and bigints check the original text. */
export type Validator = (value: never, text: string) => boolean;

/**
 * A generated function that reads all variables of an alternative at once.
 *
 * @param variables - The environment.
 * @param validators - The validators of the contract.
 * @param values - Receives the values, by name.
 * @returns Whether all variables hold.
 */
export type Reader = (
  variables: Readonly<Record<string, string | undefined>>,
  validators: readonly Validator[],
  values: Record<string, unknown>,
) => boolean;

/** One of the contracts that are joined by OR: plain data. */
export interface Alternative {
  /** Conditions on the machine and the environment: judged once per process. */
  readonly conditions: readonly Condition[];
  /** The index of the generated function that reads all variables: a {@link Reader}. Present when the module reads them. */
  readonly read?: number;
  /** Conditions on installed packages: judged per importer, because each file may resolve another version. */
  readonly packages?: readonly Condition[];
  /** Which importers are admitted; absent when every importer is. */
  readonly importer?: ImporterCondition;
  /** The author's note for a refused importer. */
  readonly note?: string;
}

/** Who may import. */
export interface ImporterCondition {
  readonly expected: string;
  /** The index of the generated validator of an {@link ImporterIdentity}. */
  readonly is: number;
}

/** A contract in a sidecar: plain data for `JSON.parse`. */
export interface ContractData {
  /** The key that guards use: `package/module#copy`. */
  readonly key: string;
  /** The name of the module's package; `""` when it has none. */
  readonly package: string;
  /** The path of the module relative to its package.json, with `/` and the source extension. */
  readonly module: string;
  /** 1-based line of the contract comment's tag. */
  readonly line: number;
  /** The file of the contract comment, when the contract is for an external module. */
  readonly declaredIn?: string;
  readonly alternatives: readonly Alternative[];
}

/** What a contract uses of the runtime. A bundler drops what no contract uses. */
export interface Uses {
  /** The judge of each field that it uses: {@link Judge}. */
  readonly [field: string]: unknown;
  /** Judges importers. Present when the contract has conditions on packages or importers. */
  readonly judgeImporter?: (
    contract: Contract,
    importers: readonly Announcement[],
    environment: readonly (readonly Violation[])[] | undefined,
    isChain?: boolean,
  ) => Judgement;
  /** Ranks alternatives and describes their violations. Present when the contract has several alternatives. */
  readonly describeAlternatives?: (ranked: (readonly Violation[])[], contract: Contract) => readonly string[];
  /** The variables that a bundler inlined. Present in a bundle that has some. */
  readonly inlined?: () => Readonly<Record<string, string | undefined>>;
  /** Finds the version of an installed package. Present when the contract has conditions on packages. */
  readonly packageVersion?: PackageVersionReader;
}

/** A contract with everything that judges it. */
export interface Contract extends ContractData {
  readonly uses: Uses;
  /** The validators, and then the readers. */
  readonly validators: readonly Validator[];
  /** The URL or path of the module's sidecar, when the contract has conditions on packages. */
  readonly location?: string | undefined;
  /** Who loads the module, once a contract with conditions on packages or importers is judged. */
  loadedBy?: Announcement | undefined;
}

/**
 * Finds the version of a package as a file would resolve it.
 *
 * @param name - The name of the package.
 * @param from - The URL or path of the importing file.
 * @returns The version; `""` for a package without one; `undefined` when the package cannot be found or read.
 */
export type PackageVersionReader = (name: string, from: string | undefined) => string | undefined;

/** The identity of an importing file, as its guard states it. */
export interface ImporterIdentity {
  readonly module: string;
  readonly package: string;
}

/**
 * An import of a contracted module: the module's name (package and path), the suffix that tells copies apart, the
 * 1-based line of the specifier, and a sum of flags. 1: through a re-export in a guarded file. 2: `import()`. 4: a
 * deferred import.
 */
export type Edge = readonly [name: string, copy: string, line: number, flags: number];

/**
 * An importer that is about to load a contracted module: its identity, the import, and the URL or path of its sidecar
 * when a contract that it imports has conditions on packages.
 */
export type Announcement = readonly [importer: ImporterIdentity | undefined, edge: Edge, location: string | undefined];

/** The verdicts on a contract, the importer, and what is to blame if not the environment. */
export type Judgement = readonly [
  verdicts: readonly (readonly Violation[])[] | undefined,
  announcement: Announcement | undefined,
  culprit?: string | undefined,
];

/** The importer of a refused import. */
export interface ViolatingImporter {
  /** The path of the importing file, relative to its package.json. */
  readonly module: string;
  /** The name of the importing file's package; `""` when it has none. */
  readonly package: string;
  /** 1-based line of the import. */
  readonly line: number;
}

/** One broken condition. Never contains the value of an environment variable, or a part of it. */
export interface Violation {
  /** The broken condition, for instance `"os"`, `"env.DATABASE_URL"` or `"packages.pg"`. */
  readonly path: string;
  /**
   * `missing`: the fact is absent. `mismatch`: the fact is different. `invalid`: a variable is set but not valid, or
   * the program may not read the fact (Deno without a permission).
   */
  readonly kind: "missing" | "mismatch" | "invalid";
  /** The expected value, in words. */
  readonly expected: string;
  /** The value that was found. Absent for environment variables and for missing facts. */
  readonly found?: string;
  /** What is wrong, in words. */
  readonly hint: string;
  /** The index of the alternative; 0 in a contract without alternatives. */
  readonly alternative: number;
}
