import type { Alternative, Condition } from "../../../contract.js";
import { FIELDS, splitPath } from "../../../fields.js";
import { expectedOf } from "../../../guard/condition.js";
import { exportsText } from "../../../load/words.js";
import { printableLine } from "../../../printable.js";
import type { FoundContract } from "../../sidecars/collect.js";

/** One condition of a contract. */
export interface Term {
  /** The fact as contracts write it: `os`, `runtime.node`, `env.PORT`, `packages.pg`. */
  readonly path: string;
  /** The fact in words: `operating system`, `Node.js`, or the name of the variable or package. */
  readonly name: string;
  readonly expected: string;
  readonly optional: boolean;
  /** The default of a variable. */
  readonly default: string | undefined;
}

/** The conditions of one alternative, by what they are about. */
export interface AlternativeTerms {
  readonly machine: readonly Term[];
  readonly environment: readonly Term[];
  readonly packages: readonly Term[];
  /** Who may import; `undefined` when every file may. */
  readonly importer: string | undefined;
  readonly note: string | undefined;
}

/** A file on the way to a contracted module, and the line where it loads the next one. */
export interface Step {
  readonly file: string;
  /** In the emitted file. */
  readonly line: number;
  readonly form: "import" | "import()" | "require()" | "Worker";
}

/** The conditions of a contract. */
export interface ContractTerms extends FoundContract {
  /** With `--needs`: the ways to the module, one for each file that imports it. */
  readonly ways?: readonly (readonly Step[])[];
  readonly alternatives: readonly AlternativeTerms[];
}

function nounOf(path: string): string {
  const [field, member] = splitPath(path);
  const { noun, members } = FIELDS[field];
  if (!member) return noun;
  return members === undefined || members === "any" ? member : (members[member]?.noun ?? path);
}

function termOf(condition: Condition): Term {
  const { path, optional = false, default: fallback, shape } = condition;
  const expected = `${expectedOf(condition)}${shape ? `, with the exports ${exportsText(shape)}` : ""}`;
  return { path, name: nounOf(path), expected, optional, default: fallback };
}

function alternativeTerms({ conditions, packages = [], importer, note }: Alternative): AlternativeTerms {
  const terms = conditions.map(termOf);
  const asks = (whom: "machine" | "environment") =>
    terms.filter(({ path }) => FIELDS[splitPath(path)[0]].asks === whom);
  return {
    machine: asks("machine"),
    environment: asks("environment"),
    packages: packages.map(termOf),
    importer: importer?.expected,
    note,
  };
}

/** `default 3000`. Empty text, and text with surrounding spaces, is quoted. */
export function describeDefault(text: string): string {
  return `default ${/^\S(?:[^\n]*\S)?$/.test(text) ? printableLine(text) : JSON.stringify(text)}`;
}

/** Groups the conditions of a contract by what they are about. */
export function termsOf(found: FoundContract & Pick<ContractTerms, "ways">): ContractTerms {
  return { ...found, alternatives: found.contract.alternatives.map(alternativeTerms) };
}
