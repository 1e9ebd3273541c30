import { charge } from "../payments.js";
console.log(charge(1));
