import type { TypeScript } from "../../compiler/compiler.js";
import type { InstalledCompiler } from "../project/compilers.js";
import type { ProjectConfig } from "../project/config.js";
import type { ProjectFiles } from "../project/files.js";
import type { Manifest } from "../project/manifest.js";
import type { ReadShell, Word } from "../project/shell.js";

/** A package whose scripts are followed. */
export interface ScriptPackage {
  readonly manifest: Manifest;
  /** Its configurations; the first is the one that tsc takes when none is named. */
  readonly configs: readonly ProjectConfig[];
  readonly compiler: InstalledCompiler | undefined;
  /** Where it is, in words: `""`, ` of packages/core`. */
  readonly place: string;
}

/** What scripts are followed in. */
export interface Project {
  readonly typescript: TypeScript;
  readonly files: ProjectFiles;
  readonly readShell: ReadShell;
  /** The folder of the call: paths are shown relative to it. */
  readonly cwd: string;
  /** The package that was asked about, then those of its workspace that have to do with contracts. */
  readonly packages: readonly [ScriptPackage, ...ScriptPackage[]];
  /** All packages of its workspace. */
  readonly workspace: readonly Manifest[];
}

/** Where a command stands. */
export interface ScriptPlace {
  /** The package whose script it is. */
  readonly owner: ScriptPackage;
  /** The name of the script, or where a command stands that is none. */
  readonly script: string;
}

/** A call of a program that a script leads to, behind all that only calls other programs. */
export interface Call extends ScriptPlace {
  /** The package whose folder it runs in. */
  readonly unit: ScriptPackage;
  readonly folder: string;
  /** The name of the program: `tsc`. */
  readonly program: string;
  readonly args: readonly Word[];
  /** Variables that the script sets for it. */
  readonly variables: Readonly<Record<string, string>>;
  /** The call for people: `tsc -p .` */
  readonly shown: string;
  /** Where the program's name stands in the script's text, when it is there letter for letter. */
  readonly at: { readonly start: number; readonly end: number } | undefined;
}

/** What cannot be followed. */
export interface Unknown extends ScriptPlace {
  /** The command, or the part of it that cannot be followed. */
  readonly shown: string;
  readonly why: string;
}

/** `the script "build" of packages/core`, `the CMD of Dockerfile` */
export const nameOf = ({ owner, script }: ScriptPlace): string =>
  `${/^(?:CMD|ENTRYPOINT|process) .*of /.test(script) ? `the ${script}` : `the script "${script}"`}${owner.place}`;

/** A command for people. */
export const showWords = (words: readonly Word[]): string =>
  words.map(({ text }) => (/\s/.test(text) ? JSON.stringify(text) : text)).join(" ");
