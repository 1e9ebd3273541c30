import type ts from "typescript";
import { internalProgram } from "../compiler/compiler.js";
import { pathOfUrl, QUERY_FOR_TEXT } from "../compiler/specifiers.js";
import type { Context } from "./context.js";
import type { ModuleSpecifier } from "./specifier.js";

/** Whether the program itself has resolved a specifier: those of declarations, and of `import("x")`. */
function countedOf({ ts }: Context, { node, load }: ModuleSpecifier): ts.StringLiteralLike | undefined {
  if (!ts.isStringLiteralLike(node)) return undefined;
  const isCounted = !load || (load.form === "import()" && ts.isCallExpression(node.parent));
  return isCounted ? node : undefined;
}

/**
 * The module system by which a specifier is resolved.
 *
 * @param context - The program.
 * @param file - The file that holds it.
 * @param specifier - The specifier.
 */
export function modeOf(context: Context, file: ts.SourceFile, specifier: ModuleSpecifier): ts.ResolutionMode {
  const counted = countedOf(context, specifier);
  if (counted) return context.program.getModeForUsageLocation(file, counted);
  const { CommonJS, ESNext } = context.ts.ModuleKind;
  return specifier.load?.form === "require" ? CommonJS : ESNext;
}

/** Whether a specifier is a URL when the program runs: in ES modules, where `%`, `?` and `#` mean something. */
function isUrl(context: Context, file: ts.SourceFile, { text, load }: ModuleSpecifier): boolean {
  if (!/[%?#]/.test(text) || text.startsWith("#") || load?.isPlace || load?.form === "require") return false;
  const { ts, program } = context;
  const format = internalProgram(program).getEmitModuleFormatOfFile(file);
  return format !== ts.ModuleKind.CommonJS || (load?.form === "import()" && isNodeKind(context));
}

/** Whether Node.js is what resolves the specifiers, and no bundler. */
function isNodeKind({ ts, options }: Context): boolean {
  const { module } = options;
  return module !== undefined && module >= ts.ModuleKind.Node16 && module <= ts.ModuleKind.NodeNext;
}

/** Whether a specifier is one that the program declares by a pattern: `declare module "*?raw"`. */
function isDeclared({ checker }: Context, { node }: ModuleSpecifier): boolean {
  return checker.getSymbolAtLocation(node) !== undefined;
}

/**
 * Resolves a module specifier as the program does, or Node.js where that knows more.
 *
 * @param context - The program.
 * @param file - The file that holds the specifier.
 * @param specifier - The specifier. Programs do not resolve those of `require()` in TypeScript files, none that is put
 * together, and none with a query.
 * @returns The file, if the program has it.
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
