import { ledger } from "./ledger.js";
import { egg } from "./egg.js";
console.log("two:", ledger, egg);
