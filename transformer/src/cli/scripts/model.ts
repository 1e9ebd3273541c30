import type { TypeScript } from "../../compiler/compiler.js";
import type { InstalledCompiler } from "../project/compilers.js";
import type { ProjectConfig } from "../project/config.js";
import type { ProjectFiles } from "../project/files.js";
import type { Manifest } from "../project/manifest.js";
import type { ReadShell, Word } from "../project/shell.js";

/** A package whose scripts are followed. */
export interface ScriptPackage {
  readonly manifest: Manifest;
  /** Its configurations. The first one is the default of tsc. */
  readonly configs: readonly ProjectConfig[];
  readonly compiler: InstalledCompiler | undefined;
  /** Its place in words: `""`, ` of packages/core`. */
  readonly place: string;
}

/** The project whose scripts are followed. */
export interface Project {
  readonly typescript: TypeScript;
  readonly files: ProjectFiles;
  readonly readShell: ReadShell;
  /** The working directory; paths are shown relative to it. */
  readonly cwd: string;
  /** The package that was asked about, and the workspace packages that are examined. */
  readonly packages: readonly [ScriptPackage, ...ScriptPackage[]];
  /** All packages of its workspace. */
  readonly workspace: readonly Manifest[];
}

/** The place of a command. */
export interface ScriptPlace {
  /** The package of the script. */
  readonly owner: ScriptPackage;
  /** The name of the script, or another place of the command. */
  readonly script: string;
}

/** A call of a program that a script reaches, after all wrappers. */
export interface Call extends ScriptPlace {
  /** The package of the folder in which it runs. */
  readonly unit: ScriptPackage;
  readonly folder: string;
  /** The name of the program: `tsc`. */
  readonly program: string;
  readonly args: readonly Word[];
  /** The variables that the script sets for it. */
  readonly variables: Readonly<Record<string, string>>;
  /** The call, for messages: `tsc -p .` */
  readonly shown: string;
  /** The position of the program's name in the script, if the script contains it exactly like this. */
  readonly at: { readonly start: number; readonly end: number } | undefined;
}

/** A command that cannot be followed. */
export interface Unknown extends ScriptPlace {
  /** The command, or the part that cannot be followed. */
  readonly shown: string;
  readonly why: string;
}

/** `the script "build" of packages/core`, `the CMD of Dockerfile` */
export const nameOf = ({ owner, script }: ScriptPlace): string =>
  `${/^(?:CMD|ENTRYPOINT|process) .*of /.test(script) ? `the ${script}` : `the script "${script}"`}${owner.place}`;

/** A command, for messages. */
export const showWords = (words: readonly Word[]): string =>
  words.map(({ text }) => (/\s/.test(text) ? JSON.stringify(text) : text)).join(" ");
