import type ts from "typescript";
import type { TypeScript } from "../../compiler/compiler.js";

/** What TypeScript's emitter knows of the program that it emits. */
interface Emitting {
  getEmitHost?(): Pick<ts.Program, "getSourceFile" | "getCompilerOptions">;
}

/**
 * Finds the program that a file is emitted of. nest-cli hands over the first program only; when files have changed, another
 * one is made over the very files that the emitter has, so that what it knows of them holds for ours.
 *
 * @param typescript - The compiler.
 * @param latest - The program that was found last.
 * @param context - The emitter's.
 * @param file - A file that is emitted.
 * @returns `undefined` where there is no program, as for files that are transpiled one by one.
 */
export function programOf(
  typescript: TypeScript,
  latest: ts.Program,
  context: ts.TransformationContext,
  file: ts.SourceFile,
): ts.Program | undefined {
  const original = typescript.getOriginalNode(file);
  if (latest.getSourceFile(file.fileName) === original) return latest;
  const emitting = (context as Emitting).getEmitHost?.();
  if (emitting?.getSourceFile(file.fileName) !== original) return undefined;
  const options = emitting.getCompilerOptions();
  const host = typescript.createCompilerHost(options, true);
  const { getSourceFile } = host;
  const rootNames = [...new Set([...latest.getRootFileNames(), file.fileName])];
  return typescript.createProgram({
    rootNames: rootNames.filter((name) => host.fileExists(name)),
    options,
    host: { ...host, getSourceFile: (name, ...rest) => emitting.getSourceFile(name) ?? getSourceFile(name, ...rest) },
  });
}
