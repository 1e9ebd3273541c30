import { pay } from "../payments.js";
console.log(pay());
