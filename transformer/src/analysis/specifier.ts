import type ts from "typescript";

/** What is known of a call that a specifier is for. */
export interface SpecifierOfCall {
  readonly form: "import()" | "require" | "worker";
  /** The file that it is resolved from, where that is another one. */
  readonly from?: string | undefined;
  /** It is the place of a file, and relative to nothing. */
  readonly isPlace: boolean;
}

/** A module specifier. */
export interface ModuleSpecifier {
  readonly text: string;
  /** What says it. */
  readonly node: ts.Expression;
  /** The call that it is for, when it stands in no declaration. */
  readonly load?: SpecifierOfCall;
}

/** The module specifier of a declaration. */
export function written(node: ts.StringLiteralLike): ModuleSpecifier {
  return { text: node.text, node };
}
