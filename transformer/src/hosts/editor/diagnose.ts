import type ts from "typescript";
import { createDiagnostic } from "../../analysis/context.js";
import { findStrayTags } from "../../discover/strays.js";
import type { Analysis } from "../../link/diagnose.js";

/**
 * The diagnostics of a file in an editor: those of a build, at the same positions, and a warning for a tag that guards
 * nothing and may be prose.
 *
 * @param analysis - The program. TypeScript has checked the file by now.
 * @param file - The file.
 */
export function diagnoseFile(analysis: Analysis, file: ts.SourceFile): readonly ts.Diagnostic[] {
  const { ts: typescript } = analysis.context;
  const strays = file.isDeclarationFile ? [] : findStrayTags(typescript, file, analysis.commentsOf(file));
  const { DiagnosticCategory } = typescript;
  return [
    ...analysis.diagnosticsOf(file),
    ...strays.map((stray) => ({
      ...createDiagnostic(typescript, "strayTag", stray),
      category: stray.startsLine ? DiagnosticCategory.Error : DiagnosticCategory.Warning,
    })),
  ];
}
