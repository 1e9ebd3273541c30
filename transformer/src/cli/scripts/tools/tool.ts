/**
 * What is known of a tool that runs or translates code.
 *
 * @module
 */
import type { PluginPlace } from "./plugins.js";

/** What a tool does with code. The word is printed, followed by the code. */
export type Deed = "bundles" | "compiles" | "runs" | "tests";

/** Where a tool finds its code. */
export interface Inputs {
  /** The meaning of operands: files and patterns, the project folder, or only the first one is a file. */
  readonly operands?: "files" | "file" | "folder";
  /** Whether operands select among the default inputs: by a part of their path, or by a regular expression. */
  readonly filters?: "parts" | "regexes";
  /** Options whose values are code. */
  readonly options?: readonly string[];
  /** The names of its configuration files; those that are modules without extension. */
  readonly configs?: readonly string[];
  /** Options that name another configuration. */
  readonly configOptions?: readonly string[];
  /** The section of package.json that configures it. */
  readonly manifestKey?: string;
  /** The properties of a configuration that name code, by the last names of their path. */
  readonly properties?: readonly string[];
  /** Properties with regular expressions for file names. */
  readonly regexes?: readonly string[];
  /** The property with the folder for names in the configuration. */
  readonly root?: string;
  /** Whether names in the configuration are relative to its folder, not to the working directory. */
  readonly isFromConfig?: boolean;
  /** The default inputs: files, folders and patterns. */
  readonly defaults?: readonly string[];
  /** Options and properties with modules that are loaded first. Those with a path are project code. */
  readonly preloads?: readonly string[];
}

/** What a tool writes. A program that runs such output is judged at the call that creates it. */
export interface Outputs {
  readonly options?: readonly string[];
  readonly properties?: readonly string[];
  readonly defaults?: readonly string[];
}

/** A tool that runs or translates code. */
export interface Tool {
  /** Its commands, and the package names that npx or a script uses. */
  readonly names: readonly string[];
  readonly does: Deed;
  /** Subcommands that read no code. */
  readonly harmless?: readonly string[];
  /** Subcommands that are not code themselves. */
  readonly verbs?: readonly string[];
  /** Options with a value in the next word. */
  readonly valued?: readonly string[];
  /** `"sources"`: it finds the project's sources itself. */
  readonly inputs: "sources" | Inputs;
  readonly outputs?: Outputs;
  /** Its output equals that of tsc, so `importspy build` can replace it. */
  readonly isLikeTsc?: boolean;
  /** Where its configuration, or a script that calls it, lists plugins. */
  readonly plugin?: PluginPlace;
}
