import type ts from "typescript";
import type { Context, Report } from "../analysis/context.js";
import { spanOf } from "../analysis/context.js";
import { internalFile } from "../compiler/compiler.js";

/** The name in `declare module "…"`. */
export function ambientNameOf(
  { ts }: Pick<Context, "ts">,
  statement: ts.Statement | undefined,
): ts.StringLiteral | undefined {
  return statement && ts.isModuleDeclaration(statement) && ts.isStringLiteral(statement.name)
    ? statement.name
    : undefined;
}

/** What the name in `declare module "…"` resolves to: a file with types, a JavaScript file, or nothing. */
function findPackage(
  { ts, options, host }: Context,
  file: ts.SourceFile,
  name: string,
): "typed" | "untyped" | undefined {
  const modes = [ts.ModuleKind.ESNext, ts.ModuleKind.CommonJS] as const;
  const found = modes.map(
    (mode) => ts.resolveModuleName(name, file.fileName, options, host, undefined, undefined, mode).resolvedModule,
  );
  if (found.some((module) => module && /\.[cm]?tsx?$/.test(module.resolvedFileName))) return "typed";
  return found.some((module) => module && /\.[cm]?jsx?$/.test(module.resolvedFileName)) ? "untyped" : undefined;
}

/** Whether a file of the program imports names from a module, not only its side effects (`import "x"`). */
function isAskedForNames({ ts, program }: Context, name: string): boolean {
  const asks = ({ text, parent }: ts.StringLiteralLike) =>
    text === name && !(ts.isImportDeclaration(parent) && !parent.importClause);
  return program.getSourceFiles().some((file) => internalFile(file).imports?.some(asks));
}

/**
 * Reports a `declare module` that has a contract and also changes the types of the module. In a script, it declares the
 * whole module. In a file with imports or exports, it augments the module:
 * {@link https://www.typescriptlang.org/docs/handbook/declaration-merging.html#module-augmentation}. Without a body
 * (`declare module "x";`), everything imported from it is `any`.
 *
 * @param context - The program.
 * @param report - Receives the mistake.
 * @param file - The file that holds the declaration.
 * @param name - The name in the declaration.
 */
export function checkAmbient(context: Context, report: Report, file: ts.SourceFile, name: ts.StringLiteral): void {
  const { ts } = context;
  const { body } = name.parent as ts.ModuleDeclaration;
  const isPattern = name.text.includes("*");
  const isEmpty = body !== undefined && ts.isModuleBlock(body) && !body.statements.length;
  const addsTypes = ts.isExternalModule(file);
  if (isPattern || !(addsTypes || isEmpty)) return;
  const found = findPackage(context, file, name.text);
  if (found === "typed" && !addsTypes) report("replacesTypes", spanOf(name, file), name.text);
  if (found === "untyped" && (addsTypes || isAskedForNames(context, name.text)))
    report("addsToNoTypes", spanOf(name, file), name.text);
}
