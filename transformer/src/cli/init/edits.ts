import {
  applyEdits,
  type FormattingOptions,
  type JSONPath,
  modify,
  type ParseError,
  parse,
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

/** How a file is indented, so that an edit looks like its surroundings. */
function formattingOf(text: string): FormattingOptions {
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
  const value: unknown = parse(text, errors, { allowTrailingComma: true });
  const [error] = errors;
  if (!error) return value;
  const line = text.slice(0, error.offset).split("\n").length;
  throw new JsonError(`${name}:${line} is no JSON (${printParseErrorCode(error.error)}); mend it`);
}

/** Puts a value at the head of a list, where it takes nobody's comment away. */
export function prependJson(text: string, path: JSONPath, value: unknown): string {
  const options = { formattingOptions: formattingOf(text), isArrayInsertion: true };
  return applyEdits(text, modify(text, [...path, 0], value, options));
}

/** Makes edits in the text of a JSON file: comments, order and indentation stay. */
export function editJson(text: string, edits: readonly JsonEdit[]): string {
  const formattingOptions = formattingOf(text);
  return edits.reduce(
    (edited, { path, value }) => applyEdits(edited, modify(edited, path, value, { formattingOptions })),
    text,
  );
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
