/**
 * What the language server answers, in the protocol's terms: each function takes a file as it is now.
 *
 * @module
 */
import type ts from "typescript";
import {
  type CodeLens,
  type CompletionItem,
  CompletionItemKind,
  type DocumentLink,
  type Hover,
  type Location,
  type MarkupContent,
} from "vscode-languageserver/node";
import { TAG } from "../../discover/comments.js";
import { type Completions, completeContract, isAtTagName } from "../editor/completions.js";
import { findCursor } from "../editor/cursor.js";
import { hoverContract } from "../editor/hover.js";
import { type Answering, locate } from "./answering.js";
import { findImporters } from "./importers.js";
import type { Opened } from "./project.js";

/** A text as it is, in whichever form the client shows. */
function asIs({ client }: Answering, text: string, note: string): MarkupContent {
  if (!client.readsMarkdown) return { kind: "plaintext", value: note ? `${text}\n\n${note}` : text };
  return { kind: "markdown", value: `\`\`\`text\n${text}\n\`\`\`${note && `\n\n${note}`}` };
}

/** The contract that a place is about, in words. */
export function hover(answering: Answering, { analysis, file }: Opened, position: number): Hover | null {
  const info = hoverContract(analysis, file, position, undefined);
  if (!info) return null;
  const textOf = (parts: readonly ts.SymbolDisplayPart[] = []) => parts.map(({ text }) => text).join("");
  const { start, length } = info.textSpan;
  return {
    contents: asIs(answering, textOf(info.displayParts), textOf(info.documentation)),
    range: answering.documents.linesOf(file).rangeOf(start, length, answering.client.encoding),
  };
}

const KINDS: Readonly<Record<string, CompletionItemKind>> = {
  property: CompletionItemKind.Field,
  string: CompletionItemKind.EnumMember,
  keyword: CompletionItemKind.Keyword,
  class: CompletionItemKind.Class,
  interface: CompletionItemKind.Interface,
  enum: CompletionItemKind.Enum,
  module: CompletionItemKind.Module,
};

function itemsOf({ documents, client }: Answering, file: ts.SourceFile, { entries }: Completions): CompletionItem[] {
  const lines = documents.linesOf(file);
  return entries.map(({ name, kind, sortText, insertText, replacementSpan, words }) => ({
    label: name,
    kind: KINDS[kind] ?? CompletionItemKind.Struct,
    sortText,
    ...(insertText !== undefined && { insertText }),
    ...(words !== undefined && { documentation: words }),
    ...(replacementSpan && {
      textEdit: {
        range: lines.rangeOf(replacementSpan.start, replacementSpan.length, client.encoding),
        newText: insertText ?? name,
      },
    }),
  }));
}

/** What can be written at a place in a contract. */
export function complete(answering: Answering, opened: Opened, position: number): CompletionItem[] {
  const { analysis, vocabulary, file } = opened;
  const cursor = findCursor(analysis, file, position);
  return cursor ? itemsOf(answering, file, completeContract(analysis, vocabulary, file, cursor)) : [];
}

/** The tag, behind the `@` of a doc comment: also in a project without contracts. */
export function completeTag(text: string, position: number): CompletionItem[] {
  if (!isAtTagName(text, position)) return [];
  const label = TAG.slice(1);
  return [
    {
      label,
      kind: CompletionItemKind.Keyword,
      documentation: "States where this module may run, and who may import it.",
    },
  ];
}

/** From the module specifier of each import of a contracted module to its contract. */
export function links({ documents, client }: Answering, { analysis, file }: Opened): DocumentLink[] {
  const lines = documents.linesOf(file);
  return analysis.importsOf(file).map(({ target, specifier }) => {
    const start = specifier.node.getStart(file);
    const { comment } = target;
    const { line } = documents.linesOf(comment.file).positionAt(comment.tags[0]!.pos, client.encoding);
    return {
      range: lines.rangeOf(start + 1, specifier.node.end - start - 2, client.encoding),
      target: `${documents.uriOf(comment.file.fileName)}#L${line + 1}`,
      tooltip: "Go to the contract",
    };
  });
}

/** A line above each contract that tells how many files import its module; how many is counted when it is shown. */
export function lenses({ documents, client }: Answering, { analysis, file }: Opened): CodeLens[] {
  const lines = documents.linesOf(file);
  return analysis.modules.heldBy(file).map(({ comment }, index) => ({
    range: lines.rangeOf(comment.tags[0]!.pos, TAG.length, client.encoding),
    data: { uri: documents.uriOf(file.fileName), index },
  }));
}

/** The command that a client is to have for a lens that somebody clicks. */
export const SHOW_IMPORTERS = "importspy.showImporters";

/** Counts the importers of a lens. */
export function resolveLens(answering: Answering, opened: Opened, lens: CodeLens, index: number): CodeLens {
  const module = opened.analysis.modules.heldBy(opened.file)[index];
  const found = module ? findImporters(answering.projects, opened, module) : [];
  const count = new Set(found.map(({ file }) => file)).size;
  const locations = found.map((place) => locate(answering, place));
  return {
    ...lens,
    command: {
      title: count === 1 ? "1 importer" : `${count} importers`,
      command: SHOW_IMPORTERS,
      arguments: [answering.documents.uriOf(opened.file.fileName), lens.range.start, locations],
    },
  };
}

/** The imports of the module whose tag is at a place. */
export function references(answering: Answering, opened: Opened, position: number): Location[] {
  const module = opened.analysis.modules
    .heldBy(opened.file)
    .find(({ comment }) => comment.tags.some(({ pos }) => pos <= position && position <= pos + TAG.length));
  return module ? findImporters(answering.projects, opened, module).map((place) => locate(answering, place)) : [];
}
