import type { Announcement } from "../contract.js";
import { collectorFor, identityFor, type Supposed, suppose } from "./facts.js";
import { createRefresher } from "./fresh.js";
import type { OpenSimulation } from "./model.js";
import { watchOpen, watchTest } from "./open.js";
import { wrapRegistry } from "./registry.js";
import type { SimulatedFacts } from "./types.js";

/** Facts that are simulated until they are restored. */
export interface Simulation {
  /** The real facts count again. To restore twice does nothing. */
  restore(): void;
  /** The same, at the end of a block: `using machine = simulate(…)`. */
  [Symbol.dispose](): void;
}

interface State {
  readonly open: Set<OpenSimulation>;
  /** Has what is open count; made with the first simulation. */
  update?: () => void;
}

/** The variables as they were before, by name. */
function createVariables(): (env: Supposed["env"]) => void {
  const before = new Map<string, string | undefined>();
  const set = (name: string, value: string | undefined) => {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  };
  return (env) => {
    for (const [name, value] of before) {
      if (env.has(name)) continue;
      set(name, value);
      before.delete(name);
    }
    for (const [name, value] of env) {
      if (!before.has(name)) before.set(name, Object.hasOwn(process.env, name) ? process.env[name] : undefined);
      set(name, value);
    }
  };
}

function createUpdate({ open }: State): () => void {
  let supposed: Supposed = suppose([]);
  const setVariables = createVariables();
  const judgeAgain = wrapRegistry({
    collectorFor: (name) => collectorFor(supposed, name),
    importersFor: (contract, importers) => {
      const { importer } = supposed;
      if (!importer) return importers;
      const identity = identityFor(importer, contract.package);
      const unknown: Announcement = [
        undefined,
        [`${contract.package}/${contract.module}`, "", 1, 0],
        contract.location,
      ];
      const known = importers.length ? importers : [unknown];
      return known.map(([, ...rest]): Announcement => [identity, ...rest]);
    },
  });
  const refresh = createRefresher();
  let count = 0;
  return () => {
    supposed = suppose([...open].map(({ facts }) => facts));
    setVariables(supposed.env);
    judgeAgain();
    refresh(open.size && ++count);
  };
}

/** One for all copies of this file: a test runner may load it again for each test. */
const STATE = Symbol.for("importspy.testing@1");
const host = globalThis as { [STATE]?: State };

if (!host[STATE]) {
  const open = new Set<OpenSimulation>();
  host[STATE] = { open };
  watchOpen(open);
}
const state = host[STATE];

/**
 * Supposes other facts than those of this machine and process, until they are restored. Contracts of modules that are
 * loaded in the meantime are judged by them, and so is each import of one that was loaded before. Variables are really set.
 *
 * Under `node --test` and Jest modules that are imported while facts are simulated are evaluated for that simulation, be
 * they loaded before or not. Under Vitest call `vi.resetModules()`.
 *
 * @param facts - What is supposed. Several simulations may be open; a later one outweighs an earlier one.
 * @returns What restores the real facts.
 * @throws FactsError when the facts contradict each other, or no machine can be like that.
 * @example
 * ```ts
 * using machine = simulate({ os: "win32", env: { PORT: "3000" } });
 * await assert.rejects(import("../src/payments.js"), { code: "ERR_IMPORTSPY_CONTRACT_VIOLATION" });
 * ```
 */
export function simulate(facts: SimulatedFacts): Simulation {
  const { open } = state;
  state.update ??= createUpdate(state);
  const { update } = state;
  // The first line is that of the error, the second one is this function's caller.
  const place = /\(?((?:file:|\/|[A-Za-z]:\\).*?)\)?$/.exec(new Error().stack?.split("\n")[2] ?? "")?.[1];
  // A copy: what a test changes later would be restored as something else.
  const layer: OpenSimulation = { facts: structuredClone(facts), place: place ?? "an unknown place" };
  suppose([...open, layer].map((each) => each.facts));
  open.add(layer);
  update();
  watchTest(open, layer);
  const restore = () => {
    if (open.delete(layer)) update();
  };
  return { restore, [Symbol.dispose ?? Symbol.for("Symbol.dispose")]: restore } as Simulation;
}
