"use strict";
const importspy_1 = require("./legacy.importspy.cjs");
importspy_1.$importspy();
const { cents } = importspy_1.$importspy(0, () => require("./ledger.cjs"));
exports.cents = cents + /* a comment */ importspy_1.$importspy(1, () => require("./ledger.cjs")).cents;
//# sourceMappingURL=legacy.cjs.map