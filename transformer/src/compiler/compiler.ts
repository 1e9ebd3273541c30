import path from "node:path";
import type ts from "typescript";

/**
 * The compiler's namespace. The host passes it in, because a patched compiler is not the same object as the package.
 */
export type TypeScript = typeof ts;

/** The parts of TypeScript's internal API that importspy uses. The tests check them against 6.0. */
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

/** The result of binding a file. Only {@link bind} returns it. */
export interface BoundSourceFile {
  readonly locals?: ts.SymbolTable;
  readonly symbol?: ts.Symbol;
  /** Set for JavaScript that is a CommonJS module: `module.exports = …`, `require(…)`. */
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
  /** The content of the `.tsbuildinfo` file. Builders set this function. */
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

/** Tells which names of a checked file are used as values. */
export interface EmitResolver {
  isReferencedAliasDeclaration(node: ts.Node, checkChildren?: boolean): boolean;
  isValueAliasDeclaration(node: ts.Node): boolean;
  /** Marks the names that a node uses as values, in a file that is not checked. */
  markLinkedReferences(node: ts.Node): void;
}

/** A file with its internal members. */
export function internalFile(file: ts.SourceFile): InternalSourceFile {
  return file as InternalSourceFile;
}

/** Whether a file is JavaScript, which the program includes because of `allowJs`. */
export function isJavaScript(file: ts.SourceFile): boolean {
  return /\.[cm]?jsx?$/.test(file.fileName);
}

/** Whether a call is `import(…)` or `import.defer(…)`. */
export function isDynamicImport(typescript: TypeScript, { expression }: ts.CallExpression): boolean {
  const { ImportKeyword } = typescript.SyntaxKind;
  if (!typescript.isMetaProperty(expression)) return expression.kind === ImportKeyword;
  return expression.keywordToken === ImportKeyword && expression.name.text === "defer";
}

/** Whether a node wraps an expression without changing its value: parentheses, `as`, `satisfies`, `!`. */
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

/** The parent of an expression, without the wrappers that {@link unwrap} removes. */
export function parentOf(typescript: TypeScript, { parent }: ts.Node): ts.Node {
  return isWrapping(typescript, parent) ? parentOf(typescript, parent) : parent;
}

/** Whether a file is a JSON module. */
export function isJson(file: ts.SourceFile): boolean {
  return file.fileName.endsWith(".json");
}

/** The source of a file that the program contains as the declarations of a referenced project. */
export function referencedSourceOf(program: ts.Program, file: ts.SourceFile): string | undefined {
  return internalProgram(program).getRedirectFromOutput(internalFile(file).resolvedPath)?.source;
}

/** Whether a file was generated from sources of another build, which reports its mistakes. */
export function isMade(program: ts.Program, file: ts.SourceFile): boolean {
  return program.isSourceFileFromExternalLibrary(file) || referencedSourceOf(program, file) !== undefined;
}

/** Whether the build emits a file of the program. */
export function isEmitted(program: ts.Program, file: ts.SourceFile): boolean {
  return !file.isDeclarationFile && !isJson(file) && !program.isSourceFileFromExternalLibrary(file);
}

/** The folder of tsconfig.json. */
export function projectFolderOf(program: ts.Program): string {
  const { configFilePath } = program.getCompilerOptions() as { configFilePath?: string };
  return configFilePath ? path.posix.dirname(configFilePath) : program.getCurrentDirectory();
}

/** A program with its internal members. */
export function internalProgram(program: ts.Program): InternalProgram {
  return program as InternalProgram;
}

/** A checker with its internal members. */
export function internalChecker(checker: ts.TypeChecker): InternalChecker {
  return checker as InternalChecker;
}

/** Whether a type is the checker's placeholder for an unresolved type. In other respects, it is `any`. */
export function isUnresolvedType(type: ts.Type): boolean {
  return (type as { intrinsicName?: string }).intrinsicName === "error";
}

/** The resolver that TypeScript's own transformers use to elide imports. */
export function emitResolverOf(context: ts.TransformationContext): EmitResolver {
  return (context as unknown as { getEmitResolver(): EmitResolver }).getEmitResolver();
}

/**
 * Binds a parsed file: declares its names and sets the parents of its nodes. A program binds its files when its first
 * checker is created, which may be later than a stage needs. Binding a file again does nothing.
 */
export function bind(typescript: TypeScript, file: ts.SourceFile, options: ts.CompilerOptions): BoundSourceFile {
  (typescript as unknown as Internals).bindSourceFile(file, options);
  return file as BoundSourceFile;
}

/** A scope with declared names below `parent`, for nodes that do not belong to a program. */
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

/** A variable of a given type, without a declaration. */
export function createVariable(typescript: TypeScript, name: string, type: ts.Type): ts.Symbol {
  const { FunctionScopedVariable, Transient } = typescript.SymbolFlags;
  const symbol = { flags: FunctionScopedVariable | Transient, escapedName: name, declarations: [], links: { type } };
  return symbol as unknown as ts.Symbol;
}

/**
 * Makes a second checker of a program. A checker prints the members of a union in the order in which it first saw them
 * (`"a" | "b"` or `"b" | "a"`), in declarations and messages. So the program's own checker must not see contracts.
 */
export function createChecker(typescript: TypeScript, program: ts.Program): ts.TypeChecker {
  return (typescript as unknown as Internals).createTypeChecker(program);
}

/** Whether a JavaScript file is a CommonJS module. TypeScript finds this out when it binds the file. */
export function isCommonJs(typescript: TypeScript, file: ts.SourceFile, options: ts.CompilerOptions): boolean {
  if (!isJavaScript(file)) return false;
  return bind(typescript, file, options).commonJsModuleIndicator !== undefined;
}

/**
 * Runs a function whose recursion is as deep as a type is nested.
 *
 * @param run - The function.
 * @returns `undefined` on a stack overflow.
 */
export function withinStack<Result>(run: () => Result): Result | undefined {
  try {
    return run();
  } catch (error) {
    // Compared by name, because a patched compiler may have its own `Error`.
    if (error instanceof Object && "name" in error && error.name === "RangeError") return undefined;
    throw error;
  }
}

/** Sets a node's parent, which the checker follows to resolve names. */
export function setParent(node: ts.Node, parent: ts.Node): void {
  (node as { parent: ts.Node }).parent = parent;
}
