import type ts from "typescript";

/** The call that a specifier belongs to. */
export interface SpecifierOfCall {
  readonly form: "import()" | "require" | "worker";
  /** The file from which it is resolved, if that is another one. */
  readonly from?: string | undefined;
  /** It is the location of a file, so it is not relative to another one. */
  readonly isPlace: boolean;
}

/** A module specifier. */
export interface ModuleSpecifier {
  readonly text: string;
  /** The expression that contains it. */
  readonly node: ts.Expression;
  /** The call that it belongs to; absent for a declaration. */
  readonly load?: SpecifierOfCall;
}

/** The module specifier of a declaration. */
export function written(node: ts.StringLiteralLike): ModuleSpecifier {
  return { text: node.text, node };
}
