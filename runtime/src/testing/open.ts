import type { OpenSimulation } from "./model.js";

/** The parts of test runners that are used. */
interface Runner {
  /** Jest, and Vitest with `globals`. */
  readonly afterAll?: (check: () => void) => void;
  /** Vitest: the running test. */
  readonly __vitest_worker__?: { readonly current?: { onFinished?: (() => void)[] } };
}

const runner = globalThis as Runner;

function describe(open: ReadonlySet<OpenSimulation>): string {
  const places = [...open].map(({ place }) => place).join(", ");
  return `importspy/testing: what simulate() returned at ${places} was never restored; write "using machine = simulate(…)", or call restore()`;
}

/**
 * Reports simulations that are never restored, because the next tests would run with the wrong facts.
 *
 * @param open - The open simulations.
 */
export function watchOpen(open: Set<OpenSimulation>): void {
  const { afterAll } = runner;
  if (afterAll) {
    try {
      afterAll(() => {
        if (open.size) throw new Error(describe(open));
      });
    } catch {
      // Loaded again inside a test, where hooks are not allowed. The first copy already watches.
    }
  } else if (!process.env.VITEST) {
    process.on("exit", () => {
      if (!open.size) return;
      process.stderr.write(`${describe(open)}\n`);
      process.exitCode ||= 1;
    });
  }
}

/** Checks at the end of the running test, if the runner tells which test runs. */
export function watchTest(open: Set<OpenSimulation>, opened: OpenSimulation): void {
  const test = runner.__vitest_worker__?.current;
  if (!test) return;
  test.onFinished ??= [];
  test.onFinished.push(() => {
    if (open.has(opened)) throw new Error(describe(new Set([opened])));
  });
}
