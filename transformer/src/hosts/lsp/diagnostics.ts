import type ts from "typescript";
import { type Diagnostic, DiagnosticSeverity } from "vscode-languageserver/node";
import type { TypeScript } from "../../compiler/compiler.js";
import { diagnoseFile } from "../editor/diagnose.js";
import { type Answering, locate } from "./answering.js";
import type { Opened } from "./project.js";

const SEVERITIES = [
  DiagnosticSeverity.Warning,
  DiagnosticSeverity.Error,
  DiagnosticSeverity.Hint,
  DiagnosticSeverity.Information,
];

/** Which imports are elided is known when TypeScript has checked the file. */
export function check({ analysis, program, file }: Opened): void {
  analysis.contractDiagnosticsOf(file);
  if (analysis.importsOf(file).some(({ target }) => analysis.restrictsImporters(target))) {
    program.getSemanticDiagnostics(file);
  }
}

/** A diagnostic as the protocol has it. */
export function convert(
  answering: Answering,
  file: ts.SourceFile,
  typescript: TypeScript,
  diagnostic: ts.Diagnostic,
): Diagnostic {
  const { documents, client } = answering;
  const { start = 0, length = 0, category, code, messageText, relatedInformation = [] } = diagnostic;
  const lines = documents.linesOf(file);
  const textOf = (text: string | ts.DiagnosticMessageChain) => typescript.flattenDiagnosticMessageText(text, "\n");
  return {
    range: lines.rangeOf(start, length, client.encoding),
    severity: SEVERITIES[category]!,
    code,
    source: "importspy",
    message: textOf(messageText),
    ...(client.showsRelated && {
      relatedInformation: relatedInformation.flatMap((related) =>
        related.file
          ? {
              location: locate(answering, {
                file: related.file,
                start: related.start ?? 0,
                length: related.length ?? 0,
              }),
              message: textOf(related.messageText),
            }
          : [],
      ),
    }),
  };
}

/** The diagnostics of a file. */
export function diagnose(answering: Answering, opened: Opened): Diagnostic[] {
  check(opened);
  const { analysis, file } = opened;
  const { ts: typescript } = analysis.context;
  const found = typescript.sortAndDeduplicateDiagnostics([...diagnoseFile(analysis, file)]);
  return found.map((diagnostic) => convert(answering, file, typescript, diagnostic));
}
