import type { Payment } from "./payments.js";
import type * as payments from "./payments.js";
export const cents = (payment: Payment | payments.Payment) => payment.cents;
