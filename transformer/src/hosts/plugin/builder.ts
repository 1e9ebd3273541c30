/**
 * Guards what a builder emits that was made before the plugin was loaded, as nest-cli makes it. The builder has decided by
 * then which files are affected by a change, and knows nothing of guards.
 *
 * @module
 */
import type ts from "typescript";
import { internalProgram, type TypeScript } from "../../compiler/compiler.js";
import { patch } from "../../compiler/patch.js";
import { compileContracts } from "../../pipeline.js";
import { isGuarded, markGuarded, stopUnlessVersionsAgree, wrapEmit } from "../tspc/tspc.js";

/**
 * Makes a program guard the contracts in it: each file that has anything to do with one is emitted whenever any file is,
 * and mistakes are told with what was emitted, or, where nothing was, when options are asked about.
 *
 * @param typescript - The compiler that made the program.
 * @param program - The program; its builder is about to emit.
 * @throws BuildStop when the compiler is of another version than importspy was made for.
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
    // Who elides an import is known of checked files only. All of them, as a build would: what a checker sees first decides
    // in which order it prints unions.
    for (const file of sources) program.getSemanticDiagnostics(file);
    return sources.flatMap((file) => compilation.diagnosticsOf(file));
  };
  /** Emits what the builder takes for unaffected. */
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
    // A builder that writes no `.tsbuildinfo` does not say when it is through.
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
