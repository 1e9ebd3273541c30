import type { Receipt } from "../payments.js";
import { type Receipt as Other } from "../payments.js";
export type { Receipt } from "../payments.js";
export type * from "../payments.js";
type Third = import("../payments.js").Receipt;
const receipt: Receipt & Other & Third = { cents: 1 };
console.log("free", receipt.cents);
