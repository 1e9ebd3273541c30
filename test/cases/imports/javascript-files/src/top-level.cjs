const { book } = require("./ledger.cjs");
console.log("top-level:", book());
