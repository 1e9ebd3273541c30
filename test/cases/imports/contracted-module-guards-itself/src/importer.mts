import { pay } from "./payments.mjs";
console.log("importer:", pay());
