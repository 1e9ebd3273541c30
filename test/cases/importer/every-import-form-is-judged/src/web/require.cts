const payments = require("../payments.js");
console.log(payments.pay());
