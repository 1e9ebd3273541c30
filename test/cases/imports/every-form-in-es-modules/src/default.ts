import pay from "./payments.js";
console.log("default:", pay());
