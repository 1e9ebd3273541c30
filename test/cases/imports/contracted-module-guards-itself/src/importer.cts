import { book } from "./ledger.cjs";
console.log("importer:", book());
