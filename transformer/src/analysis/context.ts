import { printable } from "importspy/dist/printable.cjs";
import type ts from "typescript";
import type { TypeScript } from "../compiler/compiler.js";
import type { FileSyntax } from "../link/syntax.js";
import { type MessageKey, messages } from "../messages/catalogue.js";
import type { ContractComment, Span } from "./model.js";

/** A diagnostic of the catalogue, with what its text is made of: for those who offer to fix it. */
export interface CatalogueDiagnostic extends ts.DiagnosticWithLocation {
  readonly message: { readonly key: MessageKey; readonly values: readonly (string | number)[] };
}

/** Whether a diagnostic is one of the catalogue. */
export function isFromCatalogue(diagnostic: ts.Diagnostic): diagnostic is CatalogueDiagnostic {
  return "message" in diagnostic;
}

/** Records a diagnostic. */
export type Report = (key: MessageKey, at: Span, ...values: readonly (string | number)[]) => ts.DiagnosticWithLocation;

/** What every stage works with. Made for each program, so that watch mode and editors share nothing by accident. */
export interface Context {
  readonly ts: TypeScript;
  readonly program: ts.Program;
  /** Not the program's own checker, and made when first asked for: see `createChecker`. */
  readonly checker: ts.TypeChecker;
  readonly options: ts.CompilerOptions;
  readonly host: ts.ModuleResolutionHost;
  readonly report: Report;
  /** The program lacks the types of some modules, so that it cannot tell which imports TypeScript elides. */
  readonly lacksTypes: boolean;
  /** What a file's syntax tells. */
  syntaxOf(file: ts.SourceFile): FileSyntax;
}

/**
 * Makes the text of a message. Nothing in a value does anything to a terminal or to a CI's runner.
 *
 * @param key - The message's name in the catalogue.
 * @param values - What replaces `{0}`, `{1}`, …
 */
export function formatMessage(key: MessageKey, ...values: readonly (string | number)[]): string {
  return messages[key].text.replace(/\{(\d)\}/g, (_, index: string) => printable(String(values[Number(index)])));
}

/**
 * Makes a diagnostic of the catalogue.
 *
 * @param typescript - The compiler.
 * @param key - The message's name in the catalogue.
 * @param at - Where it points.
 * @param values - What replaces `{0}`, `{1}`, …
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
          // TypeScript's own number and words.
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

/** The span of a node of a file, without its leading trivia. */
export function spanOf(node: ts.Node, file: ts.SourceFile = node.getSourceFile()): Span {
  const start = node.getStart(file);
  return { file, start, length: node.end - start };
}

/** The span of a contract comment's first tag. */
export function tagSpanOf({ file, tags }: ContractComment): Span {
  return { file, start: tags[0]!.pos, length: "@importspy".length };
}
