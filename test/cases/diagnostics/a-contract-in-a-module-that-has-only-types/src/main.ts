import "./requirements.js";
import type { Payment } from "./types.js";
import { Level } from "./named.js";
export * from "./loaded.js";
export const pay = (payment: Payment, level: Level) => [payment, level];
