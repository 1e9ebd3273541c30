import { pay } from "./payments.mjs";
console.log("require-esm:", pay());
