"use strict";
const importspy_1 = require("./dynamic.importspy.cjs");
importspy_1.$importspy();
Object.defineProperty(exports, "__esModule", { value: true });
const report = (name, loading) => loading.then(() => console.log(`${name}: admitted`), (error) => console.log(`${name}: ${String(error).split(":", 3).join(":")}`));
report("payments", importspy_1.$importspy(0, () => import("./payments.mjs"))).then(() => report("ledger", importspy_1.$importspy(1, () => import("./ledger.cjs"))));
console.log("dynamic: nothing is thrown");
