/**
 * Where to cut bundles. Inside of a chunk nothing can come between what it imports and its modules, so a chunk that
 * holds a sidecar and what comes after it has loaded all external modules, and all shared chunks, before the verdict.
 * So each sidecar that judges becomes a chunk of its own, and so does what stands between two of them.
 *
 * @module
 */
import { findCircles } from "./circles.js";
import { evaluationOrder, type ModuleGraph, ordersOf } from "./order.js";

/** How a build is cut. */
export interface Cut {
  /** Whether one chunk, as the bundler makes it by itself, has the order of the sources. */
  readonly isFree: boolean;
  /** The order of evaluation of each root. */
  readonly orders: ReadonlyMap<string, readonly string[]>;
  /**
   * What comes before roots, and before modules in circles that verdicts fall into: in a circle the order depends on
   * where it is entered, so each of its modules is a chunk of its own, which is entered where the sources do.
   */
  readonly sequences: ReadonlyMap<string, readonly string[]>;
  /** Whether a root comes to a contract and to this module. */
  isReached(id: string): boolean;
  /** Whether a module is one after which the order of imports still matters. */
  isTurn(id: string): boolean;
  /**
   * The chunk that a module goes into.
   *
   * @param id - The module.
   * @param own - The chunk that the user wants it to go into.
   * @returns `undefined` when that is up to the bundler.
   */
  chunkOf(id: string, own?: string): string | undefined;
}

/** Where a module stands, in the roots that come to it: how many turns come before it, and whether it is all. */
interface Place {
  /** `0:1 4:2`: one turn in root 0, two in root 4. Modules of one text may share a chunk. */
  text: string;
  isLast: boolean;
  /** The next turn in the first of these roots. */
  readonly next: string | undefined;
}

/** `/app/src/pay.ts?importspy` → `pay` */
function baseOf(id: string): string {
  const name = id.replace(/[?#].*$/s, "").replace(/^.*[\\/]/, "");
  return name.replace(/\.[^.]*$/, "").replace(/[^\w-]+/g, "_") || "module";
}

/** Names that tell chunks apart: `pay.verdict`, `pay.verdict-2`. They are not those of sidecars beside files. */
function createNames(): (wanted: string, key: string) => string {
  const byKey = new Map<string, string>();
  const taken = new Set<string>();
  return (wanted, key) => {
    const known = byKey.get(key);
    if (known !== undefined) return known;
    let name = wanted;
    for (let number = 2; taken.has(name); number++) name = `${wanted}-${number}`;
    taken.add(name);
    byKey.set(key, name);
    return name;
  };
}

function placeModules(
  orders: ReadonlyMap<string, readonly string[]>,
  isTurn: (id: string) => boolean,
): ReadonlyMap<string, Place> {
  const places = new Map<string, Place>();
  for (const [root, order] of [...orders.values()].entries()) {
    const turns = order.filter(isTurn);
    let before = 0;
    for (const id of order) {
      const isLast = before === turns.length;
      const place = places.get(id);
      if (place) {
        place.text += ` ${root}:${before}`;
        place.isLast &&= isLast;
      } else places.set(id, { text: `${root}:${before}`, isLast, next: turns[before] });
      if (isTurn(id)) before++;
    }
  }
  return places;
}

/**
 * Whether nothing can come between: one root, whose modules no other root shares, and which loads no external module,
 * and nothing that a bundler calls late, on the wrong side of a verdict.
 */
function isFree(
  graph: ModuleGraph,
  [[root, order] = ["", []], ...others]: readonly (readonly [string, readonly string[]])[],
  judges: (id: string) => boolean,
): boolean {
  if (others.length) return false;
  const own = new Set(order);
  if (graph.roots.some((each) => each !== root && evaluationOrder(graph, each).some((id) => own.has(id)))) return false;
  const first = order.findIndex(judges);
  const last = order.indexOf(order.filter(judges).at(-1)!);
  return order.every(
    (id, index) =>
      !(graph.isExternal(id) && index > first) && !(graph.isLate(id) && index < last) && graph.isInOrder(id),
  );
}

/** The modules of circles that verdicts fall into. */
function findCircular(graph: ModuleGraph, places: ReadonlyMap<string, Place>): ReadonlySet<string> {
  const circles = findCircles(places.keys(), graph.importsOf);
  const isCut = (circle: readonly string[]) => new Set(circle.map((id) => places.get(id)!.text)).size > 1;
  return new Set(circles.filter(isCut).flat());
}

/**
 * Cuts a build.
 *
 * @param graph - Its modules.
 * @param judges - Whether a module is a sidecar that may refuse what comes after it.
 * @returns `undefined` when no root comes to one.
 */
export function cutBuild(graph: ModuleGraph, judges: (id: string) => boolean): Cut | undefined {
  const orders = ordersOf(graph);
  const guarded = [...orders].filter(([, order]) => order.some(judges));
  if (!guarded.length) return undefined;
  const placesOfVerdicts = placeModules(orders, judges);
  const circular = findCircular(graph, placesOfVerdicts);
  const isCircular = (id: string) => circular.has(id);
  const isTurn = (id: string) => judges(id) || circular.has(id);
  const places = circular.size ? placeModules(orders, isTurn) : placesOfVerdicts;
  const reached = new Set(guarded.flatMap(([, order]) => order));
  const heads = [...new Set([...guarded.map(([root]) => root), ...circular])];
  const nameOf = createNames();
  return {
    orders,
    sequences: new Map(
      heads.map((id) => [id, (!circular.size && orders.get(id)) || evaluationOrder(graph, id, isCircular)]),
    ),
    isFree: isFree(graph, guarded, judges),
    isReached: (id) => reached.has(id),
    isTurn,
    chunkOf(id, own) {
      const place = places.get(id);
      if (!place || !reached.has(id)) return own;
      if (judges(id)) return nameOf(`${baseOf(id)}.verdict`, id);
      if (circular.has(id) && !orders.has(id)) return nameOf(baseOf(id), id);
      // What comes after the last verdict stays with the root, where the bundler puts it.
      if (own === undefined && (place.isLast || circular.has(id))) return undefined;
      const wanted = own ?? (place.next === undefined ? baseOf(id) : baseOf(place.next));
      return nameOf(`${wanted}.before`, `${own ?? ""}\n${place.text}`);
    },
  };
}
