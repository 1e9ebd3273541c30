import pay from "../default.js";
console.log(pay());
