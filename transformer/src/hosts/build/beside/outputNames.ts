import type ts from "typescript";
import { memoize } from "../../../analysis/memoize.js";
import type { Build } from "../reporting.js";

export const JAVASCRIPT = /(?<!\.d)\.[cm]?jsx?$/;

/**
 * Makes what names the outputs of a source. The other sources have no say in that, since every project here has a
 * tsconfig.json: without `rootDir`, that is where sources begin.
 */
export function createOutputNamer({ tsc, system }: Build, config: ts.ParsedCommandLine) {
  return memoize((source: string): readonly string[] =>
    tsc.getOutputFileNames({ ...config, fileNames: [source] }, source, !system.useCaseSensitiveFileNames),
  );
}
