import { pay } from "../pay.js";
console.log("entry:", pay());
