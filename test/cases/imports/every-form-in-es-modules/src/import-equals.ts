import ledger = require("./ledger.cjs");
console.log("import-equals:", ledger.book());
