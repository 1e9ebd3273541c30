import { pay } from "pay";
console.log("main:", pay());
