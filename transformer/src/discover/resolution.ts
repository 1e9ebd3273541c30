import type ts from "typescript";
import { internalProgram } from "../compiler.js";
import type { Context } from "../context.js";

/** Whether a node is a call other than `import()`: of `require`, if it loads anything. */
export function isRequireCall({ ts }: Pick<Context, "ts">, node: ts.Node): boolean {
  return ts.isCallExpression(node) && node.expression.kind !== ts.SyntaxKind.ImportKeyword;
}

/**
 * Resolves a module specifier as the program does.
 *
 * @param context - The program.
 * @param file - The file that holds the specifier.
 * @param specifier - The specifier. Programs do not resolve those of `require()` in TypeScript files.
 * @returns The file, if the program has it.
 */
export function resolveSpecifier(
  { ts, program, options, host }: Context,
  file: ts.SourceFile,
  specifier: ts.StringLiteralLike,
): ts.SourceFile | undefined {
  const resolution = isRequireCall({ ts }, specifier.parent)
    ? ts.resolveModuleName(specifier.text, file.fileName, options, host, undefined, undefined, ts.ModuleKind.CommonJS)
    : internalProgram(program).getResolvedModuleFromModuleSpecifier(specifier, file);
  const fileName = resolution?.resolvedModule?.resolvedFileName;
  return fileName === undefined ? undefined : program.getSourceFile(fileName);
}
