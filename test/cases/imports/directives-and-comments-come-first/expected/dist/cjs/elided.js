"use strict";
/* A license, first. */
const importspy_1 = require("./elided.importspy.js");
importspy_1.$importspy();
Object.defineProperty(exports, "__esModule", { value: true });
exports.paid = void 0;
// On a kept one.
const payments_js_1 = importspy_1.$importspy(0, () => require("./payments.js"));
exports.paid = (0, payments_js_1.pay)();
