import { pay } from "../all.js";
console.log(pay());
