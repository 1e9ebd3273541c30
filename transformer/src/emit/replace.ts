import type ts from "typescript";
import type { TypeScript } from "../compiler/compiler.js";

/** Makes what stands for a node, of the node whose own parts are replaced already. */
export type Replace = (replaced: ts.Node) => ts.Node;

/** The nodes that each node of a file is a part of: one, unless another transformer uses a node in two places. */
function findParents(
  typescript: TypeScript,
  file: ts.SourceFile,
  isLeft: (node: ts.Node) => boolean,
): Map<ts.Node, ts.Node[]> {
  const parents = new Map<ts.Node, ts.Node[]>([[file, []]]);
  // A Map goes through what is added on the way.
  for (const node of parents.keys()) {
    typescript.forEachChild(node, (child) => {
      if (isLeft(child)) return;
      const known = parents.get(child);
      if (known) known.push(node);
      else parents.set(child, [node]);
    });
  }
  return parents;
}

/** Nodes and all that they are a part of. */
function withAncestors(nodes: Iterable<ts.Node>, parents: ReadonlyMap<ts.Node, readonly ts.Node[]>): Set<ts.Node> {
  const around = new Set(nodes);
  for (const node of around) for (const parent of parents.get(node)!) around.add(parent);
  return around;
}

/** Nodes of a file in an order in which the parts of a node come before it. */
function partsFirst(typescript: TypeScript, file: ts.SourceFile, nodes: ReadonlySet<ts.Node>): Set<ts.Node> {
  const ordered = new Set<ts.Node>();
  const entered = new Set<ts.Node>();
  const left: ts.Node[] = nodes.has(file) ? [file] : [];
  for (let node = left.at(-1); node; node = left.at(-1)) {
    if (entered.has(node)) {
      ordered.add(node);
      left.pop();
      continue;
    }
    entered.add(node);
    typescript.forEachChild(node, (child) => {
      if (nodes.has(child) && !entered.has(child)) left.push(child);
    });
  }
  return ordered;
}

/**
 * Replaces nodes of a file, the inner ones first. It goes up from each of them, and not down from the file: a chain of
 * thousands of operands, lists or branches is nested more deeply than a stack is, where TypeScript's `visitEachChild`
 * calls its visitor for each level.
 *
 * @param typescript - The compiler.
 * @param context - The transformation.
 * @param file - The file.
 * @param isLeft - Whether a node stays as it is, with all its parts.
 * @param select - How a node is to be replaced; `undefined` for all that stay.
 */
export function replaceNodes(
  typescript: TypeScript,
  context: ts.TransformationContext,
  file: ts.SourceFile,
  isLeft: (node: ts.Node) => boolean,
  select: (node: ts.Node) => Replace | undefined,
): ts.SourceFile {
  const parents = findParents(typescript, file, isLeft);
  const chosen = new Map<ts.Node, Replace>();
  for (const node of parents.keys()) {
    const replace = select(node);
    if (replace) chosen.set(node, replace);
  }
  const replaced = new Map<ts.Node, ts.Node>();
  const visit = (child: ts.Node) => replaced.get(child) ?? child;
  for (const node of partsFirst(typescript, file, withAncestors(chosen.keys(), parents))) {
    const updated = typescript.visitEachChild(node, visit, context);
    replaced.set(node, chosen.get(node)?.(updated) ?? updated);
  }
  return (replaced.get(file) as ts.SourceFile | undefined) ?? file;
}
