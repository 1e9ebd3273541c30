export * as payments from "./payments.js";
console.log("export-namespace");
