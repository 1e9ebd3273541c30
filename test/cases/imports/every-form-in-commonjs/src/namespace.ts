import * as payments from "./payments";
console.log("namespace:", payments.pay());
