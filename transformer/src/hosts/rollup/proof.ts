/**
 * Whether what a bundler made keeps the order that the sources ask for: no module is evaluated before the verdicts that
 * come before it in the sources, and no verdict before what comes before it.
 *
 * @module
 */
import { messageText } from "../bundler/texts.js";

/** What is evaluated when a root is loaded, by the sources and by the output; of all roots. */
export interface Orders {
  readonly sources: ReadonlyMap<string, readonly string[]>;
  readonly output: ReadonlyMap<string, readonly string[]>;
}

/** A module on the wrong side of a verdict. */
export interface Misplaced {
  readonly root: string;
  readonly module: string;
  /** The sidecar that judges. */
  readonly sidecar: string;
  /** `leaks`: it is evaluated before the verdict; `late`: only after it; `uncalled`: the verdict is not asked for. */
  readonly kind: "leaks" | "late" | "uncalled";
}

/** For each module the verdicts that come before it whatever root is loaded. */
function commonVerdicts(orders: Orders["sources"], judges: (id: string) => boolean): Map<string, Set<string>> {
  const common = new Map<string, Set<string>>();
  for (const order of orders.values()) {
    const before: string[] = [];
    for (const id of order) {
      const known = common.get(id);
      const now = known ? before.filter((each) => known.has(each)) : before;
      common.set(id, new Set(now));
      if (judges(id)) before.push(id);
    }
  }
  return common;
}

/**
 * Finds what is on the wrong side of a verdict.
 *
 * @param orders - What is evaluated.
 * @param judges - Whether a module is a sidecar that may refuse.
 * @returns The first such module; `undefined` when the order is right.
 */
export function findMisplaced({ sources, output }: Orders, judges: (id: string) => boolean): Misplaced | undefined {
  const common = commonVerdicts(sources, judges);
  for (const [root, order] of sources) {
    const places = new Map((output.get(root) ?? []).map((id, index) => [id, index]));
    const present = order.filter((id) => places.has(id));
    const verdicts = present.filter(judges);
    let passed = 0;
    for (const module of present) {
      if (judges(module)) passed++;
      const early = verdicts.slice(0, passed).find((each) => places.get(each)! > places.get(module)!);
      if (early !== undefined) return { root, module, sidecar: early, kind: "leaks" };
      const late = verdicts.slice(passed).find((each) => places.get(each)! < places.get(module)!);
      if (late !== undefined) return { root, module, sidecar: late, kind: "late" };
    }
    const own = new Set(order);
    for (const [module, place] of places) {
      if (own.has(module)) continue;
      if (judges(module)) return { root, module, sidecar: module, kind: "uncalled" };
      const missing = [...(common.get(module) ?? [])].find((each) => !(places.get(each)! < place));
      if (missing !== undefined) return { root, module, sidecar: missing, kind: "leaks" };
    }
  }
  return undefined;
}

const nameIn = (root: string, id: string) =>
  id.startsWith("\0")
    ? id.slice(1)
    : id
        .replaceAll("\\", "/")
        .replace(`${root.replaceAll("\\", "/")}/`, "")
        .replace(/\?importspy.*$/, "");

/**
 * Says what is wrong with an output, and what can be done.
 *
 * @param misplaced - What is wrong.
 * @param root - The folder that files are named from.
 * @param format - The format of the output.
 */
export function describeMisplaced(
  { kind, module, sidecar, root: entry }: Misplaced,
  root: string,
  format: string,
): string {
  const [when, what] = [`When ${nameIn(root, entry)} is loaded,`, `${nameIn(root, module)} would be evaluated`];
  const contract = `the contract of ${nameIn(root, sidecar)}`;
  const order = {
    leaks: `${when} ${what} before ${contract} is judged`,
    late: `${when} ${what} only after ${contract} is judged, which may rely on it`,
    uncalled: `${when} ${contract} would be judged, though nothing imports its module yet`,
  }[kind];
  const advice =
    format === "es" || format === "cjs"
      ? "leave code splitting on, or bundle what stays external"
      : `use the output format 'es': '${format}' is one file, which cannot be cut`;
  return messageText("misplacedVerdict", order, advice);
}
