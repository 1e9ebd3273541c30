import { charge } from "../payments.js";
export const plugin = true;
console.log("billing", charge(1));
