#!/usr/bin/env node
/*! Copyright the authors. MIT. */
"use strict";
const importspy_1 = require("./bin.importspy.js");
importspy_1.$importspy();
Object.defineProperty(exports, "__esModule", { value: true });
const payments_js_1 = importspy_1.$importspy(0, () => require("./payments.js"));
console.log((0, payments_js_1.pay)());
