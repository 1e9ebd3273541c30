import { charge } from "../payments.js";
console.log("new", charge(3));
