import type ts from "typescript";
import { internalProgram } from "../compiler/compiler.js";
import { isUrlLike, pathOfUrl, QUERY_FOR_TEXT } from "../compiler/specifiers.js";
import type { Context } from "./context.js";
import type { ModuleSpecifier } from "./specifier.js";

/** The specifier node, if the program has resolved it: in a declaration or in `import("x")`. */
function countedOf({ ts }: Context, { node, load }: ModuleSpecifier): ts.StringLiteralLike | undefined {
  if (!ts.isStringLiteralLike(node)) return undefined;
  const isCounted = !load || (load.form === "import()" && ts.isCallExpression(node.parent));
  return isCounted ? node : undefined;
}

/**
 * The module format that decides how a specifier is resolved.
 *
 * @param context - The program.
 * @param file - The file that contains it.
 * @param specifier - The specifier.
 */
export function modeOf(context: Context, file: ts.SourceFile, specifier: ModuleSpecifier): ts.ResolutionMode {
  const counted = countedOf(context, specifier);
  if (counted) return context.program.getModeForUsageLocation(file, counted);
  const { CommonJS, ESNext } = context.ts.ModuleKind;
  return specifier.load?.form === "require" ? CommonJS : ESNext;
}

/** Whether a specifier is a URL at run time. In ES modules it is, so `%`, `?`, `#` and white space are special. */
function isUrl(context: Context, file: ts.SourceFile, { text, load }: ModuleSpecifier): boolean {
  if (!isUrlLike(text) || text.startsWith("#") || load?.isPlace || load?.form === "require") return false;
  const { ts, program } = context;
  const format = internalProgram(program).getEmitModuleFormatOfFile(file);
  return format !== ts.ModuleKind.CommonJS || (load?.form === "import()" && isNodeKind(context));
}

/** Whether Node.js resolves the specifiers, not a bundler. */
function isNodeKind({ ts, options }: Context): boolean {
  const { module } = options;
  return module !== undefined && module >= ts.ModuleKind.Node16 && module <= ts.ModuleKind.NodeNext;
}

/** Whether a `declare module` pattern matches a specifier: `declare module "*?raw"`. */
function isDeclared({ checker }: Context, { node }: ModuleSpecifier): boolean {
  return checker.getSymbolAtLocation(node) !== undefined;
}

/**
 * Resolves a module specifier as the program does, and also specifiers that the program does not resolve.
 *
 * @param context - The program.
 * @param file - The file that contains the specifier.
 * @param specifier - The specifier. A program does not resolve those of `require()` in TypeScript files, computed ones,
 *   and those with a query.
 * @returns The file, if it is in the program.
 */
export function resolveSpecifier(
  context: Context,
  file: ts.SourceFile,
  specifier: ModuleSpecifier,
): ts.SourceFile | undefined {
  const { ts, program, options, host } = context;
  const from = specifier.load?.from ?? file.fileName;
  const resolve = (text: string) =>
    ts.resolveModuleName(text, from, options, host, undefined, undefined, modeOf(context, file, specifier));
  const counted = countedOf(context, specifier);
  const asWritten = () =>
    counted ? internalProgram(program).getResolvedModuleFromModuleSpecifier(counted, file) : resolve(specifier.text);
  const asUrl = () => {
    const path = isUrl(context, file, specifier) ? pathOfUrl(specifier.text) : undefined;
    if (path === undefined || (QUERY_FOR_TEXT.test(specifier.text) && isDeclared(context, specifier))) return undefined;
    return resolve(path);
  };
  const order = isNodeKind(context) ? [asUrl, asWritten] : [asWritten, asUrl];
  for (const find of order) {
    const fileName = find()?.resolvedModule?.resolvedFileName;
    const found = fileName === undefined ? undefined : program.getSourceFile(fileName);
    if (found) return found;
  }
  return undefined;
}
