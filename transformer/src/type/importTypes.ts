import type ts from "typescript";
import type { Context } from "../analysis/context.js";
import { internalProgram } from "../compiler/compiler.js";
import { patch } from "../compiler/patch.js";
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

/** The specifiers that comments import, by program and file. */
const importsOf = new WeakMap<ts.Program, Map<ts.SourceFile, Set<string>>>();

/** The imports in a program's comments. The program is patched to resolve them. */
function importsOfComments({ ts, options, host, program }: Context): Map<ts.SourceFile, Set<string>> {
  const known = importsOf.get(program);
  if (known) return known;
  const imports = new Map<ts.SourceFile, Set<string>>();
  importsOf.set(program, imports);
  patch(internalProgram(program), "getResolvedModule", (find) => (from, name, ...rest) => {
    const resolved = find(from, name, ...rest);
    if (resolved || !imports.get(from)?.has(name)) return resolved;
    return ts.resolveModuleName(name, from.fileName, options, host, undefined, undefined, from.impliedNodeFormat);
  });
  return imports;
}

/**
 * Lets the checker resolve `import("./x.js").T` in a contract. A program resolves the imports of its files when it is
 * created, which leaves out imports in comments.
 *
 * @param context - The program.
 * @param file - The contracted module.
 * @param contract - The contract's declaration. Its type must not have been requested yet.
 */
export function resolveImportTypes(context: Context, file: ts.SourceFile, contract: ts.Node): void {
  const specifiers = findSpecifiers(context, contract);
  if (!specifiers.length) return;
  const imports = importsOfComments(context);
  imports.set(file, new Set([...(imports.get(file) ?? []), ...specifiers.map(({ text }) => text)]));
}
