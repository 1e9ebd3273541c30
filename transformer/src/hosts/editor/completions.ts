import { FIELDS, isFieldName } from "importspy/dist/fields.cjs";
import type ts from "typescript";
import { TAG } from "../../discover/comments.js";
import { fields } from "../../generated/fields.js";
import type { Analysis } from "../../link/diagnose.js";
import type { Vocabulary } from "../../type/vocabulary.js";
import type { Cursor } from "./cursor.js";

/** TypeScript's own order of completions: what fits best, then names in scope, then global ones. */
const SORT = { first: "10", inScope: "11", global: "15" } as const;

const FIELD_WORDS = wordsOf(FIELDS);

const KEYWORDS = ["string", "number", "bigint", "boolean", "true", "false"];

interface Entry extends ts.CompletionEntry {
  /** What the entry stands for, in words. */
  readonly words?: string;
}

/** Completions inside a contract. */
export interface Completions extends ts.CompletionInfo {
  entries: Entry[];
}

function memberEntries(typescript: Analysis["context"]["ts"], words: Readonly<Record<string, string>>): Entry[] {
  const kind = typescript.ScriptElementKind.memberVariableElement;
  return Object.entries(words).map(([name, text], index) => ({
    name,
    kind,
    sortText: SORT.first + index,
    words: text,
    ...(/^[\w$]+$/.test(name) ? {} : { insertText: JSON.stringify(name) }),
  }));
}

/** The words of each of some things. */
function wordsOf(described: Readonly<Record<string, { readonly words: string }>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(described).map(([name, { words }]) => [name, words]));
}

/** The members that a file may name in a field of which each name is one. */
function offeredBy({ context }: Analysis, file: ts.SourceFile, field: string | undefined) {
  return (field !== undefined && isFieldName(field) && fields[field].offer?.(context, file)) || {};
}

function membersAt(analysis: Analysis, file: ts.SourceFile, path: readonly string[]): Readonly<Record<string, string>> {
  const [field, ...inner] = path;
  if (field === undefined) return FIELD_WORDS;
  if (inner.length || !isFieldName(field)) return {};
  const { members } = FIELDS[field];
  return wordsOf(members === undefined || members === "any" ? offeredBy(analysis, file, field) : members);
}

/** The string literals that a member takes, if they can be listed. */
function namesAt(analysis: Analysis, file: ts.SourceFile, [field, name, ...inner]: readonly string[]) {
  if (inner.length || field === undefined || !isFieldName(field)) return undefined;
  if (name === undefined) return FIELDS[field].values;
  const offered = offeredBy(analysis, file, field)[name];
  return offered && [offered.text];
}

/** `"linux"` where a type may stand, `linux` between quotes. */
function nameEntries(typescript: Analysis["context"]["ts"], names: readonly string[], { text }: Cursor): Entry[] {
  return names.map((name) => ({
    name: text ? name : JSON.stringify(name),
    kind: typescript.ScriptElementKind.string,
    sortText: SORT.first,
    ...(text && { replacementSpan: text }),
  }));
}

function kindOf({ ScriptElementKind, SymbolFlags }: Analysis["context"]["ts"], { flags }: ts.Symbol) {
  if (flags & SymbolFlags.Class) return ScriptElementKind.classElement;
  if (flags & SymbolFlags.Interface) return ScriptElementKind.interfaceElement;
  if (flags & SymbolFlags.Enum) return ScriptElementKind.enumElement;
  if (flags & SymbolFlags.Namespace) return ScriptElementKind.moduleElement;
  return ScriptElementKind.typeElement;
}

/** Types that the contract can name: those that its module sees, and the vocabulary. */
function typeEntries({ context }: Analysis, vocabulary: Vocabulary, file: ts.SourceFile): Entry[] {
  const { ts, checker } = context;
  const { SymbolFlags, ScriptElementKind } = ts;
  const entries = new Map<string, Entry>();
  for (const name of KEYWORDS) entries.set(name, { name, kind: ScriptElementKind.keyword, sortText: SORT.global });
  for (const [name, symbol] of vocabulary) {
    entries.set(String(name), { name: String(name), kind: kindOf(ts, symbol), sortText: SORT.inScope });
  }
  const meaning = SymbolFlags.Type | SymbolFlags.Namespace;
  for (const symbol of checker.getSymbolsInScope(file, meaning | SymbolFlags.Alias)) {
    const target = symbol.flags & SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
    if (!(target.flags & meaning) || !/^[\p{L}$_][\p{L}\p{N}$_]*$/u.test(symbol.name)) continue;
    const isLocal = symbol.declarations?.some((declaration) => declaration.getSourceFile() === file);
    const sortText = isLocal ? SORT.first : SORT.global;
    entries.set(symbol.name, { name: symbol.name, kind: kindOf(ts, target), sortText });
  }
  return [...entries.values()];
}

/** The names of those types. */
export function typeNamesIn(analysis: Analysis, vocabulary: Vocabulary, file: ts.SourceFile): string[] {
  return typeEntries(analysis, vocabulary, file).map(({ name }) => name);
}

function entriesAt(analysis: Analysis, vocabulary: Vocabulary, file: ts.SourceFile, cursor: Cursor): Entry[] {
  const { ts } = analysis.context;
  if (cursor.at === "member") {
    const members = memberEntries(ts, membersAt(analysis, file, cursor.path)).filter(
      ({ name }) => !cursor.taken.has(name),
    );
    return cursor.mayBeType ? [...members, ...typeEntries(analysis, vocabulary, file)] : members;
  }
  const names = namesAt(analysis, file, cursor.path);
  if (names) return nameEntries(ts, names, cursor);
  return cursor.at === "type" ? typeEntries(analysis, vocabulary, file) : [];
}

/**
 * What can be written at a place in a contract.
 *
 * @param analysis - The program.
 * @param vocabulary - Names that contracts may use without an import.
 * @param file - The file.
 * @param cursor - The place.
 */
export function completeContract(
  analysis: Analysis,
  vocabulary: Vocabulary,
  file: ts.SourceFile,
  cursor: Cursor,
): Completions {
  return {
    isGlobalCompletion: false,
    isMemberCompletion: cursor.at === "member",
    isNewIdentifierLocation: cursor.at === "member",
    entries: entriesAt(analysis, vocabulary, file, cursor),
  };
}

/** What an editor shows beside an entry. */
export function describeEntry({ name, kind, words }: Entry): ts.CompletionEntryDetails {
  const documentation = words === undefined ? [] : [{ text: words, kind: "text" }];
  return { name, kind, kindModifiers: "", displayParts: [{ text: name, kind: "text" }], documentation };
}

/** Whether somebody writes the name of a tag at a position: behind the `@` of a doc comment, on a line of its own. */
export function isAtTagName(text: string, position: number): boolean {
  return /(?:^|[\r\n])\s*(?:\/\*\*|\*)\s*@\w*$/.test(text.slice(0, position));
}

/** Adds our tag to those that TypeScript offers behind the `@` of a doc comment. */
export function withTagName(
  file: ts.SourceFile,
  position: number,
  found: ts.CompletionInfo | undefined,
): ts.CompletionInfo | undefined {
  if (!found || !isAtTagName(file.text, position)) return undefined;
  const [like] = found.entries;
  if (!like) return undefined;
  const name = TAG.slice(1);
  return {
    ...found,
    entries: [...found.entries, { name, kind: like.kind, kindModifiers: "", sortText: like.sortText }],
  };
}
