/** @importspy { env: { LEDGER: Secret } } */
import { journal } from "./journal.js";
console.log("ledger: evaluated");
export const reads = () => journal;
export const ledger = "ledger";
