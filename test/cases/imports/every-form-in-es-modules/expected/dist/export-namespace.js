import * as importspy_1 from "./export-namespace.importspy.js";
importspy_1.$importspy();
export * as payments from "./payments.js";
console.log("export-namespace");
