export * from "./payments.js";
console.log("export-star");
