import { type Payment } from "../payments.js";
export { type Account } from "../payments.js";
export const cents = (payment: Payment) => payment.cents;
