/** @importspy { env: { PAYMENTS_KEY: Secret } } The key is in the shop's settings. */
import { record } from "./ledger";

console.log("payments are evaluated");
export const charge = (cents: number) => record(cents);
