import { printable } from "importspy/dist/printable.cjs";
import type ts from "typescript";
import type { TypeScript } from "../compiler/compiler.js";
import type { FileSyntax } from "../link/syntax.js";
import { type MessageKey, messages } from "../messages/catalogue.js";
import type { ContractComment, Span } from "./model.js";

/** A diagnostic of the catalogue. It keeps its key and values, from which quick fixes are made. */
export interface CatalogueDiagnostic extends ts.DiagnosticWithLocation {
  readonly message: { readonly key: MessageKey; readonly values: readonly (string | number)[] };
}

/** Whether a diagnostic is one of the catalogue. */
export function isFromCatalogue(diagnostic: ts.Diagnostic): diagnostic is CatalogueDiagnostic {
  return "message" in diagnostic;
}

/** Records a diagnostic. */
export type Report = (key: MessageKey, at: Span, ...values: readonly (string | number)[]) => ts.DiagnosticWithLocation;

/** The shared state of all stages. Each program gets its own, so watch mode and editors share nothing by accident. */
export interface Context {
  readonly ts: TypeScript;
  readonly program: ts.Program;
  /** A second checker of the program, created when it is first needed. See `createChecker`. */
  readonly checker: ts.TypeChecker;
  readonly options: ts.CompilerOptions;
  readonly host: ts.ModuleResolutionHost;
  readonly report: Report;
  /** The program lacks the types of some modules, so it cannot tell which imports TypeScript elides. */
  readonly lacksTypes: boolean;
  /** The syntax of a file. */
  syntaxOf(file: ts.SourceFile): FileSyntax;
}

/**
 * Makes the text of a message. Control characters in values are escaped, so they cannot affect a terminal or a CI log.
 *
 * @param key - The message's name in the catalogue.
 * @param values - The replacements of `{0}`, `{1}`, …
 */
export function formatMessage(key: MessageKey, ...values: readonly (string | number)[]): string {
  return messages[key].text.replace(/\{(\d)\}/g, (_, index: string) => printable(String(values[Number(index)])));
}

/**
 * Makes a diagnostic of the catalogue.
 *
 * @param typescript - The compiler.
 * @param key - The message's name in the catalogue.
 * @param at - The span to report.
 * @param values - The replacements of `{0}`, `{1}`, …
 */
export function createDiagnostic(
  typescript: TypeScript,
  key: MessageKey,
  at: Span,
  ...values: readonly (string | number)[]
): CatalogueDiagnostic {
  const { file, start, length, declaration } = at;
  const relatedInformation: ts.DiagnosticRelatedInformation[] = declaration
    ? [
        {
          ...declaration.span,
          category: typescript.DiagnosticCategory.Message,
          // TypeScript's own number and text.
          code: 2728,
          messageText: `'${declaration.name}' is declared here.`,
        },
      ]
    : [];
  return {
    category: typescript.DiagnosticCategory.Error,
    code: messages[key].code,
    source: "importspy",
    file,
    start,
    length,
    messageText: formatMessage(key, ...values),
    message: { key, values },
    ...(declaration ? { relatedInformation } : undefined),
  };
}

/** The span of a node, without its leading trivia. */
export function spanOf(node: ts.Node, file: ts.SourceFile = node.getSourceFile()): Span {
  const start = node.getStart(file);
  return { file, start, length: node.end - start };
}

/** The span of a contract comment's first tag. */
export function tagSpanOf({ file, tags }: ContractComment): Span {
  return { file, start: tags[0]!.pos, length: "@importspy".length };
}
