import {
  applyEdits,
  type FormattingOptions,
  findNodeAtLocation,
  type JSONPath,
  modify,
  type ParseError,
  parse,
  parseTree,
  printParseErrorCode,
} from "jsonc-parser";

/** A file before and after. */
export interface Change {
  readonly fileName: string;
  readonly before: string;
  readonly after: string;
}

/** One value of a JSON file. */
export interface JsonEdit {
  readonly path: JSONPath;
  readonly value: unknown;
}

/** The file is no JSON; the message is for people. */
export class JsonError extends Error {}

/** Some editors begin a file with it; it is no part of JSON. */
const MARK = "\uFEFF";

/** How a file is indented, so that an edit looks like its surroundings. */
function formattingOf(text: string): Required<Pick<FormattingOptions, "insertSpaces" | "tabSize" | "eol">> {
  const indent = /^([ \t]+)\S/m.exec(text)?.[1] ?? "  ";
  return {
    insertSpaces: !indent.startsWith("\t"),
    tabSize: indent.startsWith("\t") ? 1 : indent.length,
    eol: text.includes("\r\n") ? "\r\n" : "\n",
  };
}

/**
 * Reads JSON with comments.
 *
 * @throws JsonError naming the line of the first mistake.
 */
export function parseJson(text: string, name: string): unknown {
  const errors: ParseError[] = [];
  const value: unknown = parse(text.replace(MARK, ""), errors, { allowTrailingComma: true });
  const [error] = errors;
  if (!error) return value;
  const line = text.slice(0, error.offset).split("\n").length;
  throw new JsonError(`${name}:${line} is no JSON (${printParseErrorCode(error.error)}); mend it`);
}

/** Lets an edit see a file without the byte order mark that it may begin with, and keeps the mark. */
function behindMark(text: string, edit: (text: string) => string): string {
  return text.startsWith(MARK) ? MARK + edit(text.slice(MARK.length)) : edit(text);
}

/** Spaces and comments up to the end of a line: they belong to what stands before them. */
const REST_OF_LINE = String.raw`(?:[^\S\r\n]|/\*[^\r\n]*?\*/)*(?://[^\r\n]*)?(?=\r?\n)`;
const LINE_BEHIND_ITEM = new RegExp(String.raw`^([^\S\r\n]*,)?${REST_OF_LINE}`);
const LINE_BEHIND_BRACKET = new RegExp(`^${REST_OF_LINE}`);

/** A value as the lines of a file, indented as the line that `offset` is in. */
function linesOf(text: string, offset: number, head: string, value: unknown): string {
  const { insertSpaces, tabSize, eol } = formattingOf(text);
  const line = text.lastIndexOf("\n", offset) + 1;
  const indent = /^[ \t]*/.exec(text.slice(line))![0];
  const json = JSON.stringify(value, undefined, insertSpaces ? tabSize : "\t");
  return `${eol}${indent}${`${head}${json}`.replaceAll("\n", `${eol}${indent}`)}`;
}

/** The deepest object on a path that is there, when the next name on the path is not; and that name's value. */
function findGap(text: string, { path, value }: JsonEdit) {
  const root = parseTree(text, [], { allowTrailingComma: true });
  const isThere = (depth: number) => root && findNodeAtLocation(root, path.slice(0, depth)) !== undefined;
  const depth = path.findIndex((_, index) => !isThere(index + 1));
  const parent = root && depth >= 0 ? findNodeAtLocation(root, path.slice(0, depth)) : undefined;
  if (value === undefined || parent?.type !== "object" || !parent.children?.length) return undefined;
  const nested = path.slice(depth + 1).reduceRight<unknown>((inner, name) => ({ [name]: inner }), value);
  return { parent, last: parent.children.at(-1)!, name: path[depth]!, nested };
}

/**
 * Adds a property behind the last one of its object, and behind the comment of that: jsonc-parser would put it in
 * between, where the comment becomes that of the new property.
 *
 * @returns `undefined` where the object stands in one line.
 */
function appendProperty(text: string, edit: JsonEdit): string | undefined {
  const gap = findGap(text, edit);
  if (!gap) return undefined;
  const { parent, last, name, nested } = gap;
  const end = last.offset + last.length;
  const match = LINE_BEHIND_ITEM.exec(text.slice(end, parent.offset + parent.length));
  if (!match) return undefined;
  const [line, comma] = match;
  const added = linesOf(text, last.offset, `${JSON.stringify(name)}: `, nested);
  const kept = comma ? `${line}${added},` : `,${line}${added}`;
  return text.slice(0, end) + kept + text.slice(end + line.length);
}

/** Puts a value at the head of a list, where it takes nobody's comment away. */
export function prependJson(text: string, path: JSONPath, value: unknown): string {
  return behindMark(text, (plain) => {
    const root = parseTree(plain, [], { allowTrailingComma: true });
    const list = root && findNodeAtLocation(root, [...path]);
    const [first] = list?.children ?? [];
    const start = list && list.offset + 1;
    const line = first && LINE_BEHIND_BRACKET.exec(plain.slice(start, first.offset))?.[0];
    if (line !== undefined) {
      const at = start! + line.length;
      return `${plain.slice(0, at)}${linesOf(plain, first!.offset, "", value)},${plain.slice(at)}`;
    }
    const options = { formattingOptions: formattingOf(plain), isArrayInsertion: true };
    return applyEdits(plain, modify(plain, [...path, 0], value, options));
  });
}

/** Makes edits in the text of a JSON file: comments, order and indentation stay. */
export function editJson(text: string, edits: readonly JsonEdit[]): string {
  const formattingOptions = formattingOf(text);
  const apply = (edited: string, edit: JsonEdit) =>
    appendProperty(edited, edit) ?? applyEdits(edited, modify(edited, edit.path, edit.value, { formattingOptions }));
  return behindMark(text, (plain) => edits.reduce(apply, plain));
}

/** The lines that differ, as a diff shows them. */
export function diffLines(before: string, after: string): { readonly sign: "-" | "+"; readonly line: string }[] {
  const old = before.split(/\r?\n/);
  const now = after.split(/\r?\n/);
  // Longest common subsequence: the files are short.
  const lengths = Array.from({ length: old.length + 1 }, () => new Array<number>(now.length + 1).fill(0));
  for (let i = old.length - 1; i >= 0; i--) {
    for (let j = now.length - 1; j >= 0; j--) {
      lengths[i]![j] =
        old[i] === now[j] ? lengths[i + 1]![j + 1]! + 1 : Math.max(lengths[i + 1]![j]!, lengths[i]![j + 1]!);
    }
  }
  const lines: { sign: "-" | "+"; line: string }[] = [];
  for (let i = 0, j = 0; i < old.length || j < now.length; ) {
    if (i < old.length && j < now.length && old[i] === now[j]) {
      i++;
      j++;
    } else if (j === now.length || (i < old.length && lengths[i + 1]![j]! >= lengths[i]![j + 1]!)) {
      lines.push({ sign: "-", line: old[i++]! });
    } else {
      lines.push({ sign: "+", line: now[j++]! });
    }
  }
  return lines;
}
