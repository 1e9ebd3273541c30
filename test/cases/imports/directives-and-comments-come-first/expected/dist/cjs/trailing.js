"use strict";
const importspy_1 = require("./trailing.importspy.js");
importspy_1.$importspy();
Object.defineProperty(exports, "__esModule", { value: true });
exports.paid = void 0;
const payments_js_1 = importspy_1.$importspy(0, () => require("./payments.js")); // Behind.
/* Before. */ exports.paid = (0, payments_js_1.pay)(); /* Behind. */
// At the end.
