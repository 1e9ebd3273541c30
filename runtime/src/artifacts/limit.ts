import { runInThisContext } from "node:vm";

const SLOT = Symbol.for("importspy.limited");

interface Host {
  [SLOT]?: () => void;
}

/**
 * Runs a function with a time limit. The limit also stops a regular expression that backtracks for hours.
 *
 * @param milliseconds - The limit.
 * @param run - The function. It can be stopped at any point.
 * @returns Whether the function finished.
 */
export function finishesWithin(milliseconds: number, run: () => void): boolean {
  // In Jest, `globalThis` of a test is not the global of `runInThisContext`.
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
