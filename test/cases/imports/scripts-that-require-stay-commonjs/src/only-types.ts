import type { Price } from "./types";
export type { Price } from "./types";
export interface Priced {
  price: Price;
}
const { cents } = require("./payments") as { cents: Price };
console.log("only-types:", cents);
