import { type Receipt } from "../payments.js";
export { Receipt as Other } from "../payments.js";
export type * from "../payments.js";
export { Receipt };
export const free = "free";
