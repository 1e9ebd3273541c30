import { payment } from "../copy.js";
console.log(payment());
