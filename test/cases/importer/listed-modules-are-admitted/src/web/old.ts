import { charge } from "../payments.js";
console.log("old", charge(2));
