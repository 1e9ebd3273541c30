import type ts from "typescript";
import type { TypeScript } from "./compiler.js";

/** Nodes at this depth are queued and visited from an empty stack, since operands may be nested thousands deep. */
const DEEPEST = 500;

/**
 * Visits a node and all nodes inside it, at any depth.
 *
 * @param typescript - The compiler.
 * @param root - The first node.
 * @param visit - Returns `false` for a node whose children should be skipped.
 */
export function walk(typescript: TypeScript, root: ts.Node, visit: (node: ts.Node) => unknown): void {
  const left = [root];
  let depth = 0;
  const each = (node: ts.Node): void => {
    if (depth > DEEPEST) {
      left.push(node);
      return;
    }
    if (visit(node) === false) return;
    depth++;
    typescript.forEachChild(node, each);
    depth--;
  };
  for (let node = left.pop(); node; node = left.pop()) each(node);
}
