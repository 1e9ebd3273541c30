"use strict";
const importspy_1 = require("./payments.importspy.js");
importspy_1.$importspy();
Object.defineProperty(exports, "__esModule", { value: true });
exports.pay = void 0;
/** @importspy { env: { TOKEN: Secret } } */
const database_1 = require("./database");
console.log("payments: evaluated");
const pay = () => `paid through ${database_1.database}`;
exports.pay = pay;
exports.default = exports.pay;
