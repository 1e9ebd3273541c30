/**
 * Payments.
 *
 * @importspy { importer: { module: `src/billing/${string}` } } Ask in #payments.
 */
import { audit } from "./billing/audit";

console.log("pay: evaluated");
export function pay(): string {
  return audit("paid");
}
/** It may load itself, and read what it exports. */
export function payAgain(): string {
  const name = "./pay.js";
  return `${(require(name) as typeof import("./pay")).pay()} ${(module as unknown as { exports: typeof import("./pay") }).exports.pay()}`;
}
