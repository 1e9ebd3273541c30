import type ts from "typescript";
import type { Func, Script } from "./script.js";

/** What an expression stands for, as far as this can be told without running anything. */
export type Value =
  | { readonly kind: "function"; readonly node: Func }
  | { readonly kind: "class"; readonly node: ts.ClassLikeDeclaration }
  /** What a file of importspy exports, which the bundle does not hold. */
  | { readonly kind: "external"; readonly name: string }
  | { readonly kind: "importspy" }
  /** What a file, or a function that was made of one, exports. */
  | { readonly kind: "exports"; readonly of: ts.Node }
  | { readonly kind: "object"; readonly node: ts.ObjectLiteralExpression; readonly name: ts.Symbol | undefined }
  /** What a call returns. */
  | { readonly kind: "call"; readonly node: ts.CallExpression }
  /** What a function is called with. */
  | { readonly kind: "parameter"; readonly of: Func; readonly index: number }
  /** One of several: chunks that share no other chunk have a copy of a module each. */
  | { readonly kind: "any"; readonly values: readonly Value[] }
  | { readonly kind: "other"; readonly node: ts.Expression };

/** The scripts of a bundle, and what is in them. */
export interface Values {
  /** The script that a node is part of. */
  scriptOf(node: ts.Node): Script;
  valueOf(expression: ts.Expression): Value | undefined;
  /** What a function that was made of a file exports by a name. */
  exportOf(module: Func, name: string): Value | undefined;
  /** The function, or the other file, that a call runs as a module: a wrapper, a numbered module, a chunk. */
  loadedBy(call: ts.CallExpression): readonly ts.Node[];
  /** What a call gives a name and returns: `__name(a, "a")`, which bundlers write to keep the names of functions. */
  namedBy(call: ts.CallExpression): ts.Expression | undefined;
  /** The script that a specifier leads to. */
  scriptAt(specifier: string, from: Script): Script | undefined;
}
