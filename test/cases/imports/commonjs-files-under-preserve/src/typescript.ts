import ledger = require("./ledger");
console.log("typescript:", ledger.book());
