import { FIELDS, isFieldName } from "importspy/dist/fields.cjs";
import type ts from "typescript";
import { TAG } from "../../discover/comments.js";
import { fields } from "../../generated/fields.js";
import type { Analysis } from "../../link/diagnose.js";
import type { Vocabulary } from "../../type/vocabulary.js";
import type { Cursor } from "./cursor.js";

/** TypeScript's sort order of completions: best matches, names in scope, global names. */
const SORT = { first: "10", inScope: "11", global: "15" } as const;

const FIELD_WORDS = wordsOf(FIELDS);

const KEYWORDS = ["string", "number", "bigint", "boolean", "true", "false"];

interface Entry extends ts.CompletionEntry {
  /** A description of the entry. */
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

/** The descriptions of several entries. */
function wordsOf(described: Readonly<Record<string, { readonly words: string }>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(described).map(([name, { words }]) => [name, words]));
}

/** The members that a file may use, in a field that accepts any name. */
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

/** The string literals that a member accepts, if they can be listed. */
function namesAt(analysis: Analysis, file: ts.SourceFile, [field, name, ...inner]: readonly string[]) {
  if (inner.length || field === undefined || !isFieldName(field)) return undefined;
  if (name === undefined) return FIELDS[field].values;
  const offered = offeredBy(analysis, file, field)[name];
  return offered && [offered.text];
}

/** `"linux"` where a type is expected, `linux` inside quotes. */
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

/** The types that a contract can use: those in scope of its module, and the vocabulary. */
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

/** The names of these types. */
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
 * The completions at a position in a contract.
 *
 * @param analysis - The program.
 * @param vocabulary - Names that contracts may use without an import.
 * @param file - The file.
 * @param cursor - The position.
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

/** The details that an editor shows for an entry. */
export function describeEntry({ name, kind, words }: Entry): ts.CompletionEntryDetails {
  const documentation = words === undefined ? [] : [{ text: words, kind: "text" }];
  return { name, kind, kindModifiers: "", displayParts: [{ text: name, kind: "text" }], documentation };
}

/** Whether a position is in the name of a tag: after the `@` of a doc comment, on its own line. */
export function isAtTagName(text: string, position: number): boolean {
  return /(?:^|[\r\n])\s*(?:\/\*\*|\*)\s*@\w*$/.test(text.slice(0, position));
}

/** Adds importspy's tag to the completions of TypeScript after `@` in a doc comment. */
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
