import type ts from "typescript";

/** A function or object of Node.js, of a browser or of the language. */
export interface Thing {
  /** Its full name: `require`, `node:module.createRequire`, `import.meta.url`. */
  readonly name: string;
  /** For a `require`: the file from which it resolves; `undefined` when that is not known. */
  readonly from?: string | undefined;
  /** It belongs to this file, as the `require` of a CommonJS module does. */
  readonly isOwn?: boolean;
  /** For `require.bind(…)`: the bound arguments. */
  readonly bound?: readonly ts.Expression[];
  /** For an object: the `new` expression, or the call that makes it. */
  readonly of?: ts.NewExpression | ts.CallExpression;
}
