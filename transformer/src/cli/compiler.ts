import type { TypeScript } from "../compiler.js";

/** Loads the TypeScript of this package, which is typia's too: see `loadTypia`. */
export function loadCompiler(): TypeScript {
  return require("typescript") as TypeScript;
}
