/**
 * The nouns of a contract's fields. Each other file of this folder that exports `field` is the definition of the field of
 * its name; what else it exports is what sidecars may import of it. `runtime/build.mjs` lists them, so that a field is one
 * file here and one in `transformer/src/fields/`.
 *
 * Guards hold only what judges: a bundler drops the descriptions, which are for the command line, the compiler plugin and
 * the documentation.
 *
 * @module
 */
import type { OptionDescriptions } from "../cli.js";
import type { Collect, Condition, FieldJudge } from "../contract.js";
import type { Variables } from "../facts/variables.js";

/** What was found, in words. Never holds a value of a variable. */
export interface Description {
  /** What was found; absent for variables, and where nothing was found. */
  readonly found: string | undefined;
  /** What is said of it: of a variable no more than whether it is set. */
  readonly remark: string;
}

/** One thing that a machine and a process offer: of a variable no more than whether it is set. */
export interface Offer extends Description {
  /** The fact as contracts write it: `os`, `runtime.node`, `env.PORT`. */
  readonly path: string;
}

/** A member that a field can have. */
export interface MemberDescription {
  /** What people call it: `Node.js`. */
  readonly noun: string;
  /** One sentence for editors. */
  readonly words: string;
}

/** What is given to a field that may suppose another fact than this machine's. */
export interface Supposing {
  /** The variables of this process. */
  readonly env: Variables;
  /** Reads a file of variables. */
  readVariables(file: string): Variables;
  /** Refuses an option that cannot be understood. */
  fail(message: string): never;
}

/** The options of `importspy check` that were given, of all fields. */
type Given = Readonly<Record<string, never>>;

/**
 * The definition of a field: what it is, as data, and how a fact is judged. Its `judge` judges every form that its
 * conditions can have.
 */
export interface Field<Fact = unknown> extends FieldJudge<Fact> {
  /** Where it stands in lists. */
  readonly order: number;
  /** Whom it asks. */
  readonly asks: "machine" | "environment" | "packages" | "importer";
  /** What its conditions are in a sidecar: a value with literals or a validator, or a version with a range. */
  readonly judges: "value" | "version";
  /** What people call it: `operating system`. */
  readonly noun: string;
  /** One sentence for editors. */
  readonly words: string;
  /** How it is written, for messages. */
  readonly example: string;
  /** Its row in docs/contract.md, in Markdown: what it takes (by default one of {@link values}) and what that is. */
  readonly takes?: string;
  readonly means: string;
  /** The texts that it can be, for a field that is a word. */
  readonly values?: readonly string[];
  /** The members that it can have; `"any"` where each name is one. Absent for a field without members. */
  readonly members?: Readonly<Record<string, MemberDescription>> | "any";
  /** Names that people write for those that there are: for values, for members and for the field itself. */
  readonly synonyms?: Readonly<Record<string, string>>;
  /** Reads a text that stands for a fact, for instance `2GiB`; `undefined` when it stands for none. */
  read?(text: string): Fact | undefined;
  /** The options of `importspy check` that suppose another fact. */
  readonly options: OptionDescriptions;
  /**
   * Supposes another fact than this machine's.
   *
   * @param given - The options that were given, of all fields.
   * @param supposing - What it may ask for.
   * @returns What collects the supposed fact; `undefined` when the fact of this machine counts.
   */
  suppose(given: Given, supposing: Supposing): Collect<Fact> | undefined;
  /** Tells what was found for a condition that holds, or may be absent. */
  describe(condition: Condition, name: string, fact: Fact): Description;
  /**
   * Tells what is offered.
   *
   * @param fact - What was collected.
   * @param asked - The members that contracts ask for, of a field that takes any.
   */
  offer(fact: Fact, asked: readonly string[]): readonly Offer[];
}

/** A full version, as options take it. */
export const FULL_VERSION = /^v?\d+\.\d+\.\d+(-[\w.-]+)?(\+[\w.-]+)?$/;

/** A missing fact. */
export const absent = (remark: string): Description => ({ found: undefined, remark });

/** A fact that was found. */
export const present = (found: string): Description => ({ found, remark: `found ${found}` });

/** A fact that is a word. */
export const describeWord = (word: string | undefined): Description =>
  word === undefined ? absent("unknown here") : present(JSON.stringify(word));
