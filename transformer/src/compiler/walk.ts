import type ts from "typescript";
import type { TypeScript } from "./compiler.js";

/** Deeper nodes are visited when the call stack is empty again: chains of thousands of operands are nested as deep. */
const DEEPEST = 500;

/**
 * Visits a node and everything in it, however deep.
 *
 * @param typescript - The compiler.
 * @param root - Where to begin.
 * @param visit - Returns `false` for a node whose parts are to be left out.
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
