import all from "../billing/hands-on.js";
console.log(all);
