export * as payments from "./payments";
console.log("export-namespace");
