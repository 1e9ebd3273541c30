import { runInThisContext } from "node:vm";

const SLOT = Symbol.for("importspy.limited");

interface Host {
  [SLOT]?: () => void;
}

/**
 * Runs a function for so long and no longer: also a pattern that would take hours is interrupted.
 *
 * @param milliseconds - How long.
 * @param run - The function. It may be interrupted between any two of its steps.
 * @returns Whether it came to its end.
 */
export function finishesWithin(milliseconds: number, run: () => void): boolean {
  // Jest gives its tests another one than Node.js runs scripts in.
  const host = runInThisContext("globalThis") as Host;
  host[SLOT] = run;
  try {
    runInThisContext(`globalThis[Symbol.for("importspy.limited")]()`, { timeout: milliseconds });
    return true;
  } catch (error) {
    if ((error as { readonly code?: unknown } | undefined)?.code !== "ERR_SCRIPT_EXECUTION_TIMEOUT") throw error;
    return false;
  } finally {
    delete host[SLOT];
  }
}
