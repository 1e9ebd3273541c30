import type { LockedAlternative } from "importspy/dist/artifacts.cjs";
import type { ModuleShape, Shape, ShapeMember } from "importspy/dist/contract.cjs";
import type ts from "typescript";

/** A span of a file, where a diagnostic can point. */
export interface Span {
  readonly file: ts.SourceFile;
  readonly start: number;
  readonly length: number;
  /** Where in another file that is declared which the diagnostic is about. */
  readonly declaration?: { readonly name: string; readonly span: Span };
}

/** A piece of a file's text. */
export interface TextSpan {
  readonly pos: number;
  readonly end: number;
}

/** One `@importspy` tag of a contract comment, as text positions of its file. */
export interface ContractTag {
  /** Position of the `@`. */
  readonly pos: number;
  /** The type's pairs of braces, several when it goes on behind the first one; absent for a bare tag. */
  readonly type?: { readonly braces: readonly TextSpan[] };
  /** The tag has a mistake that is already reported. */
  readonly broken?: boolean;
  /** The mistake is that it is spelled otherwise: `@ImportSpy`. */
  readonly misspelled?: boolean;
  /** The author's text for the importer that is refused. */
  readonly note: string | undefined;
}

/** A contract comment. */
export interface ContractComment {
  readonly file: ts.SourceFile;
  readonly pos: number;
  readonly end: number;
  /** What is written between `pos` and `end`, with spaces for the frame: the opening, the closing, each line's stars. */
  readonly text: string;
  readonly tags: readonly ContractTag[];
  /** The statement that the comment documents, if any. */
  readonly statement: ts.Statement | undefined;
}

/** A module's place in its package; together they are the module's identity at build and at run time. */
export interface ModuleIdentity {
  /** Name in the nearest package.json that has one, `""` when there is none. */
  readonly package: string;
  /** Path from that package.json's folder, with `/` and the source extension. */
  readonly module: string;
  /** The beginning of that path, when there is a package.json without a name in between: `src/server/`. */
  readonly folder?: string;
}

/** A contracted module: the comment, and what importers know it by. */
export interface ContractedModule extends ModuleIdentity {
  readonly comment: ContractComment;
  /** For an external module: the file that holds its `declare module "…"`. */
  readonly declaredIn: string | undefined;
  /** The contract stands in a declaration file that no build of importspy emitted. */
  readonly isHandWritten: boolean;
  /** The module may ask who imports it, by `importers<C>()`: then importers say how they are loaded. */
  readonly lists: boolean;
  /** 1-based line of the contract's tag. */
  readonly line: number;
  /** Its package and path. */
  readonly name: string;
  /** What tells it from other modules of that name: `#1a2b3c`. */
  readonly copy: string;
}

/** What guards call a contracted module by. */
export const keyOf = ({ name, copy }: ContractedModule) => name + copy;

/** The type of one tag. */
export interface ContractType {
  readonly type: ts.Type;
  /** Where the type is written. */
  readonly span: Span;
  readonly note: string | undefined;
}

/** What a value must be like: the runtime's `Shape`, with types whose validators are to be generated. */
export type CheckedShape =
  | Exclude<Shape, { readonly kind: "string" | "number" | "boolean" | "list" | "tuple" | "object" | "union" }>
  | { readonly kind: "string" | "number" | "boolean"; readonly expected: string; readonly type?: ts.Type }
  | { readonly kind: "list"; readonly of: CheckedShape }
  | { readonly kind: "tuple" | "union"; readonly of: readonly CheckedShape[] }
  | { readonly kind: "object"; readonly members: readonly CheckedMember[]; readonly rest?: CheckedShape };

/** A member of an object. */
export interface CheckedMember extends Omit<ShapeMember, "shape"> {
  readonly shape: CheckedShape;
}

/** How the items of a list are judged. */
export interface CheckedList {
  readonly separator: string;
  readonly expected: string;
  readonly readings: number;
  readonly type: ts.Type;
}

/** What a member asks for, ready to be generated. */
export interface CheckedCondition {
  readonly path: string;
  readonly expected: string;
  readonly optional: boolean;
  /** For `env`: a sum of the runtime's `Reading` flags. */
  readonly readings?: number;
  /** The type whose validator is to be generated. */
  readonly type?: ts.Type;
  /** For a union of string literals: its members. */
  readonly literals?: readonly string[];
  /** The validator as JavaScript, where the field writes it itself. */
  readonly validator?: string;
  /** For `env`: the text that stands in where the variable is not set. */
  readonly default?: string;
  /** For `env`: nothing but the name may be told. */
  readonly secret?: boolean;
  /** For `env`: the text is a list, or JSON. */
  readonly list?: CheckedList;
  readonly json?: readonly CheckedShape[];
  /** For versions: the range as npm's semver reads it, absent where any version will do. */
  readonly semver?: string;
  /** For versions: the compiled range. */
  readonly range?: readonly (readonly string[])[];
  readonly oneOf?: readonly (readonly CheckedCondition[])[];
  /** For `packages`: what its exports must be like; shapes name types whose validators are to be generated. */
  readonly shape?: { readonly shapes: readonly ModuleShape[]; readonly types: readonly ts.Type[] };
  /** Where the condition is written. */
  readonly span: Span;
}

/** The type of `importer.package` or `importer.module`. */
export interface CheckedPattern {
  readonly patterns: readonly { readonly is: ts.Type; readonly not: readonly ts.Type[] }[];
  readonly span: Span;
}

/** One member of the union that `importer` is. */
export interface ImporterOption {
  readonly package?: CheckedPattern;
  readonly module?: CheckedPattern;
  readonly exports?: { readonly type: ts.Type; readonly span: Span };
}

/** A module of `Legacy<…>`. */
export interface LegacyModule {
  /** Its package; `undefined` for that of the contracted module. */
  readonly package: string | undefined;
  readonly module: string;
  readonly span: Span;
}

/** Who may import. */
export interface CheckedImporter {
  readonly options: readonly ImporterOption[];
  /** Modules that are admitted because they imported the module before. */
  readonly legacy: readonly LegacyModule[];
  /** In words. */
  readonly expected: string;
  readonly span: Span;
  /** Where its type is written. */
  readonly valueSpan: Span;
}

/** One alternative of a contract, checked. */
export interface CheckedAlternative {
  readonly conditions: readonly CheckedCondition[];
  readonly packages: readonly CheckedCondition[];
  readonly importer?: CheckedImporter;
  readonly note: string | undefined;
  /** Where the type of its tag is written. */
  readonly span: Span;
}

/** A contract that is ready to be generated; without alternatives when it has errors. */
export interface CheckedContract {
  readonly module: ContractedModule;
  readonly alternatives: readonly CheckedAlternative[] | undefined;
  /** The type of each tag. */
  readonly types: readonly ts.Type[];
  /** The files that declare what it is made of; `undefined` when other files have a say in it, too. */
  readonly files: readonly ts.SourceFile[] | undefined;
}

/** Reads what the alternatives of a contract ask for, as data; `undefined` where it has mistakes. */
export type TermReader = (contract: CheckedContract) => readonly LockedAlternative[] | undefined;
