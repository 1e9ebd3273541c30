import { other } from "../index.js";
import type { pay } from "../all.js";
import { pay as onlyAsType } from "../all.js";
export type Pay = typeof pay | typeof onlyAsType;
console.log(other);
