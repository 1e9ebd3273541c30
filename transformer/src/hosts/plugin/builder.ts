/**
 * Adds guards to the output of a builder that was created before the plugin was loaded, as in nest-cli. The builder has
 * already decided which files a change affects, and does not know about guards.
 *
 * @module
 */
import type ts from "typescript";
import { internalProgram, type TypeScript } from "../../compiler/compiler.js";
import { patch } from "../../compiler/patch.js";
import { compileContracts } from "../../pipeline.js";
import { isGuarded, markGuarded, stopUnlessVersionsAgree, wrapEmit } from "../tspc/tspc.js";

/**
 * Makes a program guard its contracts. Every file with a contract or a guarded import is emitted whenever any file is.
 * Errors in contracts are reported with the emit result, or, if nothing was emitted, with the diagnostics of options.
 *
 * @param typescript - The compiler that made the program.
 * @param program - The program. Its builder is about to emit.
 * @throws BuildStop when the version of the compiler does not match.
 */
export function guardBuilder(typescript: TypeScript, program: ts.Program): void {
  if (isGuarded(program)) return;
  stopUnlessVersionsAgree(typescript);
  const compilation = compileContracts({ ts: typescript, program, host: typescript.sys });
  wrapEmit(typescript, program, undefined, compilation);
  markGuarded(program);

  const internal = internalProgram(program);
  const emit = program.emit.bind(program);
  const sources = program.getSourceFiles();
  const { incremental, composite } = program.getCompilerOptions();
  const hasBuildInfo = incremental || composite;
  const emitted = new Set<ts.SourceFile>();
  let given: Parameters<ts.Program["emit"]> | undefined;
  let isTold = false;
  const mistakes = (): readonly ts.Diagnostic[] => {
    if (isTold) return [];
    isTold = true;
    // Only a checked file shows which imports are elided. All files are checked, as in a build, because the order in
    // which the checker sees types decides how it prints unions.
    for (const file of sources) program.getSemanticDiagnostics(file);
    return sources.flatMap((file) => compilation.diagnosticsOf(file));
  };
  /** Emits the files that the builder considers unaffected. */
  const emitRest = () => {
    if (!given) return;
    const [, ...rest] = given;
    for (const file of sources) {
      if (emitted.has(file) || !compilation.planOf(file.fileName)) continue;
      emitted.add(file);
      emit(file, ...rest);
    }
  };

  patch(program, "emit", () => (target, ...rest) => {
    const ours = mistakes();
    const result = emit(target, ...rest);
    for (const file of target ? [target] : sources) emitted.add(file);
    given ??= [target, ...rest];
    // A builder that writes no `.tsbuildinfo` gives no sign when it has finished.
    if (!hasBuildInfo) emitRest();
    return ours.length ? { ...result, diagnostics: [...result.diagnostics, ...ours] } : result;
  });
  patch(internal, "emitBuildInfo", (write) => (...rest) => {
    emitRest();
    return write(...rest);
  });
  patch(internal, "getOptionsDiagnostics", (find) => (...rest) => {
    emitRest();
    return [...find(...rest), ...mistakes()];
  });
}
