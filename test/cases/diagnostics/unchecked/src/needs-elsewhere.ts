import type { Needs } from "./another.js";

/** @importspy {Needs} */
export const a = 1;
