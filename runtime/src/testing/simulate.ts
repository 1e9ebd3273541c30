import type { Announcement } from "../contract.js";
import { collectorFor, identityFor, type Supposed, suppose } from "./facts.js";
import { createRefresher } from "./fresh.js";
import type { OpenSimulation } from "./model.js";
import { watchOpen, watchTest } from "./open.js";
import { wrapRegistry } from "./registry.js";
import { FactsError, type SimulatedFacts } from "./types.js";

/** Simulated facts, until they are restored. */
export interface Simulation {
  /**
   * Returns to the real facts. Calling it twice is allowed.
   *
   * @throws FactsError when facts that were simulated later contradict the machine without these. Nothing is restored
   * then: restore the later ones first, as `using` does.
   */
  restore(): void;
  /** Restores at the end of a block: `using machine = simulate(…)`. */
  [Symbol.dispose](): void;
}

interface State {
  readonly open: Set<OpenSimulation>;
  /** Applies the open simulations. Created with the first simulation. */
  update?: () => void;
}

/** Stores the original variables, by name. */
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

/** Later facts may only make sense on top of earlier ones: `libc` on a simulated Linux. */
function checkWithout(open: ReadonlySet<OpenSimulation>, layer: OpenSimulation): void {
  const others = [...open].filter((each) => each !== layer);
  try {
    suppose(others.map(({ facts }) => facts));
  } catch (error) {
    if (!(error instanceof FactsError)) throw error;
    const places = others.map(({ place }) => place).join(", ");
    throw new FactsError(
      `restore what simulate() returned at ${places} first: without the facts of ${layer.place}, ${error.message}`,
    );
  }
}

/** Shared by all copies of this file, because a test runner may load it again for each test. */
const STATE = Symbol.for("importspy.testing@1");
const host = globalThis as { [STATE]?: State };

if (!host[STATE]) {
  const open = new Set<OpenSimulation>();
  host[STATE] = { open };
  watchOpen(open);
}
const state = host[STATE];

/**
 * Simulates facts until they are restored. Contracts of modules that are loaded in the meantime are judged by them, and
 * so is each new import of a module that was loaded before. Variables are really set in `process.env`.
 *
 * Under `node --test` and Jest, modules that are imported during a simulation are evaluated again for it. Under Vitest,
 * call
 * `vi.resetModules()`.
 *
 * @param facts - The facts. Several simulations may be open; a later one overrides an earlier one.
 * @returns An object that restores the real facts.
 * @throws FactsError when the facts contradict each other, or no machine can have them.
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
  // The first line is the message, the second line is the caller of this function.
  const place = /\(?((?:file:|\/|[A-Za-z]:\\).*?)\)?$/.exec(new Error().stack?.split("\n")[2] ?? "")?.[1];
  // First, since the error of a copy that fails may contain a value.
  suppose([...[...open].map((each) => each.facts), facts]);
  // A copy, so that later changes of the test's object have no effect.
  const layer: OpenSimulation = { facts: structuredClone(facts), place: place ?? "an unknown place" };
  open.add(layer);
  update();
  watchTest(open, layer);
  const restore = () => {
    if (!open.has(layer)) return;
    checkWithout(open, layer);
    open.delete(layer);
    update();
  };
  return { restore, [Symbol.dispose ?? Symbol.for("Symbol.dispose")]: restore } as Simulation;
}
