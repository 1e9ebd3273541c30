/** @importspy { env: { PAYMENTS: Secret } } */
import { ledger } from "./ledger.js";
console.log("payments: evaluated");
export const books = () => ledger;
export const payments = "payments";
