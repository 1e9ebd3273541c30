export { pay } from "./payments";
console.log("export-named");
