/**
 * Edits the text of a contract: `importer: {…}` → `importer: {…} | Legacy<"src/a.ts" | "src/b.ts">`, formatted like the
 * code around it.
 *
 * @module
 */
import type ts from "typescript";
import type { CheckedImporter, ContractedModule, ModuleIdentity } from "../../../analysis/model.js";
import type { TypeScript } from "../../../compiler/compiler.js";
import { importNames } from "../../../hosts/editor/fixes/imports.js";

/** A contract that cannot be edited; the message says why and what to do. */
export class UneditableContract extends Error {}

/** A range of the text and its replacement. */
interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The maximum length of a line, when the text can be split. */
const WIDTH = 120;

/** A JSON string that cannot end a comment. */
const quote = (text: string) => JSON.stringify(text).replaceAll("*/", "*\\u002f");

/** The `Legacy<…>` types in the type of `importer`, each with its package. */
function findLists(
  typescript: TypeScript,
  node: ts.Node,
  pos: number,
): { start: number; end: number; owner?: string }[] {
  const lists: { start: number; end: number; owner?: string }[] = [];
  const visit = (each: ts.Node): void => {
    const isList =
      (typescript.isTypeReferenceNode(each) && /(?:^|\.)Legacy$/.test(each.typeName.getText())) ||
      (typescript.isImportTypeNode(each) && each.qualifier?.getText() === "Legacy");
    if (!isList) return void typescript.forEachChild(each, visit);
    const [modules, owner] = each.typeArguments ?? [];
    const isPlain = (type: ts.Node): boolean =>
      typescript.isUnionTypeNode(type)
        ? type.types.every(isPlain)
        : typescript.isLiteralTypeNode(type) && typescript.isStringLiteral(type.literal);
    if (!modules || !isPlain(modules) || (owner && !isPlain(owner)))
      throw new UneditableContract("its list of legacy modules is made of other types; edit those by hand");
    const text = owner && typescript.isLiteralTypeNode(owner) && typescript.isStringLiteral(owner.literal);
    lists.push({
      start: pos + each.getStart(),
      end: pos + each.end,
      ...(text && { owner: (owner.literal as ts.StringLiteral).text }),
    });
  };
  visit(node);
  return lists;
}

/** The text at the start of each line of a contract. */
function marginAt(
  { text }: ts.SourceFile,
  at: number,
  isComment: boolean,
): { readonly margin: string; readonly eol: string } {
  const line = text.slice(text.lastIndexOf("\n", at - 1) + 1, at);
  const eol = text.includes("\r\n") ? "\r\n" : "\n";
  const [own = ""] = /^[ \t]*(?:\*(?![*/])[ \t]*)?/.exec(line) ?? [];
  return { margin: isComment && !own.includes("*") && line.includes("/**") ? `${own} * ` : own, eol };
}

/** `Legacy<"src/a.ts" | "src/b.ts">`, on several lines when one line would be too long. */
function listText(
  modules: readonly string[],
  owner: string | undefined,
  room: number,
  { margin, eol }: { readonly margin: string; readonly eol: string },
): string {
  const texts = [...modules].sort().map(quote);
  const last = owner === undefined ? "" : `, ${quote(owner)}`;
  const single = `Legacy<${texts.join(" | ")}${last}>`;
  if (single.length <= room) return single;
  return ["Legacy<", ...texts.map((text) => `${margin}  | ${text}`), `${margin}${last ? `  ${last}` : ""}>`].join(eol);
}

/** Removes a list together with its `|`. */
function withoutBar(text: string, start: number, end: number): Edit {
  const before = /[\s*]*\|[\s*]*$/.exec(text.slice(0, start))?.[0];
  if (before !== undefined) return { start: start - before.length, end, text: "" };
  const after = /^[\s*]*\|[\s*]*/.exec(text.slice(end))?.[0];
  if (after === undefined)
    throw new UneditableContract("only its list of legacy modules admits anybody; write who may import it instead");
  return { start, end: end + after.length, text: "" };
}

/** Adds `import type { Legacy } from "importspy"`, which a contract in a declaration needs. */
function importEdits(typescript: TypeScript, file: ts.SourceFile, before: number): Edit[] {
  const edits = importNames(typescript, file, [{ name: "Legacy", isType: true }], before);
  return edits.map(({ start, length, text }) => ({ start, end: start + length, text }));
}

/**
 * Creates the edits that give a contract a list of legacy modules.
 *
 * @param typescript - The compiler.
 * @param module - The contracted module.
 * @param importer - Its `importer`.
 * @param modules - The complete list.
 * @returns The new text of the file.
 * @throws {@link UneditableContract} when the contract is written in a form that cannot be edited.
 */
export function writeList(
  typescript: TypeScript,
  module: ContractedModule,
  importer: CheckedImporter,
  modules: readonly ModuleIdentity[],
): string {
  const { comment } = module;
  const { file, start, length } = importer.valueSpan;
  const isComment = start >= comment.pos && start < comment.end;
  const { text } = file;
  // Removes the stars of the comment and keeps all positions.
  const plain = isComment
    ? comment.text.slice(start - comment.pos, start - comment.pos + length)
    : text.slice(start, start + length);
  const head = "type T=";
  const parsed = typescript.createSourceFile("importer.ts", head + plain, typescript.ScriptTarget.Latest, true);
  const lists = findLists(typescript, parsed, start - head.length);
  const byPackage = new Map<string | undefined, string[]>();
  for (const { package: owner, module: path } of modules) {
    const key = owner === module.package ? undefined : owner;
    byPackage.set(key, [...(byPackage.get(key) ?? []), path]);
  }
  const lines = marginAt(file, start, isComment);
  const column = (at: number) => at - text.lastIndexOf("\n", at - 1) - 1;
  const edits: Edit[] = [];
  for (const list of lists) {
    const own = byPackage.get(list.owner);
    byPackage.delete(list.owner);
    if (own) {
      const written = listText(own, list.owner, WIDTH - column(list.start), lines);
      edits.push({ start: list.start, end: list.end, text: written });
    } else edits.push(withoutBar(text, list.start, list.end));
  }
  const end = start + length;
  const added = [...byPackage].map(([owner, own]) => ` | ${listText(own, owner, WIDTH - column(end) - 4, lines)}`);
  if (added.length) {
    edits.push({ start: end, end, text: added.join("") });
    if (!isComment && !lists.length) edits.push(...importEdits(typescript, file, comment.pos));
  }
  return edits
    .sort((a, b) => b.start - a.start)
    .reduce((now, edit) => now.slice(0, edit.start) + edit.text + now.slice(edit.end), text);
}
