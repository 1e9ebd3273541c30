import type { Manifest } from "../../project/manifest.js";
import type { Word } from "../../project/shell.js";
import type { Project, ScriptPackage } from "../model.js";

/** A package as scripts name it; with the form that is followed, when it has to do with contracts. */
export interface Target {
  readonly manifest: Manifest;
  readonly followed: ScriptPackage | undefined;
}

/** What a command runs instead of itself. */
export type Step =
  /** Another command. */
  | {
      readonly kind: "command";
      readonly words: readonly Word[];
      readonly variables?: Readonly<Record<string, string>>;
      readonly folder?: string;
    }
  /** A text in the language of the shell. */
  | { readonly kind: "shell"; readonly text: string; readonly at: number | undefined; readonly folder?: string }
  /** A file in the language of the shell. */
  | { readonly kind: "file"; readonly fileName: string }
  /** Scripts of package.json. */
  | {
      readonly kind: "scripts";
      /** A name, or a test of names. */
      readonly names: string | ((name: string) => boolean);
      readonly targets: readonly Target[];
      /** There need not be such a script. */
      readonly isOptional: boolean;
      readonly extra?: readonly Word[];
    }
  /** It runs what cannot be followed. */
  | { readonly kind: "unknown"; readonly why: string };

/** Where a command is unwrapped. */
export interface StepContext {
  readonly project: Project;
  /** The script that the command stands in. */
  readonly script: string;
  readonly owner: ScriptPackage;
  readonly folder: string;
  /** The package of a folder. */
  targetAt(folder: string): Target | undefined;
  /** All packages of the workspace. */
  readonly workspace: readonly Target[];
}

/** Gives what a program runs; `undefined` when it does something by itself. */
export type Unwrap = (args: readonly Word[], context: StepContext, program: Word) => readonly Step[] | undefined;

export const unknown = (why: string): Step[] => [{ kind: "unknown", why }];

/** A command that takes the place of the one that names it. */
export const command = (words: readonly Word[], more: { folder?: string; variables?: Record<string, string> } = {}) =>
  words.length ? ([{ kind: "command", words, ...more }] as const) : [];

/** A word as a text of the shell. */
export const shell = ({ text, at }: Word): Step => ({ kind: "shell", text, at });
