import { pay } from "../billing/contracted.js";
console.log(pay());
