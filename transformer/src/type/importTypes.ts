import type ts from "typescript";
import type { Context } from "../analysis/context.js";
import { internalProgram } from "../compiler/compiler.js";
import { walk } from "../compiler/walk.js";

/** The module specifiers of `import("./x.js").T` in a type. */
function findSpecifiers(context: Context, root: ts.Node): ts.StringLiteralLike[] {
  const { ts } = context;
  const found: ts.StringLiteralLike[] = [];
  walk(ts, root, (node) => {
    if (ts.isLiteralTypeNode(node) && ts.isImportTypeNode(node.parent) && ts.isStringLiteralLike(node.literal)) {
      found.push(node.literal);
    }
  });
  return found;
}

/**
 * Lets the checker resolve `import("./x.js").T` in a contract. A program resolves the imports of its files while it is
 * made, and those of a comment are not among them.
 *
 * @param context - The program.
 * @param file - The contracted module.
 * @param contract - The contract's declaration, before its type is asked for.
 */
export function resolveImportTypes(context: Context, file: ts.SourceFile, contract: ts.Node): void {
  const { ts, options, host } = context;
  const program = internalProgram(context.program);
  for (const { text } of findSpecifiers(context, contract)) {
    const { getResolvedModule } = program;
    const mode = file.impliedNodeFormat;
    program.getResolvedModule = (from, name, ...rest) =>
      getResolvedModule.call(program, from, name, ...rest) ??
      (from === file && name === text
        ? ts.resolveModuleName(name, from.fileName, options, host, undefined, undefined, mode)
        : undefined);
  }
}
