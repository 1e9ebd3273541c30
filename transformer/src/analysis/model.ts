import type { LockedAlternative } from "importspy/dist/artifacts.cjs";
import type { ModuleShape, Shape, ShapeMember } from "importspy/dist/contract.cjs";
import type ts from "typescript";

/** A span of a file, for a diagnostic. */
export interface Span {
  readonly file: ts.SourceFile;
  readonly start: number;
  readonly length: number;
  /** The declaration that the diagnostic is about, if it is in another file. */
  readonly declaration?: { readonly name: string; readonly span: Span };
}

/** A span of text positions. */
export interface TextSpan {
  readonly pos: number;
  readonly end: number;
}

/** One `@importspy` tag of a contract comment, as text positions of its file. */
export interface ContractTag {
  /** The position of the `@`. */
  readonly pos: number;
  /** The type's pairs of braces, several if an operator joins them: `{…} | {…}`; absent for a bare tag. */
  readonly type?: { readonly braces: readonly TextSpan[] };
  /** The tag has a mistake, which is already reported. */
  readonly broken?: boolean;
  /** The mistake is a misspelled tag: `@ImportSpy`. */
  readonly misspelled?: boolean;
  /** The author's text for refused importers. */
  readonly note: string | undefined;
}

/** A contract comment. */
export interface ContractComment {
  readonly file: ts.SourceFile;
  readonly pos: number;
  readonly end: number;
  /** The text from `pos` to `end`, with spaces for the frame: the opening, the closing and each line's stars. */
  readonly text: string;
  readonly tags: readonly ContractTag[];
  /** The statement that the comment documents, if any. */
  readonly statement: ts.Statement | undefined;
}

/** A module's package and path, which identify it at build time and at run time. */
export interface ModuleIdentity {
  /** The name in the nearest package.json that has one; `""` without one. */
  readonly package: string;
  /** The path from that package.json's folder, with `/` and the source extension. */
  readonly module: string;
  /** The beginning of that path, up to a nearer package.json without a name: `src/server/`. */
  readonly folder?: string;
}

/** A contracted module: its contract comment, and the data that importers use to refer to it. */
export interface ContractedModule extends ModuleIdentity {
  readonly comment: ContractComment;
  /** For an external module: the file that holds its `declare module "…"`. */
  readonly declaredIn: string | undefined;
  /** The contract is in a declaration file that was not emitted by importspy. */
  readonly isHandWritten: boolean;
  /** The module may call `importers<C>()`. Then its importers must tell how they are loaded. */
  readonly lists: boolean;
  /** The 1-based line of the contract's tag. */
  readonly line: number;
  /** Its package and path in one text. */
  readonly name: string;
  /** A short hash that tells it from other modules of that name: `#1a2b3c`. */
  readonly copy: string;
}

/** The key that guards use to refer to a contracted module. */
export const keyOf = ({ name, copy }: ContractedModule) => name + copy;

/** The type of one tag. */
export interface ContractType {
  readonly type: ts.Type;
  /** Where the type is written. */
  readonly span: Span;
  readonly note: string | undefined;
}

/** What a value must look like: the runtime's `Shape`, with types instead of validators. */
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

/** How the items of a list are read and judged. */
export interface CheckedList {
  readonly separator: string;
  readonly expected: string;
  readonly readings: number;
  readonly type: ts.Type;
}

/** A condition of a contract, before its code is generated. */
export interface CheckedCondition {
  readonly path: string;
  readonly expected: string;
  readonly optional: boolean;
  /** For `env`: a sum of the runtime's `Reading` flags. */
  readonly readings?: number;
  /** The type that needs a validator. */
  readonly type?: ts.Type;
  /** For a union of string literals: its values. */
  readonly literals?: readonly string[];
  /** The validator as JavaScript, if the field generates it itself. */
  readonly validator?: string;
  /** For `env`: the text that replaces a variable which is not set. */
  readonly default?: string;
  /** For `env`: only the name of the variable may be shown. */
  readonly secret?: boolean;
  /** For `env`: the text is a list, or JSON. */
  readonly list?: CheckedList;
  readonly json?: readonly CheckedShape[];
  /** For versions: the range in the syntax of npm's semver; absent when any version is admitted. */
  readonly semver?: string;
  /** For versions: the compiled range. */
  readonly range?: readonly (readonly string[])[];
  readonly oneOf?: readonly (readonly CheckedCondition[])[];
  /** For `packages`: the shape of its exports. The shapes refer to the types by index. */
  readonly shape?: { readonly shapes: readonly ModuleShape[]; readonly types: readonly ts.Type[] };
  /** Where the condition is written. */
  readonly span: Span;
}

/** The type of `importer.package` or `importer.module`. */
export interface CheckedPattern {
  readonly patterns: readonly { readonly is: ts.Type; readonly not: readonly ts.Type[] }[];
  readonly span: Span;
}

/** One member of the `importer` union. */
export interface ImporterOption {
  readonly package?: CheckedPattern;
  readonly module?: CheckedPattern;
  readonly exports?: { readonly type: ts.Type; readonly span: Span };
}

/** A module in `Legacy<…>`. */
export interface LegacyModule {
  /** Its package; `undefined` for the package of the contracted module. */
  readonly package: string | undefined;
  readonly module: string;
  readonly span: Span;
}

/** The `importer` field, checked. */
export interface CheckedImporter {
  readonly options: readonly ImporterOption[];
  /** The modules in `Legacy<…>`. */
  readonly legacy: readonly LegacyModule[];
  /** A description for messages. */
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

/** A checked contract; without alternatives when it has errors. */
export interface CheckedContract {
  readonly module: ContractedModule;
  readonly alternatives: readonly CheckedAlternative[] | undefined;
  /** The type of each tag. */
  readonly types: readonly ts.Type[];
  /** The files that declare parts of the contract; `undefined` when it may also depend on other files. */
  readonly files: readonly ts.SourceFile[] | undefined;
}

/** Reads the conditions of a contract as data; `undefined` when it has mistakes. */
export type TermReader = (contract: CheckedContract) => readonly LockedAlternative[] | undefined;
