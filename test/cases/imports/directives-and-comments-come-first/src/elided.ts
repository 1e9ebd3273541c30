/* A license, first. */

/** On an elided import. */
import type { Payment } from "./payments.js";
// On a kept one.
import { pay } from "./payments.js";
export const paid: Payment = pay();
