"use strict";
const importspy_1 = require("./named.importspy.js");
importspy_1.$importspy();
Object.defineProperty(exports, "__esModule", { value: true });
const payments_1 = importspy_1.$importspy(0, () => require("./payments"));
console.log("named:", (0, payments_1.pay)());
