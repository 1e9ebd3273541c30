/** @importspy { os: "linux" } */
export type Other = Payment;
import type { Payment } from "./types.js";
declare global {
  var other: Other;
}
export namespace Shapes {
  export interface A {}
}
