import type { Needs } from "./needs.js";

/** @importspy {Needs} */
export const a: Needs[] = [];
