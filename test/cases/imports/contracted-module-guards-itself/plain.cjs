const { book } = require("./dist/ledger.cjs");
console.log("plain:", book());
