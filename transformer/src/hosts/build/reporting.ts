import type ts from "typescript";
import type { Tsc } from "../tspc/tsc.js";

/** What the caller of a build takes part in. */
export interface BuildObserver {
  /** A program is about to be made. */
  onOptions?(options: ts.CompilerOptions): void;
  /** A program was made and guarded; called before anything is checked. */
  onProgram?(program: ts.Program): void;
  /** A program's diagnostics are about to be printed. */
  onReport?(): void;
}

/** What a build works with. */
export interface Build {
  readonly tsc: Tsc;
  readonly system: ts.System;
  readonly observer: BuildObserver;
}

/** TypeScript's rule: `--pretty` decides, then `NO_COLOR` and `FORCE_COLOR`, then whether stdout is a terminal. */
export function isPretty({ system }: Build, options: ts.CompilerOptions | ts.BuildOptions): boolean {
  if (typeof options.pretty === "boolean") return options.pretty;
  const variable = (name: string) =>
    Boolean((system as { getEnvironmentVariable?(name: string): string }).getEnvironmentVariable?.(name));
  if (variable("NO_COLOR")) return false;
  return variable("FORCE_COLOR") || Boolean(system.writeOutputIsTTY?.());
}

/** Prints diagnostics as `tsc` does. */
export function createReporter(build: Build, options: ts.CompilerOptions | ts.BuildOptions): ts.DiagnosticReporter {
  const { tsc, system, observer } = build;
  const report = tsc.createDiagnosticReporter(system, isPretty(build, options) || undefined);
  return (diagnostic) => {
    observer.onReport?.();
    report(diagnostic);
  };
}

/** `Found 2 errors in the same file`, where `tsc` would say so. */
export function createSummary(build: Build, options: ts.CompilerOptions | ts.BuildOptions) {
  const { tsc, system } = build;
  if (!isPretty(build, options)) return undefined;
  return (errorCount: number, filesInError: readonly (ts.ReportFileInError | undefined)[]) =>
    system.write(tsc.getErrorSummaryText(errorCount, filesInError, system.newLine, system));
}

/** Prints what is wrong with contracts behind what another compiler has printed, with a summary of its own. */
export function reportAll(
  build: Build,
  options: ts.CompilerOptions | ts.BuildOptions,
  diagnostics: readonly ts.Diagnostic[],
): void {
  const { tsc, observer } = build;
  observer.onReport?.();
  if (!diagnostics.length) return;
  const report = createReporter(build, options);
  for (const diagnostic of diagnostics) report(diagnostic);
  const count = tsc.getErrorCountForSummary(diagnostics);
  createSummary(build, options)?.(count, tsc.getFilesInErrorForSummary(diagnostics));
}

/** `Found 0 errors. Watching for file changes.` */
export function createWatchStatus(build: Build, options: ts.CompilerOptions | ts.BuildOptions): ts.WatchStatusReporter {
  const { tsc, system, observer } = build;
  const report = tsc.createWatchStatusReporter(system, isPretty(build, options));
  return (...status) => {
    observer.onReport?.();
    report(...status);
  };
}
