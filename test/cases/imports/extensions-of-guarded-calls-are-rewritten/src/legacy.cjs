const { cents } = require("./ledger.cts");
exports.cents = cents + /* a comment */ require("./ledger.cts").cents;
