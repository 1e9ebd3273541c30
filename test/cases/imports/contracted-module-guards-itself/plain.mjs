import { pay } from "./dist/payments.mjs";
console.log("plain:", pay());
