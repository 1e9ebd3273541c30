/**
 * TypeScript's diagnostics of a contract and of all declarations that it uses, also in files that TypeScript does not
 * check (`// @ts-nocheck`, `noCheck`, `skipLibCheck`, unchecked JavaScript). Without them, a contract would silently
 * check less than it says: an unresolved name is `any`, and an unresolved base has no members.
 *
 * @module
 */
import type ts from "typescript";
import type { Context } from "../analysis/context.js";
import { internalChecker } from "../compiler/compiler.js";
import { walk } from "../compiler/walk.js";
import { VOCABULARY_FILE } from "./vocabulary.js";

type Parts = Map<ts.SourceFile, Set<ts.Node>>;

/** The declarations that a contract uses. */
export interface Composition {
  /** Mistakes in the contract, and in the declarations and imports that it uses. */
  readonly mistakes: readonly ts.DiagnosticWithLocation[];
  /** The files of these declarations. */
  readonly files: readonly ts.SourceFile[];
  /** Whether the contract consists of declared types only, so that it does not depend on other files. */
  readonly isClosed: boolean;
}

/** The import or export declaration that brings a name into a file. */
function importingStatement({ ts }: Context, declaration: ts.Node): ts.Statement | undefined {
  return ts.findAncestor(
    declaration,
    (node) => ts.isImportDeclaration(node) || ts.isExportDeclaration(node) || ts.isImportEqualsDeclaration(node),
  ) as ts.Statement | undefined;
}

/** Collects the declarations that a contract uses, by following every name in it. */
function collectParts(context: Context, root: ts.Node): { parts: Parts; isClosed: boolean } {
  const { ts, checker, program } = context;
  const parts: Parts = new Map();
  let isClosed = true;
  const isGiven = (file: ts.SourceFile) =>
    file.fileName === VOCABULARY_FILE || program.isSourceFileDefaultLibrary(file);
  const add = (node: ts.Node): boolean => {
    const file = node.getSourceFile();
    if (isGiven(file)) return false;
    const known = parts.get(file) ?? new Set();
    if (known.has(node)) return false;
    parts.set(file, known.add(node));
    return true;
  };
  const followSymbol = (symbol: ts.Symbol): void => {
    for (const declaration of symbol.declarations ?? []) {
      const statement = symbol.flags & ts.SymbolFlags.Alias ? importingStatement(context, declaration) : undefined;
      if (statement) add(statement);
      else if (isType(declaration)) {
        if (add(declaration)) waiting.push(declaration);
      } else if (!isInType(declaration) && !isGiven(declaration.getSourceFile())) isClosed = false;
    }
    if (symbol.flags & ts.SymbolFlags.Alias) {
      const target = checker.getImmediateAliasedSymbol(symbol);
      if (target && target !== symbol) followSymbol(target);
    }
  };
  const isType = (node: ts.Node) =>
    ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node) || ts.isEnumDeclaration(node);
  const isInType = (node: ts.Node) =>
    ts.isTypeElement(node) || ts.isTypeParameterDeclaration(node) || ts.isParameter(node) || ts.isEnumMember(node);
  const visit = (node: ts.Node): void => {
    // The type of a value may depend on any file.
    if (ts.isTypeQueryNode(node) || ts.isImportTypeNode(node)) isClosed = false;
    const symbol = ts.isIdentifier(node) ? checker.getSymbolAtLocation(node) : undefined;
    if (symbol) followSymbol(symbol);
  };
  add(root);
  // Iterative, since declarations may form long chains.
  const waiting: ts.Node[] = [root];
  for (let next = waiting.pop(); next; next = waiting.pop()) walk(ts, next, visit);
  return { parts, isClosed };
}

/**
 * The checker's diagnostics for some nodes of a file. A stand-in for the file makes it check only these nodes, also in
 * files that it would skip.
 */
function checkNodes({ ts, checker, options }: Context, file: ts.SourceFile, nodes: ReadonlySet<ts.Node>) {
  const standIn = ts.createSourceFile(file.fileName, "", ts.ScriptTarget.Latest, false, ts.ScriptKind.TS);
  standIn.isDeclarationFile = false;
  const { noCheck } = options;
  try {
    options.noCheck = false;
    return internalChecker(checker).getDiagnostics(standIn, undefined, [...nodes]);
  } finally {
    if (noCheck === undefined) delete options.noCheck;
    else options.noCheck = noCheck;
  }
}

/**
 * Finds the declarations that a contract uses, and TypeScript's diagnostics in them.
 *
 * @param context - The program.
 * @param root - The contract's declaration.
 */
export function findComposition(context: Context, root: ts.Node): Composition {
  const { parts, isClosed } = collectParts(context, root);
  const mistakes = [...parts].flatMap(([file, nodes]) => {
    const spans = [...nodes].map((node) => ({ start: node.getStart(file), end: node.end }));
    const isInside = (diagnostic: ts.Diagnostic): diagnostic is ts.DiagnosticWithLocation =>
      diagnostic.start !== undefined &&
      spans.some(({ start, end }) => diagnostic.start! >= start && diagnostic.start! < end);
    // The checker returns all diagnostics of the file that it has so far.
    return checkNodes(context, file, nodes).filter(isInside);
  });
  return { mistakes, files: [...parts.keys()], isClosed };
}
