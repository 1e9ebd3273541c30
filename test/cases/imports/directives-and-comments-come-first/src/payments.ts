/*! Copyright the authors. MIT. */

/**
 * Card payments.
 *
 * @importspy { os: "linux" | "darwin" | "win32" }
 */
import type { Cents } from "./cents.js";

/** An amount. */
export type Payment = Cents;
export const pay = (): Payment => 1;
