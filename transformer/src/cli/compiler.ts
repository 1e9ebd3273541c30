import type { TypeScript } from "../compiler/compiler.js";

/** Loads the TypeScript of this package, not that of the project. */
export function loadCompiler(): TypeScript {
  return require("typescript") as TypeScript;
}
