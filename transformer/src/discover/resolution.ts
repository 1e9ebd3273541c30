import type ts from "typescript";
import { internalProgram, isDynamicImport, parentOf } from "../compiler.js";
import type { Context } from "../context.js";

/** Whether a node is a call other than `import()`: of `require`, if it loads anything. */
export function isRequireCall({ ts }: Pick<Context, "ts">, node: ts.Node): boolean {
  return ts.isCallExpression(node) && !isDynamicImport(ts, node);
}

/**
 * Resolves a module specifier as the program does.
 *
 * @param context - The program.
 * @param file - The file that holds the specifier.
 * @param specifier - The specifier. Programs do not resolve those of `require()` in TypeScript files, and none in
 * parentheses.
 * @returns The file, if the program has it.
 */
export function resolveSpecifier(
  { ts, program, options, host }: Context,
  file: ts.SourceFile,
  specifier: ts.StringLiteralLike,
): ts.SourceFile | undefined {
  const { CommonJS, ESNext } = ts.ModuleKind;
  const parent = parentOf(ts, specifier);
  const isRequired = isRequireCall({ ts }, parent);
  const isUnresolved = isRequired || parent !== specifier.parent;
  const mode = isRequired ? CommonJS : ESNext;
  const resolution = isUnresolved
    ? ts.resolveModuleName(specifier.text, file.fileName, options, host, undefined, undefined, mode)
    : internalProgram(program).getResolvedModuleFromModuleSpecifier(specifier, file);
  const fileName = resolution?.resolvedModule?.resolvedFileName;
  return fileName === undefined ? undefined : program.getSourceFile(fileName);
}
