import type ts from "typescript";

/** Something that Node.js or the language gives to programs. */
export interface Thing {
  /** What it is called where it comes from: `require`, `node:module.createRequire`, `import.meta.url`. */
  readonly name: string;
  /** For a `require`: the file that it resolves from; `undefined` where that is not known. */
  readonly from?: string | undefined;
  /** Every file has one of its own, as it has a `require` in CommonJS. */
  readonly isOwn?: boolean;
  /** For `require.bind(…)`: the arguments that are given already. */
  readonly bound?: readonly ts.Expression[];
  /** For an object: what made it. */
  readonly of?: ts.NewExpression;
}
