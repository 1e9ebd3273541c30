import payments = require("./payments");
console.log("import-equals:", payments.pay());
