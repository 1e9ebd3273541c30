import { Level as Inlined } from "./inlined.js";
import "./requirements.js";
import type { Payment } from "./types.js";
import { Level } from "./named.js";
export * from "./loaded.js";
export const pay = (payment: Payment, level: Level) => [payment, level];
console.log(Inlined.low);
