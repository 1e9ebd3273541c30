import type { Receipt } from "../payments.js";
import { type Receipt as Second } from "../payments.js";

export const receipts: (Receipt | Second)[] = [];
