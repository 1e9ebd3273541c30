/**
 * What hosts see of the guard service.
 *
 * @module
 */
import type { SourceMap } from "magic-string";
import type ts from "typescript";
import type { ModuleFormat } from "../artifacts/sidecarNames.js";
import type { TypeScript } from "../compiler/compiler.js";

/** The options of a guard service. */
export interface GuardServiceOptions {
  /** The absolute path of tsconfig.json, with `/`. */
  readonly tsconfig: string;
  /** The compiler, in the version that importspy supports. */
  readonly typescript: TypeScript;
  /** Reads files; by default, the compiler's own `sys`. */
  readonly system?: ts.System;
}

/** What a host does with a guarded text. */
export interface GuardRules {
  /**
   * What the host's compiler does with a TypeScript import that is not used as a value. Node.js' type stripping and
   * `verbatimModuleSyntax` keep it (`kept`); TypeScript, esbuild, swc and oxc remove it (`dropped`). By default,
   * tsconfig.json decides. In JavaScript, every import is kept.
   */
  readonly unusedImports?: "kept" | "dropped";
  /**
   * Whether types in decorated classes are used at run time. By default, `emitDecoratorMetadata` in tsconfig.json
   * decides. esbuild ignores that option and never emits them.
   */
  readonly decoratorMetadata?: boolean;
  /** The language of the text: `javascript` when the host has compiled it. By default, that of the file. */
  readonly language?: "typescript" | "javascript";
  /**
   * The module format of a text without `import` and `export`, or the one to which the host has compiled the file. By
   * default, the format that TypeScript emits. A text with `import` or `export` is an ES module, even if a bundler
   * later turns it into CommonJS.
   */
  readonly format?: ModuleFormat;
  /**
   * The specifier of a sidecar in the text, by its number: 0 is the file's sidecar, 1 the first further one. By
   * default, sidecars are files beside it: `./x.importspy.js`, `./x.importspy-1.js`.
   */
  sidecarSpecifier?(number: number): string;
}

/** A guarded text. */
export interface GuardedText {
  readonly code: string;
  /** The source map from `code` to the host's text. */
  readonly map: SourceMap;
  /** The module format of the text and its sidecars. */
  readonly format: ModuleFormat;
  /** The texts of its sidecars, by their numbers. */
  readonly sidecars: readonly string[];
}

/** Guards files as texts. All paths are absolute, with `/`. */
export interface GuardService {
  /**
   * Guards a file.
   *
   * @param fileName - The file.
   * @param code - The text as the host has it: the source, or JavaScript that was compiled from it.
   * @param rules - What the host does with the text next.
   * @returns The guarded text; `undefined` when there is nothing to guard.
   * @throws UnguardableError when an import or call that needs a guard is not in the text.
   */
  guard(fileName: string, code: string, rules?: GuardRules): GuardedText | undefined;
  /**
   * A sidecar for the last guarded text of a file. If the file was not guarded before, it is guarded as its source.
   *
   * @param fileName - The file.
   * @param number - 0 for its sidecar, 1 for the first further one.
   * @returns `undefined` when there is no such sidecar.
   */
  sidecar(fileName: string, number?: number): string | undefined;
  /** The other files on which a file's guard depends, sorted. A host watches them. */
  dependencies(fileName: string): readonly string[];
  /**
   * Announces files that were changed, created or deleted on disk, including package.json and tsconfig.json.
   *
   * @param changed - The files.
   * @returns The files with an earlier answer whose guard, sidecars or diagnostics have changed.
   */
  update(changed: readonly string[]): readonly string[];
  /**
   * The errors in contracts and imports: those of a build with TypeScript, without TypeScript's own.
   *
   * @param fileName - The file; by default, all files of the program.
   */
  diagnostics(fileName?: string): readonly ts.Diagnostic[];
  /**
   * Registers files about which the host already has answers from elsewhere, so that `update` includes them.
   *
   * @param fileNames - The files.
   * @param stateOf - The state of a file at the time of its answer. By default, there was nothing to guard.
   */
  expect(fileNames: readonly string[], stateOf?: (fileName: string) => string): void;
  /** The files that the build emits, and other files that the host has asked about. */
  files(): readonly string[];
  /** A text that changes with a file's guard, sidecars and diagnostics; empty when it has none. */
  stateOf(fileName: string): string;
  /** All files on which answers depend, except package.json files: those of the program and its configuration. */
  inputs(): readonly string[];
  /** The text of a source file on which answers depend; `undefined` for other files. */
  textOf(fileName: string): string | undefined;
  /** The specifiers in a file that is unrelated to contracts; `undefined` for other files. */
  loadsOf(fileName: string): readonly string[] | undefined;
  /** Increases with each change that may affect answers. */
  readonly revision: number;
  /** Whether the project may need guards, by its texts alone. */
  isNeeded(): boolean;
  /** Releases the program. */
  dispose(): void;
}
