import type { TypeScript } from "../compiler/compiler.js";

/** Loads the TypeScript of this package, whatever the project has. */
export function loadCompiler(): TypeScript {
  return require("typescript") as TypeScript;
}
