"use strict";
/*! Copyright the authors. MIT. */
const importspy_1 = require("./payments.importspy.js");
importspy_1.$importspy();
Object.defineProperty(exports, "__esModule", { value: true });
exports.pay = void 0;
const pay = () => 1;
exports.pay = pay;
