import { charge } from "./payments.js";

console.log(await charge(1999));
