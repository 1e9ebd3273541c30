/**
 * The types of a contract's fields. Each other file of this folder that exports `field` defines the field of its name.
 * Its other exports are for sidecars. `runtime/build.mjs` lists these files, so a field is one file here and one in
 * `transformer/src/fields/`.
 *
 * Guards contain only the judging part: a bundler drops the descriptions, which are for the command line, the compiler
 * plugin and the documentation.
 *
 * @module
 */
import type { OptionDescriptions } from "../cli.js";
import type { Collect, Condition, FieldJudge } from "../contract.js";
import type { Variables } from "../facts/variables.js";

/** A fact in words. Never contains the value of a variable. */
export interface Description {
  /** The fact that was found; absent for variables and for missing facts. */
  readonly found: string | undefined;
  /** The remark; for a variable only whether it is set. */
  readonly remark: string;
}

/** One fact that the machine or the process offers; for a variable only whether it is set. */
export interface Offer extends Description {
  /** The fact as contracts write it: `os`, `runtime.node`, `env.PORT`. */
  readonly path: string;
}

/** A member of a field. */
export interface MemberDescription {
  /** The usual name: `Node.js`. */
  readonly noun: string;
  /** One sentence for editors. */
  readonly words: string;
}

/** The context for supposing another fact than the real one. */
export interface Supposing {
  /** The variables of this process. */
  readonly env: Variables;
  /** Reads a file of variables. */
  readVariables(file: string): Variables;
  /** Refuses an invalid option. */
  fail(message: string): never;
}

/** The options that were given to `importspy check`, of all fields. */
type Given = Readonly<Record<string, never>>;

/**
 * The definition of a field: its description as data, and how it is judged. `judge` handles every form of condition of
 * the field.
 */
export interface Field<Fact = unknown> extends FieldJudge<Fact> {
  /** Its position in lists. */
  readonly order: number;
  /** What its conditions are about. */
  readonly asks: "machine" | "environment" | "packages" | "importer";
  /** The form of its conditions in a sidecar: a value with literals or a validator, or a version with a range. */
  readonly judges: "value" | "version";
  /** The usual name: `operating system`. */
  readonly noun: string;
  /** One sentence for editors. */
  readonly words: string;
  /** An example of how to write it, for messages. */
  readonly example: string;
  /** What its row in docs/contract.md says about its values, in Markdown. The default lists {@link values}. */
  readonly takes?: string;
  readonly means: string;
  /** The possible words, for a field with a fixed list. */
  readonly values?: readonly string[];
  /** The possible members; `"any"` when every name is one. Absent for a field without members. */
  readonly members?: Readonly<Record<string, MemberDescription>> | "any";
  /** Common wrong names and the right ones: of values, of members and of the field itself. */
  readonly synonyms?: Readonly<Record<string, string>>;
  /** Parses a text that stands for a fact, for instance `2GiB`; `undefined` when it is invalid. */
  read?(text: string): Fact | undefined;
  /** The options of `importspy check` that suppose another fact. */
  readonly options: OptionDescriptions;
  /**
   * Supposes another fact than the real one.
   *
   * @param given - The options that were given, of all fields.
   * @param supposing - The context.
   * @returns The collector of the supposed fact; `undefined` to use the real fact.
   */
  suppose(given: Given, supposing: Supposing): Collect<Fact> | undefined;
  /** Describes the fact for a condition that holds or is optional. */
  describe(condition: Condition, name: string, fact: Fact): Description;
  /**
   * Lists the facts that this machine offers.
   *
   * @param fact - The collected fact.
   * @param asked - The members that contracts use, for a field that accepts any member.
   */
  offer(fact: Fact, asked: readonly string[]): readonly Offer[];
}

/** A full version, as options accept it. */
export const FULL_VERSION = /^v?\d+\.\d+\.\d+(-[\w.-]+)?(\+[\w.-]+)?$/;

export const absent = (remark: string): Description => ({ found: undefined, remark });

export const present = (found: string): Description => ({ found, remark: `found ${found}` });

/** Describes a fact that is a word. */
export const describeWord = (word: string | undefined): Description =>
  word === undefined ? absent("unknown here") : present(JSON.stringify(word));
