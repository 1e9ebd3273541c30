/** @importspy { os: "linux" } */
export interface Payment {
  cents: number;
}
export type { Other } from "./other.js";
