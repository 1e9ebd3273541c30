import { pay } from "../core/pay.js";
console.log("test:", pay());
