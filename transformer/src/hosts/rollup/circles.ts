/**
 * Finds modules that import each other in circles (Tarjan's strongly connected components).
 *
 * @param ids - The modules to look at.
 * @param importsOf - What a module imports.
 * @returns The circles of two modules or more.
 */
export function findCircles(
  ids: Iterable<string>,
  importsOf: (id: string) => readonly string[],
): readonly (readonly string[])[] {
  const indexes = new Map<string, number>();
  const lowest = new Map<string, number>();
  const open: string[] = [];
  const isOpen = new Set<string>();
  const circles: string[][] = [];
  const enter = (id: string) => {
    indexes.set(id, indexes.size);
    lowest.set(id, indexes.get(id)!);
    open.push(id);
    isOpen.add(id);
    return { id, rest: importsOf(id).values() };
  };
  const lower = (id: string, to: number) => lowest.set(id, Math.min(lowest.get(id)!, to));
  const leave = (id: string) => {
    if (lowest.get(id) !== indexes.get(id)) return;
    const circle = open.splice(open.lastIndexOf(id));
    for (const each of circle) isOpen.delete(each);
    if (circle.length > 1) circles.push(circle);
  };
  for (const start of ids) {
    if (indexes.has(start)) continue;
    const stack = [enter(start)];
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      const { done, value } = top.rest.next();
      if (done) {
        leave(top.id);
        stack.pop();
        const outer = stack.at(-1);
        if (outer) lower(outer.id, lowest.get(top.id)!);
      } else if (!indexes.has(value)) stack.push(enter(value));
      else if (isOpen.has(value)) lower(top.id, indexes.get(value)!);
    }
  }
  return circles;
}
