export * from "./payments";
console.log("export-star");
