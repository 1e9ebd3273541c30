import {
  findNodeAtLocation,
  type JSONPath,
  type Node as JsonNode,
  type ParseError,
  parse,
  parseTree,
  printParseErrorCode,
} from "jsonc-parser";
import { MARK } from "../../project/files.js";
import type { Change } from "../../project/writing.js";

export type { Change };

/** A value to set in a JSON file; `undefined` removes it. */
export interface JsonEdit {
  readonly path: JSONPath;
  readonly value: unknown;
}

/** The file is not valid JSON. The message is for users. */
export class JsonError extends Error {}

/** The indentation and line ending of a file, so that an edit matches its surroundings. */
interface Lines {
  readonly indent: string;
  readonly eol: string;
}

function linesOf(text: string): Lines {
  return { indent: /^([ \t]+)\S/m.exec(text)?.[1] ?? "  ", eol: text.includes("\r\n") ? "\r\n" : "\n" };
}

/** How a file formats values on one line. */
interface Inline {
  /** `{ "a": 1 }`, not `{"a": 1}` */
  readonly padding: string;
  readonly colon: string;
  readonly comma: string;
}

const endOf = ({ offset, length }: JsonNode) => offset + length;
const isOneLine = (text: string, node: JsonNode) => !/[\r\n]/.test(text.slice(node.offset, endOf(node)));

/** The outermost object that has a property. */
function findObject(node: JsonNode): JsonNode | undefined {
  if (node.type === "object" && node.children?.length) return node;
  return node.children?.map(findObject).find((each) => each !== undefined);
}

/** Derives the format from the object that receives the value, or from the whole file when that object is empty. */
function inlineOf(text: string, root: JsonNode, container: JsonNode): Inline {
  const example =
    (container.type === "object" && container.children?.length ? container : undefined) ?? findObject(root);
  const [name, value] = example?.children?.[0]?.children ?? [];
  const isTight = name !== undefined && value !== undefined && endOf(name) + 1 === value.offset;
  const isPadded = example ? !isTight && (/\s/.test(text[example.offset + 1]!) || !isOneLine(text, example)) : true;
  return { padding: isPadded ? " " : "", colon: isTight ? ":" : ": ", comma: isTight ? "," : ", " };
}

function printInline(value: unknown, inline: Inline): string {
  const { padding, colon, comma } = inline;
  if (Array.isArray(value)) return `[${value.map((each) => printInline(each, inline)).join(comma)}]`;
  if (!value || typeof value !== "object") return JSON.stringify(value);
  const members = Object.entries(value).map(([name, each]) => JSON.stringify(name) + colon + printInline(each, inline));
  return members.length ? `{${padding}${members.join(comma)}${padding}}` : "{}";
}

/** A value on several lines. The first one continues the current line. */
function printLines(value: unknown, { indent, eol }: Lines, outer: string): string {
  return JSON.stringify(value, undefined, indent).replaceAll("\n", eol + outer);
}

/** The indentation of the line with an offset. */
const indentAt = (text: string, offset: number) =>
  /^[ \t]*/.exec(text.slice(text.lastIndexOf("\n", offset - 1) + 1))![0];

const splice = (text: string, start: number, end: number, added: string) =>
  text.slice(0, start) + added + text.slice(end);

/**
 * Reads JSON with comments.
 *
 * @throws JsonError with the line of the first error.
 */
export function parseJson(text: string, name: string): unknown {
  const errors: ParseError[] = [];
  const value: unknown = parse(text.replace(MARK, ""), errors, { allowTrailingComma: true });
  const [error] = errors;
  if (!error) return value;
  const line = text.slice(0, error.offset).split("\n").length;
  throw new JsonError(`${name}:${line} is not JSON (${printParseErrorCode(error.error)}); fix it`);
}

/** Edits a file without its byte order mark, and keeps the mark. */
function behindMark(text: string, edit: (text: string) => string): string {
  return text.startsWith(MARK) ? MARK + edit(text.slice(MARK.length)) : edit(text);
}

/** Spaces and comments up to the end of the line. They belong to the value before them. */
const REST_OF_LINE = String.raw`(?:[^\S\r\n]|/\*[^\r\n]*?\*/)*(?://[^\r\n]*)?(?=\r?\n)`;
const LINE_BEHIND_ITEM = new RegExp(String.raw`^([^\S\r\n]*,)?${REST_OF_LINE}`);
const LINE_BEHIND_BRACKET = new RegExp(`^${REST_OF_LINE}`);

/** Adds the first member to an empty object or list, on one line if the whole file is on one line. */
function fill(
  text: string,
  root: JsonNode,
  container: JsonNode,
  member: (print: (value: unknown) => string) => string,
): string {
  const [open, close] = container.type === "array" ? ["[", "]"] : ["{", "}"];
  const isCompact = isOneLine(text, root) && root !== container;
  if (isCompact) {
    const inline = inlineOf(text, root, container);
    const padding = container.type === "array" ? "" : inline.padding;
    return splice(
      text,
      container.offset,
      endOf(container),
      open + padding + member((value) => printInline(value, inline)) + padding + close,
    );
  }
  const lines = linesOf(text);
  const outer = indentAt(text, container.offset);
  const inner = outer + lines.indent;
  const added = `${open}${lines.eol}${inner}${member((value) => printLines(value, lines, inner))}${lines.eol}${outer}${close}`;
  return splice(text, container.offset, endOf(container), added);
}

/** Adds a member after the last one of an object, and after its comment. */
function appendMember(text: string, root: JsonNode, parent: JsonNode, name: string, value: unknown): string {
  const inline = inlineOf(text, root, parent);
  const last = parent.children?.at(-1);
  if (!last) return fill(text, root, parent, (print) => `${JSON.stringify(name)}${inline.colon}${print(value)}`);
  const end = endOf(last);
  const behind = text.slice(end, endOf(parent) - 1);
  const match = isOneLine(text, parent) ? undefined : LINE_BEHIND_ITEM.exec(text.slice(end, endOf(parent)));
  if (match) {
    const [line, comma] = match;
    const lines = linesOf(text);
    const indent = indentAt(text, last.offset);
    const added = `${lines.eol}${indent}${JSON.stringify(name)}${inline.colon}${printLines(value, lines, indent)}`;
    return splice(text, end, end + line.length, comma ? `${line}${added},` : `,${line}${added}`);
  }
  const member = `${JSON.stringify(name)}${inline.colon}${printInline(value, inline)}`;
  const trailing = /^\s*,/.exec(behind);
  return trailing
    ? splice(text, end + trailing[0].length, end + trailing[0].length, `${inline.comma.slice(1)}${member},`)
    : splice(text, end, end, inline.comma + member);
}

/** Removes a member and its comma. */
function removeMember(text: string, property: JsonNode): string {
  const siblings = property.parent!.children!;
  const index = siblings.indexOf(property);
  const next = siblings[index + 1];
  const previous = siblings[index - 1];
  if (next) return splice(text, property.offset, next.offset, "");
  if (previous) return splice(text, endOf(previous), endOf(property), "");
  return splice(text, property.parent!.offset, endOf(property.parent!), "{}");
}

function applyEdit(text: string, { path, value }: JsonEdit): string {
  const root = parseTree(text, [], { allowTrailingComma: true });
  if (!root) return text;
  const node = findNodeAtLocation(root, path);
  if (value === undefined) return node?.parent ? removeMember(text, node.parent) : text;
  if (node) return splice(text, node.offset, endOf(node), printInline(value, inlineOf(text, root, node)));
  const depth = path.findIndex((_, index) => !findNodeAtLocation(root, path.slice(0, index + 1)));
  const parent = findNodeAtLocation(root, path.slice(0, depth))!;
  const nested = path.slice(depth + 1).reduceRight<unknown>((inner, name) => ({ [name]: inner }), value);
  return appendMember(text, root, parent, String(path[depth]), nested);
}

/** Edits the text of a JSON file. Comments, order, lines and indentation stay. */
export function editJson(text: string, edits: readonly JsonEdit[]): string {
  return behindMark(text, (plain) => edits.reduce(applyEdit, plain));
}

/**
 * Adds a value at the start of a list. It takes no comment from another value, and is formatted like its neighbours.
 */
export function prependJson(text: string, path: JSONPath, value: unknown): string {
  return behindMark(text, (plain) => {
    const root = parseTree(plain, [], { allowTrailingComma: true })!;
    const list = findNodeAtLocation(root, [...path])!;
    const [first] = list.children ?? [];
    if (!first) return fill(plain, root, list, (print) => print(value));
    const inline = inlineOf(plain, root, first);
    const start = list.offset + 1;
    const line = LINE_BEHIND_BRACKET.exec(plain.slice(start, first.offset))?.[0];
    if (line === undefined) {
      const at = start + /^\s*/.exec(plain.slice(start))![0].length;
      return splice(plain, at, at, `${printInline(value, inline)}${inline.comma}`);
    }
    const lines = linesOf(plain);
    const indent = indentAt(plain, first.offset);
    const printed = isOneLine(plain, first) ? printInline(value, inline) : printLines(value, lines, indent);
    return splice(plain, start + line.length, start + line.length, `${lines.eol}${indent}${printed},`);
  });
}
