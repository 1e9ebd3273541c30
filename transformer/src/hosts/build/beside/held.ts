/**
 * Outputs that are held back while another compiler runs.
 *
 * @module
 */
import { holdBack } from "./pending.js";
import type { HeldOutput } from "./publish.js";

/** Exit codes of compilers that were killed are higher. */
export const LAST_STATUS = 5;

/** An output that is to be held back. */
export type Output = Omit<HeldOutput, "pending">;

/** Holds back outputs; `undefined` where that cannot be done. */
export function holdAll(outputs: readonly Output[]): HeldOutput[] | undefined {
  const held: HeldOutput[] = [];
  try {
    for (const output of outputs) held.push({ ...output, pending: holdBack(output.fileName) });
    return held;
  } catch {
    // No links here, or nothing may be written: the built-in compiler needs no links, and says what it cannot write.
    withdraw(held);
    return undefined;
  }
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
