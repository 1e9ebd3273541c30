/**
 * What an editor offers to change, in one place for all editors.
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
import { fixValues, rewriteValues } from "./values.js";

export type { Fix, Fixing } from "./fix.js";

/** The numbers of the diagnostics that may have a fix; TypeScript's own are known to have some. */
export const FIXABLE: readonly string[] = Object.values(messages).map(({ code }) => String(code));

/** Editors need not agree on the order of several insertions at one place. */
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
 * The fixes of what is wrong at a place.
 *
 * @param fixing - The file. TypeScript has checked it.
 * @param start - The place.
 * @param end - The end of what is selected.
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
 * What can be written better at a place where nothing is wrong.
 *
 * @param fixing - The file.
 * @param start - The place.
 * @param end - The end of what is selected.
 */
export function findRewrites(fixing: Fixing, start: number, end: number): Fix[] {
  return rewriteValues(fixing, start, end).map(joinInsertions);
}
