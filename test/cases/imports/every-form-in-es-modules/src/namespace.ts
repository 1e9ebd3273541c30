import * as payments from "./payments.js";
console.log("namespace:", payments.pay());
