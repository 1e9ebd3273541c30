import type ts from "typescript";
import type { TypeScript } from "./compiler.js";

/** A function body without these words cannot load a module and has nothing to do with contracts. */
const MATTERS = /@importspy|\bimport\s*[.(]|\brequire|\bprocess\b|\bmodule\s*[.[]|\bWorker\b/;

/** A function with a body and a written return type. Nothing outside depends on its body. */
interface Emptied {
  readonly body: ts.Block;
  readonly type: ts.TypeNode;
}

function isEmptied(typescript: TypeScript, node: ts.Node): node is ts.Node & Emptied {
  const { body, type } = node as Partial<Emptied>;
  return type !== undefined && body !== undefined && typescript.isBlock(body) && body.statements.length > 0;
}

/**
 * Removes the bodies of functions with a written type from a parsed file. Closed files do not need them, and they take
 * two thirds of a program's memory. Imports, exports and types stay.
 *
 * @param typescript - The compiler.
 * @param file - A file that is parsed but not yet bound.
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
 * Makes a document registry that removes function bodies from closed files.
 *
 * @param typescript - The compiler.
 * @param registry - The registry that parses them.
 * @param isOpen - Whether a file is open in the editor. When this changes, the file's version must change too.
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
