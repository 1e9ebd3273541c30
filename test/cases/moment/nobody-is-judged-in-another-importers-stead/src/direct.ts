import { charge } from "./pay.js";
console.log("direct:", charge);
