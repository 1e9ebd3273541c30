import { createRequire } from "node:module";
import type { TypeScript } from "../compiler.js";
import { BuildStop } from "../hosts/stop.js";

/** Version of the TypeScript that typia would load. */
export function typiaTypeScriptVersion(): string {
  const typia = createRequire(require.resolve("@typia/core/package.json"));
  return (typia("typescript/package.json") as { version: string }).version;
}

/**
 * Loads the TypeScript of this package.
 *
 * @throws BuildStop when typia has another one: its validators would admit everything.
 */
export function loadCompiler(): TypeScript {
  const typescript = require("typescript") as TypeScript;
  const typia = typiaTypeScriptVersion();
  if (typia !== typescript.version) throw new BuildStop("typescriptMismatch", typia, typescript.version);
  return typescript;
}
