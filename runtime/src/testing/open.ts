import type { OpenSimulation } from "./model.js";

/** What test runners have. */
interface Runner {
  /** Jest, and Vitest with `globals`. */
  readonly afterAll?: (check: () => void) => void;
  /** Vitest: the test that runs. */
  readonly __vitest_worker__?: { readonly current?: { onFinished?: (() => void)[] } };
}

const runner = globalThis as Runner;

function describe(open: ReadonlySet<OpenSimulation>): string {
  const places = [...open].map(({ place }) => place).join(", ");
  return `importspy/testing: what simulate() returned at ${places} was never restored; write "using machine = simulate(…)", or call restore()`;
}

/**
 * Tells of simulations that are never restored: the tests that follow would run by facts that are not theirs.
 *
 * @param open - Those that are open.
 */
export function watchOpen(open: Set<OpenSimulation>): void {
  const { afterAll } = runner;
  if (afterAll) {
    try {
      afterAll(() => {
        if (open.size) throw new Error(describe(open));
      });
    } catch {
      // Loaded again inside of a test, where there are no hooks: the first copy watches.
    }
  } else if (!process.env.VITEST) {
    process.on("exit", () => {
      if (!open.size) return;
      process.stderr.write(`${describe(open)}\n`);
      process.exitCode ||= 1;
    });
  }
}

/** The same at the end of the test that runs, where the runner tells which one that is. */
export function watchTest(open: Set<OpenSimulation>, opened: OpenSimulation): void {
  const test = runner.__vitest_worker__?.current;
  if (!test) return;
  test.onFinished ??= [];
  test.onFinished.push(() => {
    if (open.has(opened)) throw new Error(describe(new Set([opened])));
  });
}
