import { book } from "./ledger.cjs";
console.log("import-cjs:", book());
