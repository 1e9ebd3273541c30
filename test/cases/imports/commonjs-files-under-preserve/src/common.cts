import ledger = require("./ledger");
console.log("common:", ledger.book());
