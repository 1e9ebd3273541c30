export import payments = require("./payments");
console.log("export-import-equals");
