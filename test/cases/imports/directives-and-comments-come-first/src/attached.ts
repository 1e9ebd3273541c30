/* A license without a line between. */
import type { Payment } from "./payments.js";
import { pay } from "./payments.js";
export const paid: Payment = pay();
