import type { TypeScript } from "../../compiler/compiler.js";

/** Test folders and test files: `tests/x.js`, `src/x.test.ts`, `__tests__/x.ts`. */
const OF_TESTS =
  /(?:^|[\\/])(?:_*tests?_*|specs?|e2e|testing|fixtures?)[\\/]|[._-](?:tests?|spec|e2e|bench|setup)\.[cm]?[jt]sx?$/i;

/** Whether a file is a test, by its path relative to the examined folder. */
export const isOfTests = (name: string): boolean => OF_TESTS.test(name);

/** A text that every bundled copy of `importspy/testing` contains, even after minification. */
const COPY = "importspy.testing@1";

const SPECIFIER = /^importspy\/(?:testing|dist\/testing\.cjs)$/;

/**
 * Finds where a text loads `importspy/testing`, which lets a program simulate facts.
 *
 * @param typescript - Parses the text.
 * @param text - JavaScript or TypeScript.
 * @returns The lines, 1-based. For a bundle with a copy: the first line.
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
