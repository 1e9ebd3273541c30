import "./payments.js";
console.log("side-effect");
