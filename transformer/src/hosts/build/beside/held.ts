/**
 * Outputs that are held back while another compiler runs.
 *
 * @module
 */
import { holdBack, removeAllPending } from "./pending.js";
import type { HeldOutput } from "./publish.js";

/** Exit codes of compilers that were killed are higher. */
export const LAST_STATUS = 5;

/** An output that is to be held back. */
export type Output = Omit<HeldOutput, "pending">;

/**
 * Holds back outputs; `undefined` where that cannot be done.
 *
 * @param areLookedAt - The other compiler may look at what was there before.
 */
export function holdAll(outputs: readonly Output[], areLookedAt = true): HeldOutput[] | undefined {
  const held: HeldOutput[] = [];
  try {
    for (const output of outputs) held.push({ ...output, pending: holdBack(output.fileName, areLookedAt) });
    return held;
  } catch {
    // No links here, or nothing may be written: the built-in compiler needs no links, and says what it cannot write.
    withdraw(held);
    return undefined;
  }
}

/** Another compiler that runs, and what is held back of its outputs. */
export interface Started {
  readonly held: readonly HeldOutput[];
  /** Its exit code. */
  readonly running: Promise<number>;
}

/**
 * Holds back outputs, and starts another compiler.
 *
 * @param scripts - The scripts that it may emit: what a build that was killed has left of them is taken away.
 * @param names - Those of them that are held back.
 * @param run - Starts it.
 * @param areLookedAt - It may look at what was there before.
 * @returns `undefined` where they cannot be held back, and nothing was started.
 */
export function startHeld(
  scripts: readonly string[],
  names: Iterable<string>,
  run: () => Promise<number>,
  areLookedAt: boolean,
): Started | undefined {
  const all = new Set(names);
  removeAllPending(scripts.filter((name) => !all.has(name)));
  const held = holdAll(
    [...all].map((fileName): Output => ({ plan: undefined, fileName })),
    areLookedAt,
  );
  if (!held) return undefined;
  const running = run();
  // It is waited for when contracts are known.
  running.catch(() => {});
  return { held, running };
}

/** Has the outputs of the build before again. */
export function withdraw(held: readonly Pick<HeldOutput, "pending">[]): void {
  for (const { pending } of held) pending.withdraw();
}

/**
 * Adds to outputs what is to be guarded in them. What was not held back is from now on.
 *
 * @returns `undefined` where that cannot be done.
 */
export function planHeld(held: readonly HeldOutput[], planned: readonly Output[]): HeldOutput[] | undefined {
  const plans = new Map(planned.map(({ fileName, plan }) => [fileName, plan] as const));
  const known = new Set(held.map(({ fileName }) => fileName));
  const missed = holdAll(planned.filter(({ fileName }) => !known.has(fileName)));
  const late = missed?.map((each) => ({ ...each, isLate: true }));
  return late && [...held, ...late].map((each) => ({ ...each, plan: plans.get(each.fileName) }));
}

/** What goes wrong with a disk, and is nobody's mistake here: it is full, or closed to us. */
export const isOfDisk = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && "syscall" in error && "code" in error;
