/**
 * What is wrong, in the form in which bundlers and dev servers take it.
 *
 * @module
 */
import path from "node:path";
import type ts from "typescript";
import type { TypeScript } from "../../compiler/compiler.js";
import { componentFileOf } from "./ids.js";

/** A mistake in a contract, or an importer that is not admitted, at its place. */
export interface BundlerProblem {
  /** `error TS87305: …`, as tspc has it. */
  readonly text: string;
  /** Path of the file, with `/`. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 0, as bundlers count. */
  readonly column: number;
  /** How many characters it spans; they may be on several lines. */
  readonly length: number;
  /** The lines around it. */
  readonly frame: string;
}

const ERROR_NAME = "ImportspyError";

/** An error of a build, with the properties that Rollup, Rolldown and Vite read of errors. */
export class BundlerError extends Error {
  override readonly name = ERROR_NAME;
  readonly id?: string;
  readonly loc?: { readonly file: string; readonly line: number; readonly column: number };
  readonly frame?: string;

  /**
   * @param message - What is wrong.
   * @param at - Its place, if it has one.
   */
  constructor(message: string, at?: BundlerProblem) {
    super(message);
    if (at) {
      this.id = at.file;
      this.loc = { file: at.file, line: at.line, column: at.column };
      this.frame = at.frame;
    }
    // The stack of the plugin is of no use to the user, and hosts print it.
    this.stack = "";
  }
}

/** Whether something was thrown as a {@link BundlerError}, also by another copy of this file: hosts are bundled. */
export const isBundlerError = (error: unknown): error is BundlerError =>
  error instanceof Error && error.name === ERROR_NAME;

const compare = (left: string, right: string) => (left < right ? -1 : left > right ? 1 : 0);

/**
 * Makes one error of all problems, at the place of the first one.
 *
 * @param root - The folder that paths in the message are seen from.
 * @param problems - One or more.
 */
export function errorOf(root: string, problems: readonly BundlerProblem[]): BundlerError {
  const sorted = [...problems].sort((a, b) => compare(a.file, b.file) || a.line - b.line || a.column - b.column);
  const texts = sorted.map((problem) => `${placeOf(root, problem)} - ${problem.text}`);
  return new BundlerError([...new Set(texts)].join("\n"), sorted[0]);
}

/** `src/main.ts:3:21` */
function placeOf(root: string, { file, line, column }: BundlerProblem): string {
  const relative = path.posix.relative(root, file);
  return `${relative.startsWith("../../..") ? file : relative}:${line}:${column + 1}`;
}

const CONTEXT_LINES = 2;

/**
 * ```text
 *  3 |
 *  4 | import { pay } from "./pay.js";
 *    |                     ~~~~~~~~~~
 * ```
 */
function frameOf(source: string, { line, character }: ts.LineAndCharacter, length: number): string {
  const lines = source.split(/\r\n|\n|\r/);
  const from = Math.max(0, line - CONTEXT_LINES);
  const to = Math.min(lines.length, line + CONTEXT_LINES + 1);
  const width = String(to).length;
  const shown = lines.slice(from, to).map((text, index) => {
    const row = `${String(from + index + 1).padStart(width)} | ${text}`.trimEnd();
    if (from + index !== line) return row;
    const marked = Math.max(1, Math.min(length, text.length - character));
    const indent = text.slice(0, character).replace(/[^\t]/g, " ");
    return `${row}\n${" ".repeat(width)} | ${indent}${"~".repeat(marked)}`;
  });
  return shown.join("\n");
}

/** A file, and a place in it. */
interface Place extends ts.LineAndCharacter {
  readonly name: string;
  readonly text: string;
}

/**
 * Where a diagnostic is in what the user has written: that of a component is in the JavaScript that was made of it, so
 * the first occurrence of the same text is taken.
 */
function placeIn(typescript: TypeScript, file: ts.SourceFile, start: number, length: number): Place {
  const name = componentFileOf(file.fileName);
  const here = { ...file.getLineAndCharacterOfPosition(start), name: name ?? file.fileName, text: file.text };
  const text = name === undefined ? undefined : typescript.sys.readFile(name);
  const at = text?.indexOf(file.text.slice(start, start + length)) ?? -1;
  if (text === undefined || at < 0) return here;
  const before = text.slice(0, at).split("\n");
  return { ...here, text, line: before.length - 1, character: before.at(-1)!.length };
}

/**
 * Turns diagnostics into problems.
 *
 * @param typescript - The compiler.
 * @param diagnostics - What the guard service found; what has no place is left out.
 * @returns In the order of files and places, each once.
 */
export function problemsOf(typescript: TypeScript, diagnostics: readonly ts.Diagnostic[]): BundlerProblem[] {
  return typescript.sortAndDeduplicateDiagnostics(diagnostics).flatMap((diagnostic) => {
    const { file, start = 0, length = 1, code, messageText } = diagnostic;
    if (!file) return [];
    const place = placeIn(typescript, file, start, length);
    const text = typescript.flattenDiagnosticMessageText(messageText, "\n");
    return [
      {
        text: `error TS${code}: ${text}`,
        file: place.name,
        line: place.line + 1,
        column: place.character,
        length,
        frame: frameOf(place.text, place, length),
      },
    ];
  });
}
