import { charge } from "../pay.js";
console.log("good:", charge);
