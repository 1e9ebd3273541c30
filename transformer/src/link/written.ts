import type ts from "typescript";
import type { Context } from "../analysis/context.js";
import { type ModuleSpecifier, written } from "../analysis/specifier.js";
import { bind, internalFile, parentOf } from "../compiler/compiler.js";
import type { Call } from "./assigned.js";
import type { Load } from "./loads.js";
import { specifiersOf } from "./reference.js";

/** A declaration that loads a module when its file is evaluated. */
export type ImportDeclaration = ts.ImportDeclaration | ts.ExportDeclaration | ts.ImportEqualsDeclaration;

function isTypeOnly({ ts }: Context, node: ImportDeclaration): boolean {
  return ts.isImportDeclaration(node) ? (node.importClause?.isTypeOnly ?? false) : node.isTypeOnly;
}

/** The declaration around a module specifier; none for `declare module "x"` and the type `import("x").T`. */
function declarationOf({ ts }: Context, specifier: ts.StringLiteralLike): ImportDeclaration | undefined {
  const parent = parentOf(ts, specifier);
  if (ts.isImportDeclaration(parent) || ts.isExportDeclaration(parent)) return parent;
  return ts.isExternalModuleReference(parent) ? parent.parent : undefined;
}

/** An import of a file that may exist at run time, by its syntax. */
export interface WrittenImport {
  readonly specifier: ModuleSpecifier;
  readonly node: ImportDeclaration | Call;
  /** For a call: all specifiers that it may have. */
  readonly load?: Load;
}

/**
 * Finds the imports of a file: its declarations, and its calls with known specifiers.
 *
 * @param context - The program.
 * @param file - The file.
 */
export function importsIn(context: Context, file: ts.SourceFile): WrittenImport[] {
  const { ts, options, syntaxOf } = context;
  bind(ts, file, options);
  const declared = (internalFile(file).imports ?? []).flatMap((specifier) => {
    // Imports that the compiler adds (JSX runtime, tslib) have no position in the file.
    const node = specifier.pos >= 0 ? declarationOf(context, specifier) : undefined;
    return node && !isTypeOnly(context, node) ? { specifier: written(specifier), node } : [];
  });
  const loads = file.isDeclarationFile ? [] : syntaxOf(file).loads();
  const called = loads.flatMap((load) => specifiersOf(load).map((specifier) => ({ specifier, node: load.node, load })));
  return [...declared, ...called];
}
