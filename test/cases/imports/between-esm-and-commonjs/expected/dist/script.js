"use strict";
const importspy_1 = require("./script.importspy.js");
importspy_1.$importspy();
Object.defineProperty(exports, "__esModule", { value: true });
// No import and no export: a script.
importspy_1.$importspy(0, () => import("./payments.mjs")).then(({ pay }) => console.log("script:", pay()), ({ code }) => console.log("script:", code));
