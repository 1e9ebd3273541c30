import { pay } from "../payments.js";

console.log("charge:", pay());
