import "./contracted.js";

console.log("admitted");
