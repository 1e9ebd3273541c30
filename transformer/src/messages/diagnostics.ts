import type ts from "typescript";
import { createDiagnostic, type Report } from "../analysis/context.js";
import type { TypeScript } from "../compiler/compiler.js";

/** Diagnostics by file. */
export interface DiagnosticBag {
  readonly report: Report;
  add(file: ts.SourceFile, diagnostics: readonly ts.Diagnostic[]): void;
  of(file: ts.SourceFile): readonly ts.Diagnostic[];
}

/**
 * Makes an empty collection of diagnostics.
 *
 * @param typescript - The compiler.
 */
export function createDiagnosticBag(typescript: TypeScript): DiagnosticBag {
  const byFile = new Map<ts.SourceFile, ts.Diagnostic[]>();
  const add = (file: ts.SourceFile, diagnostics: readonly ts.Diagnostic[]) => {
    if (!diagnostics.length) return;
    const known = byFile.get(file);
    if (known) known.push(...diagnostics);
    else byFile.set(file, [...diagnostics]);
  };
  const report: Report = (key, at, ...values) => {
    const diagnostic = createDiagnostic(typescript, key, at, ...values);
    add(at.file, [diagnostic]);
    return diagnostic;
  };
  return { add, report, of: (file) => byFile.get(file) ?? [] };
}
