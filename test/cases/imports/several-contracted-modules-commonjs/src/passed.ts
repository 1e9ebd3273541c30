import { ledger } from "./ledger.js";
console.log("passed:", ledger);
