export { charge } from "../payments.js";
console.log("barrel");
