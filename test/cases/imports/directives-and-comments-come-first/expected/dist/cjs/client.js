"use client";
"use strict";
const importspy_1 = require("./client.importspy.js");
importspy_1.$importspy();
Object.defineProperty(exports, "__esModule", { value: true });
exports.paid = void 0;
/** What it is. */
const payments_js_1 = importspy_1.$importspy(0, () => require("./payments.js"));
exports.paid = (0, payments_js_1.pay)();
