import path from "node:path";
import type ts from "typescript";

/** The compiler's namespace. Passed in by the host, because a patched compiler is another object than the package. */
export type TypeScript = typeof ts;

/** What importspy uses of TypeScript that its declarations do not show; checked against 6.0 by the tests. */
interface Internals {
  bindSourceFile(file: ts.SourceFile, options: ts.CompilerOptions): void;
  createTypeChecker(program: ts.Program): ts.TypeChecker;
}

interface InternalSourceFile extends ts.SourceFile {
  readonly imports?: readonly ts.StringLiteralLike[];
  /** `declare module "…"` and `declare global` in a module. */
  readonly moduleAugmentations?: readonly ts.Node[];
  /** `// @ts-check` or `// @ts-nocheck` */
  readonly checkJsDirective?: { readonly enabled: boolean };
  readonly parseDiagnostics: readonly ts.DiagnosticWithLocation[];
  readonly resolvedPath: string;
  version?: string;
}

/** What TypeScript knows of a file after it was bound: {@link bind} is the only way to it. */
export interface BoundSourceFile {
  readonly locals?: ts.SymbolTable;
  readonly symbol?: ts.Symbol;
  /** Set in JavaScript that is a CommonJS module: `module.exports = …`, `require(…)`. */
  readonly commonJsModuleIndicator?: ts.Node;
}

interface InternalProgram extends ts.Program {
  getSemanticDiagnostics(
    file?: ts.SourceFile,
    cancellation?: ts.CancellationToken,
    nodesToCheck?: readonly ts.Node[],
  ): readonly ts.Diagnostic[];
  getBindAndCheckDiagnostics?(file: ts.SourceFile, cancellation?: ts.CancellationToken): readonly ts.Diagnostic[];
  getResolvedModule(
    file: ts.SourceFile,
    moduleName: string,
    mode: ts.ResolutionMode,
  ): ts.ResolvedModuleWithFailedLookupLocations | undefined;
  /** What is written to the `.tsbuildinfo` file; set by builders. */
  getBuildInfo: (() => object) | undefined;
  emitBuildInfo(write?: ts.WriteFileCallback, cancellation?: ts.CancellationToken): ts.EmitResult;
  getEmitModuleFormatOfFile(file: ts.SourceFile): ts.ModuleKind;
  getRedirectFromOutput(path: string): { readonly source?: string } | undefined;
  getRedirectFromSourceFile(fileName: string): { readonly outputDts?: string } | undefined;
  getResolvedModuleFromModuleSpecifier(
    specifier: ts.StringLiteralLike,
    file?: ts.SourceFile,
  ): { readonly resolvedModule?: ts.ResolvedModuleFull } | undefined;
}

interface InternalChecker extends ts.TypeChecker {
  getEmitResolver(file: ts.SourceFile, cancellation?: ts.CancellationToken, skipDiagnostics?: boolean): EmitResolver;
  getDiagnostics(
    file: ts.SourceFile,
    cancellation: ts.CancellationToken | undefined,
    nodesToCheck: readonly ts.Node[],
  ): readonly ts.Diagnostic[];
  resolveExternalModuleSymbol(module: ts.Symbol): ts.Symbol;
  resolveName(
    name: string,
    location: ts.Node | undefined,
    meaning: ts.SymbolFlags,
    excludeGlobals: boolean,
  ): ts.Symbol | undefined;
}

/** Knows, of checked files, which names are used as values. */
export interface EmitResolver {
  isReferencedAliasDeclaration(node: ts.Node, checkChildren?: boolean): boolean;
  isValueAliasDeclaration(node: ts.Node): boolean;
  /** Lets it know what a node uses as a value, in files that are not checked. */
  markLinkedReferences(node: ts.Node): void;
}

/** The internal view of a file. */
export function internalFile(file: ts.SourceFile): InternalSourceFile {
  return file as InternalSourceFile;
}

/** Whether a file is JavaScript, that the program holds because of `allowJs`. */
export function isJavaScript(file: ts.SourceFile): boolean {
  return /\.[cm]?jsx?$/.test(file.fileName);
}

/** Whether a call is `import(…)` or `import.defer(…)`. */
export function isDynamicImport(typescript: TypeScript, { expression }: ts.CallExpression): boolean {
  const { ImportKeyword } = typescript.SyntaxKind;
  if (!typescript.isMetaProperty(expression)) return expression.kind === ImportKeyword;
  return expression.keywordToken === ImportKeyword && expression.name.text === "defer";
}

/** What stands around an expression without changing its value: parentheses, `as`, `satisfies`, `!`. */
function isWrapping(typescript: TypeScript, node: ts.Node): node is ts.Node & { readonly expression: ts.Expression } {
  return (
    typescript.isParenthesizedExpression(node) ||
    typescript.isAssertionExpression(node) ||
    typescript.isSatisfiesExpression(node) ||
    typescript.isNonNullExpression(node)
  );
}

/** `("./x" as const)` → `"./x"` */
export function unwrap(typescript: TypeScript, expression: ts.Expression): ts.Expression {
  return isWrapping(typescript, expression) ? unwrap(typescript, expression.expression) : expression;
}

/** The node that an expression is a part of, be it in parentheses or not: the other way round than {@link unwrap}. */
export function parentOf(typescript: TypeScript, { parent }: ts.Node): ts.Node {
  return isWrapping(typescript, parent) ? parentOf(typescript, parent) : parent;
}

/** Whether a file is a JSON module. */
export function isJson(file: ts.SourceFile): boolean {
  return file.fileName.endsWith(".json");
}

/** The source of a file that the program holds as a referenced project's declarations only. */
export function referencedSourceOf(program: ts.Program, file: ts.SourceFile): string | undefined {
  return internalProgram(program).getRedirectFromOutput(internalFile(file).resolvedPath)?.source;
}

/** Whether a file was made from sources elsewhere: mistakes in it were reported where it was made. */
export function isMade(program: ts.Program, file: ts.SourceFile): boolean {
  return program.isSourceFileFromExternalLibrary(file) || referencedSourceOf(program, file) !== undefined;
}

/** Whether a file of the program is one that a build turns into JavaScript. */
export function isEmitted(program: ts.Program, file: ts.SourceFile): boolean {
  return !file.isDeclarationFile && !isJson(file) && !program.isSourceFileFromExternalLibrary(file);
}

/** The folder of tsconfig.json. */
export function projectFolderOf(program: ts.Program): string {
  const { configFilePath } = program.getCompilerOptions() as { configFilePath?: string };
  return configFilePath ? path.posix.dirname(configFilePath) : program.getCurrentDirectory();
}

/** The internal view of a program. */
export function internalProgram(program: ts.Program): InternalProgram {
  return program as InternalProgram;
}

/** The internal view of a checker. */
export function internalChecker(checker: ts.TypeChecker): InternalChecker {
  return checker as InternalChecker;
}

/** Whether a type is the checker's stand-in for one that it could not resolve; to the rest of the program it is `any`. */
export function isUnresolvedType(type: ts.Type): boolean {
  return (type as { intrinsicName?: string }).intrinsicName === "error";
}

/** The resolver that tells TypeScript's own transformers what to elide. */
export function emitResolverOf(context: ts.TransformationContext): EmitResolver {
  return (context as unknown as { getEmitResolver(): EmitResolver }).getEmitResolver();
}

/**
 * Declares the names of a parsed file and gives its nodes their parents. A program's files are bound when its first
 * checker is made, which may be later than a stage runs; to bind a file again costs nothing.
 */
export function bind(typescript: TypeScript, file: ts.SourceFile, options: ts.CompilerOptions): BoundSourceFile {
  (typescript as unknown as Internals).bindSourceFile(file, options);
  return file as BoundSourceFile;
}

/** A scope that declares names and hangs below `parent`, for nodes that are part of no program. */
export function createScope(
  typescript: TypeScript,
  parent: ts.Node,
  locals: Iterable<readonly [ts.__String, ts.Symbol]>,
): ts.Block {
  const scope = typescript.factory.createBlock([]) as ts.Block & { locals: ts.SymbolTable; flags: ts.NodeFlags };
  scope.flags &= ~typescript.NodeFlags.Synthesized;
  scope.locals = new Map(locals);
  setParent(scope, parent);
  return scope;
}

/** A variable of a given type that no text declares. */
export function createVariable(typescript: TypeScript, name: string, type: ts.Type): ts.Symbol {
  const { FunctionScopedVariable, Transient } = typescript.SymbolFlags;
  const symbol = { flags: FunctionScopedVariable | Transient, escapedName: name, declarations: [], links: { type } };
  return symbol as unknown as ts.Symbol;
}

/**
 * Makes a second checker of a program. What the program's own checker sees first decides the order in which it prints
 * unions (`"a" | "b"` or `"b" | "a"`) in declarations and messages, so contracts must not be what it sees first.
 */
export function createChecker(typescript: TypeScript, program: ts.Program): ts.TypeChecker {
  return (typescript as unknown as Internals).createTypeChecker(program);
}

/** Whether a JavaScript file is written as a CommonJS module, which TypeScript notices when it binds the file. */
export function isCommonJs(typescript: TypeScript, file: ts.SourceFile, options: ts.CompilerOptions): boolean {
  if (!isJavaScript(file)) return false;
  return bind(typescript, file, options).commonJsModuleIndicator !== undefined;
}

/**
 * Runs what goes as deep as a type is nested.
 *
 * @param run - What to run.
 * @returns `undefined` where the stack cannot hold it.
 */
export function withinStack<Result>(run: () => Result): Result | undefined {
  try {
    return run();
  } catch (error) {
    // By name: a patched compiler may have an `Error` of its own.
    if (error instanceof Object && "name" in error && error.name === "RangeError") return undefined;
    throw error;
  }
}

/** Sets a node's parent, through which names are looked up. */
export function setParent(node: ts.Node, parent: ts.Node): void {
  (node as { parent: ts.Node }).parent = parent;
}
