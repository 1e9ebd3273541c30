/** The module graph, as far as it decides the order of evaluation. */
export interface ModuleGraph {
  /** Modules that are loaded on their own: entries, and what `import()` loads. */
  readonly roots: readonly string[];
  /** Whether a program may start with a module. */
  isEntry(id: string): boolean;
  /** What a module imports statically, in the order of its source; its own sidecar before all else. */
  importsOf(id: string): readonly string[];
  /** What a module imports by `import()`. */
  importsLater(id: string): readonly string[];
  /** Whether a module stays outside of the bundle. */
  isExternal(id: string): boolean;
  /** Whether the bundler evaluates it only when the module that imports it is evaluated: CommonJS in Rolldown. */
  isLate(id: string): boolean;
  /** Whether an ES module imports it, so that it is evaluated before that one. */
  isImportedByEsm(id: string): boolean;
  /** Whether the module's text, when the bundler has compiled it, imports its sidecar before all else. */
  isInOrder(id: string): boolean;
}

const isNever = () => false;

/**
 * The order in which modules are evaluated when a root is loaded, as the sources say it: what a module imports first,
 * in the order of its imports, then the module itself.
 *
 * @param graph - The modules, external ones among them.
 * @param root - What is loaded.
 * @param isLeaf - Modules whose own imports are left out.
 */
export function evaluationOrder(
  { importsOf }: Pick<ModuleGraph, "importsOf">,
  root: string,
  isLeaf: (id: string) => boolean = isNever,
): readonly string[] {
  const order: string[] = [];
  const seen = new Set([root]);
  const stack = [{ id: root, rest: importsOf(root).values() }];
  for (let top = stack.at(-1); top; top = stack.at(-1)) {
    const { done, value } = top.rest.next();
    if (done) {
      order.push(top.id);
      stack.pop();
    } else if (!seen.has(value)) {
      seen.add(value);
      stack.push({ id: value, rest: (isLeaf(value) ? [] : importsOf(value)).values() });
    }
  }
  return order;
}

/**
 * The order of evaluation of each root that is ever loaded by itself. What all of its importers load by an import as
 * well, before they ask for it by `import()`, is not.
 *
 * @param graph - The modules.
 */
export function ordersOf(graph: ModuleGraph): ReadonlyMap<string, readonly string[]> {
  const orders = new Map(graph.roots.map((root) => [root, evaluationOrder(graph, root)]));
  const laterIn = [...orders].map(([root, order]) => ({ root, order, later: order.map(graph.importsLater) }));
  const isLoaded = (id: string): boolean => {
    const askers = laterIn.filter(({ root, later }) => root !== id && later.some((each) => each.includes(id)));
    const isEarlier = ({ order, later }: (typeof laterIn)[number]) => {
      const place = order.indexOf(id);
      return place >= 0 && place < later.findIndex((each) => each.includes(id));
    };
    return !graph.isEntry(id) && askers.length > 0 && askers.every(isEarlier);
  };
  return new Map([...orders].filter(([root]) => !isLoaded(root)));
}
