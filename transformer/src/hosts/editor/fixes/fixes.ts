/**
 * Quick fixes and refactorings, the same for all editors.
 *
 * @module
 */
import type ts from "typescript";
import { isFromCatalogue } from "../../../analysis/context.js";
import { messages } from "../../../messages/catalogue.js";
import { diagnoseFile } from "../diagnose.js";
import { fixImporter } from "./admit.js";
import type { Fix, Fixing, TextEdit } from "./fix.js";
import { fixNames, fixTypeName } from "./names.js";
import { fixPackages } from "./packages.js";
import { fixValues, rewriteContract, rewriteValues } from "./values.js";

export type { Fix, Fixing } from "./fix.js";

/** The codes of all diagnostics that may have a fix. TypeScript already lists its own. */
export const FIXABLE: readonly string[] = Object.values(messages).map(({ code }) => String(code));

/** Joins insertions at the same position, because editors differ in how they order them. */
function joinInsertions({ edits, ...fix }: Fix): Fix {
  const joined: TextEdit[] = [];
  for (const edit of edits) {
    const index = joined.findIndex(
      ({ fileName, start, length }) => !length && !edit.length && fileName === edit.fileName && start === edit.start,
    );
    if (index < 0) joined.push(edit);
    else joined[index] = { ...edit, text: joined[index]!.text + edit.text };
  }
  return { ...fix, edits: joined };
}

function fixesOf(fixing: Fixing, diagnostic: ts.Diagnostic): Fix[] {
  if (!isFromCatalogue(diagnostic)) return fixTypeName(fixing, diagnostic);
  return [fixNames, fixPackages, fixImporter, fixValues].flatMap((fix) => fix(fixing, diagnostic));
}

/**
 * The quick fixes for the errors at a position.
 *
 * @param fixing - The file. TypeScript has checked it.
 * @param start - The start of the selection.
 * @param end - The end of the selection.
 */
export function findFixes(fixing: Fixing, start: number, end: number): Fix[] {
  const { analysis, file } = fixing;
  const touches = ({ start: from = 0, length = 0 }: ts.Diagnostic) => from <= end && start <= from + length;
  return diagnoseFile(analysis, file)
    .filter(touches)
    .flatMap((diagnostic) => fixesOf(fixing, diagnostic))
    .map(joinInsertions);
}

/**
 * The refactorings at a position without errors.
 *
 * @param fixing - The file.
 * @param start - The start of the selection.
 * @param end - The end of the selection.
 */
export function findRewrites(fixing: Fixing, start: number, end: number): Fix[] {
  return [...rewriteValues(fixing, start, end), ...rewriteContract(fixing, start, end)].map(joinInsertions);
}
