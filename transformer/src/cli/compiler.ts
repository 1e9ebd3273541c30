import type { CommandFailure as Failure } from "importspy/dist/cli/outputs.cjs";
import type { TypeScript } from "../compiler/compiler.js";

/** The versions whose parts importspy knows. */
const KNOWN = /^6\.0\./;

/**
 * Loads the TypeScript of this package, not that of the project.
 *
 * @throws Error when the project's package.json makes it another version.
 */
export function loadCompiler(): TypeScript {
  const { version } = require("typescript/package.json") as { readonly version: string };
  if (KNOWN.test(version)) return require("typescript") as TypeScript;
  const { CommandFailure } = require("importspy/dist/cli/outputs.cjs") as { CommandFailure: typeof Failure };
  throw new CommandFailure(
    `@importspy/transformer needs TypeScript 6.0 and got ${version}; leave it out of "overrides" or "resolutions" in package.json`,
  );
}
