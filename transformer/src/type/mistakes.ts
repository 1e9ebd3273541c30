/**
 * TypeScript's diagnostics of a contract and of all that it is made of, also where TypeScript itself would not look
 * (`// @ts-nocheck`, `noCheck`, `skipLibCheck`, unchecked JavaScript): a name that does not resolve is `any` to the
 * checker, and a base that does not is nothing, so the contract would silently ask for less than it says.
 *
 * @module
 */
import type ts from "typescript";
import { internalChecker } from "../compiler.js";
import type { Context } from "../context.js";
import { VOCABULARY_FILE } from "./vocabulary.js";

type Parts = Map<ts.SourceFile, Set<ts.Node>>;

/** The import or export declaration through which a name comes into a file. */
function importingStatement({ ts }: Context, declaration: ts.Node): ts.Statement | undefined {
  return ts.findAncestor(
    declaration,
    (node) => ts.isImportDeclaration(node) || ts.isExportDeclaration(node) || ts.isImportEqualsDeclaration(node),
  ) as ts.Statement | undefined;
}

/** Collects the declarations that a contract is made of, by following every name in it. */
function collectParts(context: Context, root: ts.Node): Parts {
  const { ts, checker, program } = context;
  const parts: Parts = new Map();
  const add = (node: ts.Node): boolean => {
    const file = node.getSourceFile();
    if (file.fileName === VOCABULARY_FILE || program.isSourceFileDefaultLibrary(file)) return false;
    const known = parts.get(file) ?? new Set();
    if (known.has(node)) return false;
    parts.set(file, known.add(node));
    return true;
  };
  const followSymbol = (symbol: ts.Symbol): void => {
    for (const declaration of symbol.declarations ?? []) {
      const statement = symbol.flags & ts.SymbolFlags.Alias ? importingStatement(context, declaration) : undefined;
      if (statement) add(statement);
      else if (isType(declaration) && add(declaration)) visit(declaration);
    }
    if (symbol.flags & ts.SymbolFlags.Alias) {
      const target = checker.getImmediateAliasedSymbol(symbol);
      if (target && target !== symbol) followSymbol(target);
    }
  };
  const isType = (node: ts.Node) =>
    ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node) || ts.isEnumDeclaration(node);
  const visit = (node: ts.Node): void => {
    const symbol = ts.isIdentifier(node) ? checker.getSymbolAtLocation(node) : undefined;
    if (symbol) followSymbol(symbol);
    ts.forEachChild(node, visit);
  };
  add(root);
  visit(root);
  return parts;
}

/** What the checker says of nodes of a file. A stand-in for the file lets it check those alone, and in any file. */
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
 * Finds the mistakes of a contract that TypeScript knows of.
 *
 * @param context - The program.
 * @param root - The contract's declaration.
 * @returns Diagnostics in the declaration, and in declarations and imports that it needs.
 */
export function findMistakes(context: Context, root: ts.Node): ts.DiagnosticWithLocation[] {
  return [...collectParts(context, root)].flatMap(([file, nodes]) => {
    const spans = [...nodes].map((node) => ({ start: node.getStart(file), end: node.end }));
    const isInside = (diagnostic: ts.Diagnostic): diagnostic is ts.DiagnosticWithLocation =>
      diagnostic.start !== undefined &&
      spans.some(({ start, end }) => diagnostic.start! >= start && diagnostic.start! < end);
    // The checker returns all that it knows of the file by now.
    return checkNodes(context, file, nodes).filter(isInside);
  });
}
