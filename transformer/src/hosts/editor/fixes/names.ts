import { FIELDS, isFieldName } from "importspy/dist/fields.cjs";
import type ts from "typescript";
import type { CatalogueDiagnostic } from "../../../analysis/context.js";
import { TAG } from "../../../discover/comments.js";
import type { MessageKey } from "../../../messages/catalogue.js";
import { findMeant } from "../../../messages/suggest.js";
import { typeNamesIn } from "../completions.js";
import { eolOf, type Fix, type Fixing, insert } from "./fix.js";

const membersOf = (field: "runtime" | "importer") => Object.keys(FIELDS[field].members ?? {});

/** The possible names for each message. */
const KNOWN: Partial<Record<MessageKey, (field: string) => readonly string[]>> = {
  unknownField: () => Object.keys(FIELDS),
  unknownName: (field) => (isFieldName(field) && FIELDS[field].values) || [],
  unknownRuntime: () => membersOf("runtime"),
  unknownImporterMember: () => membersOf("importer"),
};

/**
 * `"macos"` → `"darwin"`, `arhc` → `arch`, `edge` → `"edge-light"`; `undefined` when the text is not the expected one.
 */
function rename(written: string, name: string, meant: string): string | undefined {
  const [quote = ""] = /^["'`]/.exec(written) ?? [];
  if (written !== quote + name + quote) return undefined;
  return quote || /^[\w$]+$/.test(meant) ? quote + meant + quote : JSON.stringify(meant);
}

/** The replacement for the text of a diagnostic. */
function replacementFor({ key, values }: CatalogueDiagnostic["message"], written: string) {
  const [name = "", second = "", third = ""] = values.map(String);
  const known = KNOWN[key];
  if (known) {
    const meant = findMeant(name, known(second));
    return meant === undefined ? undefined : rename(written, name, meant);
  }
  if (key === "misspelledTag") return TAG;
  if (key === "typeWithoutBraces") return `{${written}}`;
  if (key === "tagAlone") return `${third} & ${written}`;
  if (key === "roundedNumber") return written === name ? second : undefined;
  return undefined;
}

/**
 * Fixes for wrong spelling: the nearest name, a type without braces, a module without the export.
 *
 * @param fixing - The file.
 * @param diagnostic - The diagnostic.
 */
export function fixNames(_: Fixing, diagnostic: CatalogueDiagnostic): Fix[] {
  const { file, start, length, message } = diagnostic;
  const written = file.text.slice(start, start + length);
  if (message.key === "notAModule" || message.key === "replacesTypes") {
    const eol = eolOf(file);
    const before = /[\r\n]$/.test(file.text) || !file.text ? "" : eol;
    const edits = [insert(file, file.text.length, `${before}export {};${eol}`)];
    return [{ name: "importspy-export", title: "Add 'export {};'", edits, diagnostic }];
  }
  const text = replacementFor(message, written);
  if (text === undefined || text === written) return [];
  const edits = [{ fileName: file.fileName, start, length, text }];
  return [{ name: "importspy-name", title: `Write ${text}`, edits, diagnostic, isPreferred: true }];
}

/** TypeScript's "Cannot find name". In a comment, TypeScript offers no fix itself. */
const CANNOT_FIND_NAME: readonly number[] = [2304, 2552];

/**
 * Fixes for the name of a type in a contract.
 *
 * @param fixing - The file.
 * @param diagnostic - TypeScript's diagnostic.
 */
export function fixTypeName({ analysis, vocabulary, file }: Fixing, diagnostic: ts.Diagnostic): Fix[] {
  const { code, start = 0, length = 0 } = diagnostic;
  const isInContract = analysis.commentsOf(file).some(({ pos, end }) => pos <= start && start + length <= end);
  if (!isInContract || !CANNOT_FIND_NAME.includes(code)) return [];
  const text = findMeant(file.text.slice(start, start + length), typeNamesIn(analysis, vocabulary, file));
  if (text === undefined) return [];
  const edits = [{ fileName: file.fileName, start, length, text }];
  return [{ name: "importspy-name", title: `Write ${text}`, edits, diagnostic, isPreferred: true }];
}
