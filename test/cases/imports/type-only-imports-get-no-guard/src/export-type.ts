export type { Payment } from "./payments.js";
export type * from "./payments.js";
