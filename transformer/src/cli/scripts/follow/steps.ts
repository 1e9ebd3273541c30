import type { Manifest } from "../../project/manifest.js";
import type { Word } from "../../project/shell.js";
import type { Project, ScriptPackage } from "../model.js";

/** A package that scripts can name. It has a `ScriptPackage` only when it is examined. */
export interface Target {
  readonly manifest: Manifest;
  readonly followed: ScriptPackage | undefined;
}

/** One thing that a command runs. */
export type Step =
  /** Another command. */
  | {
      readonly kind: "command";
      readonly words: readonly Word[];
      readonly variables?: Readonly<Record<string, string>>;
      readonly folder?: string;
    }
  /** A shell text. */
  | { readonly kind: "shell"; readonly text: string; readonly at: number | undefined; readonly folder?: string }
  /** A shell script file. */
  | { readonly kind: "file"; readonly fileName: string }
  /** Scripts of package.json. */
  | {
      readonly kind: "scripts";
      /** A name, or a test for names. */
      readonly names: string | ((name: string) => boolean);
      readonly targets: readonly Target[];
      /** Whether the script may be missing. */
      readonly isOptional: boolean;
      readonly extra?: readonly Word[];
    }
  /** Something that cannot be followed. */
  | { readonly kind: "unknown"; readonly why: string };

/** The context in which a command is unwrapped. */
export interface StepContext {
  readonly project: Project;
  /** The script that contains the command. */
  readonly script: string;
  readonly owner: ScriptPackage;
  readonly folder: string;
  /** The package of a folder. */
  targetAt(folder: string): Target | undefined;
  /** All packages of the workspace. */
  readonly workspace: readonly Target[];
}

/** Gives the commands that a program runs; `undefined` when it does its own work. */
export type Unwrap = (args: readonly Word[], context: StepContext, program: Word) => readonly Step[] | undefined;

export const unknown = (why: string): Step[] => [{ kind: "unknown", why }];

/** A command that replaces the wrapper that named it. */
export const command = (words: readonly Word[], more: { folder?: string; variables?: Record<string, string> } = {}) =>
  words.length ? ([{ kind: "command", words, ...more }] as const) : [];

/** A word as a shell text. */
export const shell = ({ text, at }: Word): Step => ({ kind: "shell", text, at });
