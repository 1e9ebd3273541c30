import type ts from "typescript";
import type { TypeScript } from "../../../compiler/compiler.js";

/** Parses emitted JavaScript. */
export function parseJavaScript(typescript: TypeScript, fileName: string, text: string): ts.SourceFile {
  const { Latest } = typescript.ScriptTarget;
  return typescript.createSourceFile(fileName, text, Latest, true, typescript.ScriptKind.JSX);
}

/** Whether the parser stumbled: then nothing can be proven about the file. */
export function hasSyntaxErrors(file: ts.SourceFile): boolean {
  const { parseDiagnostics } = file as ts.SourceFile & { readonly parseDiagnostics: readonly ts.Diagnostic[] };
  return parseDiagnostics.length > 0;
}

/** 1-based line of a node. */
export function lineOf(node: ts.Node, file: ts.SourceFile): number {
  return file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1;
}

/** The value of a literal: text, or the text of a number. */
export function literalOf(typescript: TypeScript, node: ts.Node | undefined): string | undefined {
  return node && (typescript.isStringLiteralLike(node) || typescript.isNumericLiteral(node)) ? node.text : undefined;
}

/** The value of a property of an object literal. */
export function propertyOf(
  typescript: TypeScript,
  object: ts.ObjectLiteralExpression,
  name: string,
): ts.Expression | undefined {
  for (const property of object.properties) {
    if (!typescript.isPropertyAssignment(property)) continue;
    const key = property.name;
    if ((typescript.isIdentifier(key) || typescript.isStringLiteral(key)) && key.text === name) {
      return property.initializer;
    }
  }
  return undefined;
}

/** Visits a node and everything in it. */
export function walk(typescript: TypeScript, node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node);
  typescript.forEachChild(node, (child) => walk(typescript, child, visit));
}

/** `[["a", "#1a2b3c", 1, 0], …]`: the keys of imports. */
function announcedKeys(typescript: TypeScript, list: ts.Expression): string[] | undefined {
  if (!typescript.isArrayLiteralExpression(list)) return undefined;
  const keys = list.elements.map((edge) => {
    if (!typescript.isArrayLiteralExpression(edge)) return undefined;
    const [name, copy] = edge.elements.map((each) => literalOf(typescript, each));
    return name === undefined || copy === undefined ? undefined : name + copy;
  });
  return keys.every((key) => key !== undefined) ? keys : undefined;
}

/** Lists of them: the keys of what a file loads, by moment. */
export function announcedMoments(typescript: TypeScript, list: ts.Expression | undefined): string[][] | undefined {
  if (!list) return [];
  if (!typescript.isArrayLiteralExpression(list)) return undefined;
  const moments = list.elements.map((each) => announcedKeys(typescript, each));
  return moments.every((each) => each !== undefined) ? moments : undefined;
}

/** A contract, or what looks like one: an object literal with its four fields. */
export interface ContractLiteral {
  readonly key: string;
  /** The path of its module, or the name of one that somebody else wrote. */
  readonly module: string;
  readonly node: ts.ObjectLiteralExpression;
  readonly alternatives: ts.Expression;
  /** What comes behind it in the call that it is handed to. */
  readonly rest: readonly ts.Expression[];
}

/** Reads an object literal as a contract. */
export function contractLiteralOf(typescript: TypeScript, node: ts.Node): ContractLiteral | undefined {
  if (!typescript.isObjectLiteralExpression(node)) return undefined;
  const name = literalOf(typescript, propertyOf(typescript, node, "package"));
  const module = literalOf(typescript, propertyOf(typescript, node, "module"));
  const alternatives = propertyOf(typescript, node, "alternatives");
  const key = literalOf(typescript, propertyOf(typescript, node, "key"));
  if (key === undefined || name === undefined || module === undefined || !alternatives) return undefined;
  const { parent } = node;
  const rest = typescript.isCallExpression(parent) ? parent.arguments.slice(1, 3) : [];
  return { key, module, node, alternatives, rest };
}
