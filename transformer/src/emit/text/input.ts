import type ts from "typescript";
import type { ModuleFormat } from "../../artifacts/sidecarNames.js";
import type { TypeScript } from "../../compiler/compiler.js";
import type { GuardedImport } from "../../link/imports.js";
import type { Load } from "../../link/loads.js";
import type { FilePlan } from "../inject.js";
import type { Moment } from "../moments.js";
import type { Keeping } from "./kept.js";

/** A text cannot be guarded as planned, so nothing is handed on: it would load a contracted module unguarded. */
export class UnguardableError extends Error {}

/** A text to be guarded. */
export interface TextInput {
  readonly typescript: TypeScript;
  readonly options: ts.CompilerOptions;
  /** What to guard in the file. */
  readonly plan: FilePlan;
  /** The calls of the file that load modules. */
  readonly loads: readonly Load[];
  /** The file as the host has it. */
  readonly code: string;
  /** Whether that is JavaScript by now, though the file is not. */
  readonly isCompiled: boolean;
  /** What the host's compiler keeps; `undefined` for JavaScript. */
  readonly keeping: Keeping | undefined;
  /** What the text is, where nothing in it tells. */
  readonly format: ModuleFormat;
  /** How the text names the file's sidecars. */
  sidecarSpecifier(further: number, format: ModuleFormat): string;
  /** Whether TypeScript itself would keep a planned import. */
  isKeptByTypes(guarded: GuardedImport): boolean;
}

/** Something in the text that loads a module as the file is evaluated. */
export interface LoadingText {
  readonly specifier: string;
  readonly statement: ts.Statement;
  /** `require("x")`, where it is none of ES modules. */
  readonly call: ts.Node | undefined;
  readonly moment: Moment;
}
