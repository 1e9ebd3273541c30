import type ts from "typescript";
import type { TypeScript } from "../../compiler/compiler.js";

/** The internal access of TypeScript's emitter to its program. */
interface Emitting {
  getEmitHost?(): Pick<ts.Program, "getSourceFile" | "getSourceFiles" | "getCompilerOptions">;
}

/**
 * The files of the program that a file is emitted from. Two programs may share all files, but not their list.
 *
 * @param context - The context of the emitter.
 */
export const filesOf = (context: ts.TransformationContext): readonly ts.SourceFile[] | undefined =>
  (context as Emitting).getEmitHost?.().getSourceFiles();

/**
 * Finds the program that a file is emitted from. nest-cli passes only the first program. After a change, a new program
 * is created from the same source files that the emitter uses, so that nodes are the same objects in both.
 *
 * @param typescript - The compiler.
 * @param latest - The last known program.
 * @param context - The context of the emitter.
 * @param file - An emitted file.
 * @returns `undefined` when there is no program, because each file is transpiled alone.
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
