export { pay } from "./payments.js";
console.log("export-named");
