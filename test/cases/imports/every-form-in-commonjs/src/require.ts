const payments = require("./payments");
console.log("require:", payments.pay());
export {};
