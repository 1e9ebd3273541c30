import type ts from "typescript";
import type { TypeScript } from "../compiler/compiler.js";

/** Makes the replacement of a node, from the node with its children already replaced. */
export type Replace = (replaced: ts.Node) => ts.Node;

/** The parents of each node of a file. There are several when another transformer uses a node in two places. */
function findParents(
  typescript: TypeScript,
  file: ts.SourceFile,
  isLeft: (node: ts.Node) => boolean,
): Map<ts.Node, ts.Node[]> {
  const parents = new Map<ts.Node, ts.Node[]>([[file, []]]);
  // A `for` loop over a Map also visits what is added during the loop.
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

/** Nodes and all their ancestors. */
function withAncestors(nodes: Iterable<ts.Node>, parents: ReadonlyMap<ts.Node, readonly ts.Node[]>): Set<ts.Node> {
  const around = new Set(nodes);
  for (const node of around) for (const parent of parents.get(node)!) around.add(parent);
  return around;
}

/** Nodes of a file, children before their parents. */
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
 * Replaces nodes of a file, inner ones first. It visits only these nodes and their ancestors, in a loop: TypeScript's
 * `visitEachChild` recurses for each level, and thousands of nested operands, lists or branches would overflow the
 * stack.
 *
 * @param typescript - The compiler.
 * @param context - The transformation.
 * @param file - The file.
 * @param isLeft - Whether a node stays as it is, with all its children.
 * @param select - How to replace a node; `undefined` for nodes that stay.
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
