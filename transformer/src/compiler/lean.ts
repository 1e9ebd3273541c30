import type ts from "typescript";
import type { TypeScript } from "./compiler.js";

/** Words without which the bodies of a file's functions load nothing, and have nothing to do with contracts. */
const MATTERS = /@importspy|\bimport\s*[.(]|\brequire|\bprocess\b|\bmodule\s*[.[]|\bWorker\b/;

/** The body of a function whose type is written out, so that nothing outside of it depends on what it does. */
interface Emptied {
  readonly body: ts.Block;
  readonly type: ts.TypeNode;
}

function isEmptied(typescript: TypeScript, node: ts.Node): node is ts.Node & Emptied {
  const { body, type } = node as Partial<Emptied>;
  return type !== undefined && body !== undefined && typescript.isBlock(body) && body.statements.length > 0;
}

/**
 * Takes out of a parsed file what nobody asks about while it is closed: the bodies of functions with a written type.
 * They are two thirds of a program's memory. Imports, exports and types stay as they are.
 *
 * @param typescript - The compiler.
 * @param file - A file that was parsed and not yet bound.
 */
export function emptyBodies(typescript: TypeScript, file: ts.SourceFile): void {
  if (file.isDeclarationFile || !/\.[cm]?tsx?$/.test(file.fileName) || MATTERS.test(file.text)) return;
  const visit = (node: ts.Node): void => {
    if (!isEmptied(typescript, node)) {
      typescript.forEachChild(node, visit);
      return;
    }
    const body = node.body as { statements: ts.NodeArray<ts.Statement> };
    body.statements = typescript.setTextRange(typescript.factory.createNodeArray<ts.Statement>([]), body.statements);
  };
  typescript.forEachChild(file, visit);
}

/**
 * Makes a registry of documents that keeps closed files without their bodies.
 *
 * @param typescript - The compiler.
 * @param registry - The registry that parses them.
 * @param isOpen - Whether somebody works on a file; where that changes, so must its version.
 */
export function createLeanRegistry(
  typescript: TypeScript,
  registry: ts.DocumentRegistry,
  isOpen: (fileName: string) => boolean,
): ts.DocumentRegistry {
  const lean = new WeakSet<ts.SourceFile>();
  const empty = (file: ts.SourceFile): ts.SourceFile => {
    if (lean.has(file) || isOpen(file.fileName)) return file;
    emptyBodies(typescript, file);
    lean.add(file);
    return file;
  };
  return {
    ...registry,
    acquireDocument: (...values) => empty(registry.acquireDocument(...values)),
    acquireDocumentWithKey: (...values) => empty(registry.acquireDocumentWithKey(...values)),
    updateDocument: (...values) => empty(registry.updateDocument(...values)),
    updateDocumentWithKey: (...values) => empty(registry.updateDocumentWithKey(...values)),
  };
}
