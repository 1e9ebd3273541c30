import type ts from "typescript";
import type { ModuleFormat } from "../../artifacts/sidecarNames.js";
import type { TypeScript } from "../../compiler/compiler.js";
import type { GuardedImport } from "../../link/imports.js";
import type { Load } from "../../link/loads.js";
import type { FilePlan } from "../inject.js";
import type { Moment } from "../moments.js";
import type { Keeping } from "./kept.js";

/** A text cannot be guarded as planned. Passing it on would load a contracted module without a guard. */
export class UnguardableError extends Error {}

/** A text to guard. */
export interface TextInput {
  readonly typescript: TypeScript;
  readonly options: ts.CompilerOptions;
  /** The plan of the file. */
  readonly plan: FilePlan;
  /** The calls of the file that load modules. */
  readonly loads: readonly Load[];
  /** The text as the host has it. */
  readonly code: string;
  /** Whether the text is JavaScript that was compiled from a TypeScript file. */
  readonly isCompiled: boolean;
  /** Which imports the host's compiler keeps; `undefined` for JavaScript. */
  readonly keeping: Keeping | undefined;
  /** The module format of the text if its syntax does not show it. */
  readonly format: ModuleFormat;
  /** The specifiers of the file's sidecars in the text. */
  sidecarSpecifier(further: number, format: ModuleFormat): string;
  /** Whether TypeScript would keep a planned import. */
  isKeptByTypes(guarded: GuardedImport): boolean;
}

/** A statement of the text that loads a module when the file is evaluated. */
export interface LoadingText {
  readonly specifier: string;
  readonly statement: ts.Statement;
  /** The `require("x")` of a CommonJS statement or `import =`. */
  readonly call: ts.Node | undefined;
  readonly moment: Moment;
}
