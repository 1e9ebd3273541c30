import type { TypeScript } from "../../compiler/compiler.js";

/** A folder of tests, or a file of one: `tests/x.js`, `src/x.test.ts`, `__tests__/x.ts`. */
const OF_TESTS =
  /(?:^|[\\/])(?:_*tests?_*|specs?|e2e|testing|fixtures?)[\\/]|[._-](?:tests?|spec|e2e|bench|setup)\.[cm]?[jt]sx?$/i;

/** Whether a file is one of tests, by its path from the folder that is looked at. */
export const isOfTests = (name: string): boolean => OF_TESTS.test(name);

/** What a copy of `importspy/testing` in a bundle has, whatever its functions are called there. */
const COPY = "importspy.testing@1";

const SPECIFIER = /^importspy\/(?:testing|dist\/testing\.cjs)$/;

/**
 * Finds where a text loads `importspy/testing`, which lets a program lay facts of its own over the real ones.
 *
 * @param typescript - Reads the text.
 * @param text - JavaScript or TypeScript.
 * @returns The lines, from 1; the first one for a bundle that holds a copy.
 */
export function linesOfTesting(typescript: TypeScript, text: string): readonly number[] {
  if (text.includes(COPY)) return [1];
  if (!/importspy\/(?:testing|dist\/testing)/.test(text)) return [];
  const { importedFiles } = typescript.preProcessFile(text, true, true);
  return importedFiles
    .filter(({ fileName }) => SPECIFIER.test(fileName))
    .map(({ pos }) => text.slice(0, pos).split("\n").length);
}

export const FOR_TESTS = "imports importspy/testing, which lays other facts over the real ones";
